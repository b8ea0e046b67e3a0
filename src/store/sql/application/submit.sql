-- A draft becomes an application with a number and a place in the line.
-- in: id, version, number, applicant, phone, phone_last4, now, due_at
-- out: nothing
-- rows: none
UPDATE application SET version = version + 1, state = 'submitted', number = $3, applicant = $4, phone = $5, phone_last4 = $6,
  submitted_at = $7, changed_at = $7, due_at = $8 WHERE id = $1 AND version = $2 AND state = 'draft'

-- A draft was given up: what was typed is erased.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE application SET state = 'cancelled', data = '{}', answers = '{}', applicant = '', phone = '', phone_last4 = '',
  changed_at = $2, ended_at = $2, version = version + 1 WHERE id = $1 AND state = 'draft'

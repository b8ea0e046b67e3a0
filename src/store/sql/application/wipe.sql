-- A person's data is erased on request; number, service and state stay, the chain of events speaks of them.
-- in: id, now
-- out: nothing
-- rows: none
UPDATE application SET data = '{}', applicant = '', phone = '', phone_last4 = '', hold_note = '', changed_at = $2, version = version + 1
WHERE id = $1

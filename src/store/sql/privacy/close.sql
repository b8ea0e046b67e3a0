-- A request is answered; only once.
-- in: id, outcome, reply, officer, now
-- out: nothing
-- rows: none
UPDATE data_request SET outcome = $2, reply = $3, officer = $4, closed_at = $5 WHERE id = $1 AND outcome = 'open'

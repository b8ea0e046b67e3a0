-- A record the partner handed in before.
-- in: partner, reference
-- out: receipt, application, number, received_at
-- rows: one or none
SELECT receipt, application, number, received_at FROM partner_record WHERE partner = $1 AND reference = $2

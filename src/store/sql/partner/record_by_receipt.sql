-- A record by its receipt; of this partner only.
-- in: partner, receipt
-- out: reference, application, number, received_at
-- rows: one or none
SELECT reference, application, number, received_at FROM partner_record WHERE partner = $1 AND receipt = $2

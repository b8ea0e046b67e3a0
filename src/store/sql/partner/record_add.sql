-- A record that a partner handed in.
-- in: partner, batch, receipt, reference, number, application or null, problem, works, now
-- out: nothing
-- rows: none
INSERT INTO partner_record (partner, batch, receipt, reference, number, application, problem, works, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

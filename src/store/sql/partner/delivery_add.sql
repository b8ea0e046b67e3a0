-- News for a partner.
-- in: partner, webhook id, kind, body, now
-- out: id
-- rows: one
INSERT INTO delivery (partner, webhook_id, kind, body, created_at, due_at) VALUES ($1, $2, $3, $4, $5, $5) RETURNING id

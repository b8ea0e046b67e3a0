-- A partner's machine gets a key.
-- in: partner, token hash, public key, sandbox, now
-- out: id
-- rows: one
INSERT INTO partner_key (partner, token_hash, public_key, sandbox, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id

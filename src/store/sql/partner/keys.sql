-- Every key that was given out.
-- in: limit
-- out: id, partner, public key, sandbox, created_at, used_at, revoked_at
-- rows: at most limit
SELECT id, partner, public_key, sandbox, created_at, used_at, revoked_at FROM partner_key ORDER BY partner, id LIMIT $1

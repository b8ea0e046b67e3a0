-- Whose key is this.
-- in: token hash
-- out: id, partner, public key, sandbox
-- rows: one or none
SELECT id, partner, public_key, sandbox FROM partner_key WHERE token_hash = $1 AND revoked_at = 0

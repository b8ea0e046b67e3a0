-- Another code was asked for: this one is worth nothing now.
-- in: token hash, now
-- out: nothing
-- rows: none
UPDATE proof SET expires_at = min(expires_at, $2) WHERE token_hash = $1

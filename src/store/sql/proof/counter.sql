-- The codes an officer made for this phone number, that still count.
-- in: phone, now
-- out: token hash, code hash
-- rows: at most 5
SELECT token_hash, code_hash FROM proof WHERE phone = $1 AND kind = 'counter' AND used_at IS NULL AND expires_at > $2
ORDER BY created_at DESC LIMIT 5

-- The page a code is typed into.
-- in: token hash
-- out: phone, kind, code hash, service, answers, tries, created_at, expires_at, used_at, outbox
-- rows: one or none
SELECT phone, kind, code_hash, service, answers, tries, created_at, expires_at, used_at, outbox FROM proof WHERE token_hash = $1

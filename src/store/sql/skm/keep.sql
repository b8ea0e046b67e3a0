-- Answers so far.
-- in: token hash, answers
-- out: nothing
-- rows: none
UPDATE skm_invite SET answers = $2 WHERE token_hash = $1

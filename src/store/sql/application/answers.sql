-- The situation changed: other answers, other rules version.
-- in: id, answers, ruleset, now
-- out: nothing
-- rows: none
UPDATE application SET answers = $2, ruleset = $3, changed_at = $4, version = version + 1 WHERE id = $1

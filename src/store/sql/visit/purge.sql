-- Browsers that did not come again.
-- in: seen before
-- out: nothing
-- rows: none
DELETE FROM visit WHERE seen_at < $1

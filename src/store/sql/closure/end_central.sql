-- The central system is back: its closures end now.
-- in: now
-- out: nothing
-- rows: none
UPDATE closure SET to_at = $1 WHERE source = 'central' AND to_at > $1

-- An officer sends it again: the same message, from the beginning of its tries. Not while it is being sent.
-- in: id, now, end of a send that may be under way
-- out: nothing
-- rows: none
UPDATE delivery SET state = 'waiting', tries = 0, due_at = $2, done_at = 0 WHERE id = $1 AND (state <> 'waiting' OR due_at > $3)

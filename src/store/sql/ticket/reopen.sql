-- Who was served when the wrong one was called is at the counter again.
-- in: id, counter
-- out: nothing
-- rows: none
UPDATE ticket SET state = 'called', ended_at = 0 WHERE id = $1 AND state = 'done' AND counter = $2

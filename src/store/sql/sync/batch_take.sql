-- A proposal goes into a batch; the citizen's date counts from there.
-- in: id, batch, row, retry_at, ask_at
-- out: nothing
-- rows: none
UPDATE sync_round SET batch = $2, batch_row = $3, retry_at = MAX(retry_at, $4), ask_at = MAX(ask_at, $5)
WHERE id = $1 AND batch = 0 AND answer = ''

-- The rounds of one application, the newest first.
-- in: application, limit
-- out: id, application, round, partner, outcome, cause, note, officer, decided_at, retry_at, ask_at, asked_at, answer, answered_at, answer_note, batch, batch_row, result, result_note, result_at
-- rows: at most limit
SELECT id, application, round, partner, outcome, cause, note, officer, decided_at, retry_at, ask_at, asked_at, answer, answered_at, answer_note, batch, batch_row, result, result_note, result_at
FROM sync_round WHERE application = $1 ORDER BY round DESC LIMIT $2

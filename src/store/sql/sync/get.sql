-- One round.
-- in: id
-- out: as sync/rounds
-- rows: one or none
SELECT id, application, round, partner, outcome, cause, note, officer, decided_at, retry_at, ask_at, asked_at, answer, answered_at, answer_note, batch, batch_row, result, result_note, result_at
FROM sync_round WHERE id = $1

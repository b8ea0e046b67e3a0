-- What stands in a batch.
-- in: batch, limit
-- out: id, application, partner, cause, note, decided_at, number, applicant, data, batch_row, result, result_note, state, round
-- rows: at most limit
SELECT r.id, r.application, r.partner, r.cause, r.note, r.decided_at, a.number, a.applicant, a.data, r.batch_row, r.result,
  r.result_note, a.state, r.round
FROM sync_round r JOIN application a ON a.id = r.application
WHERE r.batch = $1 AND r.batch <> 0 ORDER BY r.batch_row LIMIT $2

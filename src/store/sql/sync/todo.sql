-- Synchronisations the officers have to decide, in the order of the line.
-- in: service, limit
-- out: number, applicant, state, due_at, answers, last round or 0, answer note of the last round
-- rows: at most limit
SELECT a.number, a.applicant, a.state, a.due_at, a.answers,
  COALESCE((SELECT MAX(r.round) FROM sync_round r WHERE r.application = a.id), 0),
  COALESCE((SELECT r.answer_note FROM sync_round r WHERE r.application = a.id ORDER BY r.round DESC LIMIT 1), '')
FROM application a WHERE a.service = $1 AND a.state IN ('submitted', 'in_review', 'processing', 'on_hold')
ORDER BY a.due_at, a.id LIMIT $2

-- Everything of one application, by the number people say.
-- in: number
-- out: as application/by_id
-- rows: one or none
SELECT id, number, service, ruleset, state, version, channel, chat, contact, applicant, phone, answers, data, delivery,
  originals, owner, checked_by, created_at, submitted_at, due_at, changed_at, paused_at, correct_until, held_from,
  hold_reason, hold_note, siak_number, result_kind, result_number, shelf, ground, advice, paused_ms, link_round, ended_at, last_event
FROM application WHERE number = $1

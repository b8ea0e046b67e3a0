-- One step of the state machine; only from the version that was read.
-- in: id, version, state, owner, checked_by, now, submitted_at, paused_at, correct_until, held_from, hold_reason, hold_note, siak_number, result_kind, result_number, shelf, ground, advice, originals, delivery, paused_ms, last event
-- out: nothing
-- rows: none
UPDATE application SET version = version + 1, state = $3, owner = $4, checked_by = $5, changed_at = $6, submitted_at = $7,
  paused_at = $8, correct_until = $9, held_from = $10, hold_reason = $11, hold_note = $12, siak_number = $13,
  result_kind = $14, result_number = $15, shelf = $16, ground = $17, advice = $18, originals = $19, delivery = $20, paused_ms = $21, last_event = $22
WHERE id = $1 AND version = $2

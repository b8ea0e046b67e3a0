-- An invented application as its past left it.
-- in: id, changed_at, paused_at, paused_ms, correct_until, held_from, hold_reason, shelf
-- out: nothing
-- rows: none
UPDATE application SET changed_at = $2, paused_at = $3, paused_ms = $4, correct_until = $5, held_from = $6, hold_reason = $7,
  shelf = $8, result_kind = CASE WHEN $8 = '' THEN '' ELSE 'siak' END WHERE id = $1

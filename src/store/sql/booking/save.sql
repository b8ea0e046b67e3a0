-- Everything of a booking that changes, only over the version that was read.
-- in: id, version, state, booth, starts_at, ends_at, chat or null, contact or null, name, phone, needs, address, reason, note, outcome, disturbed, moves, expires_at or null, remind_at or null, wish_from, wish_until, now
-- out: nothing
-- rows: none
UPDATE booking SET version = version + 1, state = $3, booth = $4, starts_at = $5, ends_at = $6, chat = $7, contact = $8,
  name = $9, phone = $10, needs = $11, address = $12, reason = $13, note = $14, outcome = $15, disturbed = $16, moves = $17,
  expires_at = $18, remind_at = $19, wish_from = $20, wish_until = $21, changed_at = $22
WHERE id = $1 AND version = $2

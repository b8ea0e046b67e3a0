-- A new application or draft.
-- in: number or null, status hash, service, ruleset, state, channel, chat or null, contact or null, applicant, phone, phone_last4, answers, data, delivery, originals, owner, now, submitted_at, due_at
-- out: id
-- rows: one
INSERT INTO application (number, status_hash, service, ruleset, state, channel, chat, contact, applicant, phone, phone_last4,
  answers, data, delivery, originals, owner, created_at, changed_at, submitted_at, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $18, $19) RETURNING id

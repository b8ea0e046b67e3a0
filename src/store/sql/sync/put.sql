-- What officers decided; again in the same round mends it, and the question is asked anew.
-- in: application, round, partner, outcome, cause, note, officer, now, retry_at, ask_at
-- out: nothing
-- rows: none
INSERT INTO sync_round (application, round, partner, outcome, cause, note, officer, decided_at, retry_at, ask_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (application, round) DO UPDATE SET partner = excluded.partner, outcome = excluded.outcome, cause = excluded.cause,
  note = excluded.note, officer = excluded.officer, decided_at = excluded.decided_at, retry_at = excluded.retry_at,
  ask_at = excluded.ask_at, asked_at = 0

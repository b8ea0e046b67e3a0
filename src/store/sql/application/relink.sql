-- Another phone number and another link: the ones before open nothing any more.
-- in: id, phone, phone_last4, contact or null, link round, status hash, now
-- out: nothing
-- rows: none
UPDATE application SET phone = $2, phone_last4 = $3, contact = $4, chat = NULL, link_round = $5, status_hash = $6, changed_at = $7,
  version = version + 1 WHERE id = $1

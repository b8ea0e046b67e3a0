-- A first message to one of the office's numbers.
-- in: number id, contact
-- out: id
-- rows: one
INSERT INTO chat (number_id, contact) VALUES ($1, $2) RETURNING id

-- A person asks about his data.
-- in: kind, application or null, channel, asked, received, due
-- out: id
-- rows: one
INSERT INTO data_request (kind, application, channel, asked, received_at, due_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id

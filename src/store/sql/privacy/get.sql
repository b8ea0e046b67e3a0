-- One request about data.
-- in: id
-- out: id, kind, application, number, channel, asked, received, due, outcome, reply, officer, closed
-- rows: one or none
SELECT r.id, r.kind, r.application, a.number, r.channel, r.asked, r.received_at, r.due_at, r.outcome, r.reply, r.officer, r.closed_at FROM data_request r LEFT JOIN application a ON a.id = r.application WHERE r.id = $1

-- Requests about one application, the newest first.
-- in: application, limit
-- out: as privacy/get
-- rows: at most limit
SELECT r.id, r.kind, r.application, a.number, r.channel, r.asked, r.received_at, r.due_at, r.outcome, r.reply, r.officer, r.closed_at FROM data_request r LEFT JOIN application a ON a.id = r.application WHERE r.application = $1 ORDER BY r.id DESC LIMIT $2

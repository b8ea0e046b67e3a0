-- Requests that were answered, the newest first.
-- in: limit
-- out: as privacy/get
-- rows: at most limit
SELECT r.id, r.kind, r.application, a.number, r.channel, r.asked, r.received_at, r.due_at, r.outcome, r.reply, r.officer, r.closed_at FROM data_request r LEFT JOIN application a ON a.id = r.application WHERE r.outcome <> 'open' ORDER BY r.closed_at DESC, r.id DESC LIMIT $1

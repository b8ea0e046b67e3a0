-- Bodies older than WhatsApp's memory for retries.
-- in: done before
-- out: nothing
-- rows: none
DELETE FROM webhook WHERE done_at < $1

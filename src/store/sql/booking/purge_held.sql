-- Seats that were looked at and never taken leave no trace.
-- in: changed before
-- out: nothing
-- rows: none
DELETE FROM booking WHERE id IN (SELECT id FROM booking WHERE state = 'lapsed' AND name = '' AND changed_at < $1 LIMIT 500)

-- How things stand: what waits for an officer, what stands still for one reason.
-- in: hold reason
-- out: waiting, held, since
-- rows: one
SELECT (SELECT count(*) FROM application WHERE state IN ('submitted', 'in_review')), count(*), min(paused_at)
FROM application WHERE state = 'on_hold' AND hold_reason = $1

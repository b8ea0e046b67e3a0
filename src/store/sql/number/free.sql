-- After a restart every number is tried again.
-- in: nothing
-- out: nothing
-- rows: none
UPDATE number_state SET stopped_at = NULL, reason = '', paused_until = 0 WHERE stopped_at IS NOT NULL OR paused_until > 0

-- How much waits in each open state.
-- in: nothing
-- out: state, count
-- rows: one a state
SELECT state, COUNT(*) FROM application
WHERE state IN ('submitted', 'in_review', 'needs_correction', 'processing', 'on_hold', 'awaiting_signature', 'issued',
  'ready_for_pickup', 'sent', 'mismatch')
GROUP BY state

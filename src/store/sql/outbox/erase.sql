-- What was said in a chat is erased; what did not go out yet never will.
-- in: chat
-- out: nothing
-- rows: none
UPDATE outbox SET say = '{"kind":"text"}', problem = CASE WHEN state IN ('sent', 'failed') THEN problem ELSE 'erased' END,
  state = CASE WHEN state = 'sent' THEN 'sent' ELSE 'failed' END WHERE chat = $1

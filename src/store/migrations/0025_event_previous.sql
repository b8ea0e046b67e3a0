-- Each event names the one before it of the same application, and the application its last one: an index in the order of
-- applications is written all over, these are written where somebody writes anyway.
ALTER TABLE event ADD COLUMN previous INTEGER; -- seq; NULL: the first of its application, or about none
ALTER TABLE application ADD COLUMN last_event INTEGER NOT NULL DEFAULT 0;
UPDATE event SET previous = (SELECT MAX(b.seq) FROM event b WHERE b.application = event.application AND b.seq < event.seq)
  WHERE application IS NOT NULL;
UPDATE application SET last_event = COALESCE((SELECT MAX(e.seq) FROM event e WHERE e.application = application.id), 0);
DROP INDEX event_application;

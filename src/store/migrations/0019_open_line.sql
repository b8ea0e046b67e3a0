-- The line of open work no longer hangs on the state: a step of a file that stays open leaves this index alone.
ALTER TABLE application ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0; -- when it came to a final state; 0: it is open
UPDATE application SET ended_at = changed_at WHERE state IN ('completed', 'refused', 'cancelled', 'expired');
DROP INDEX application_open_line;
CREATE INDEX application_open_line ON application (due_at, id) WHERE ended_at = 0 AND due_at > 0;

-- A photo that is stored here is deleted at WhatsApp: asked once, at this moment; NULL: not, or asked already.
ALTER TABLE media ADD COLUMN forget_at INTEGER;
CREATE INDEX media_forget ON media (forget_at, id) WHERE forget_at IS NOT NULL;

-- A message whose words were erased because its person asked.
ALTER TABLE message ADD COLUMN erased_at INTEGER;

-- When a scan's key was destroyed by a record of destruction, and why: retention, request.
ALTER TABLE scan ADD COLUMN destroyed_at INTEGER;
ALTER TABLE scan ADD COLUMN destroyed_for TEXT NOT NULL DEFAULT '';

-- How many scans are over their time to be kept, as the worker counted last; one row at most.
CREATE TABLE papers_due (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  counted_at INTEGER NOT NULL,
  scans      INTEGER NOT NULL,
  held       INTEGER NOT NULL,
  purged_at  INTEGER NOT NULL DEFAULT 0  -- when the worker destroyed what was due, to the last (retention.purge: auto)
) STRICT;

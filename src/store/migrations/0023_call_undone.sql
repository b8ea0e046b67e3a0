-- The call of a ticket that may still be taken back: all zeros when none may.
ALTER TABLE figure_ticket ADD COLUMN call_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure_ticket ADD COLUMN call_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure_ticket ADD COLUMN counter INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure_ticket ADD COLUMN first INTEGER NOT NULL DEFAULT 0; -- that call was the ticket's first on its day

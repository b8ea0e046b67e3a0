-- Counts the links of an application's pages: after a phone was lost the old one opens nothing.
ALTER TABLE application ADD COLUMN link_round INTEGER NOT NULL DEFAULT 0;

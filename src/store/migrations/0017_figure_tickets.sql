-- Tickets that were called already: a ticket is one visit, however often it is called.
CREATE TABLE figure_ticket (
  day    INTEGER NOT NULL,
  ticket TEXT    NOT NULL,
  PRIMARY KEY (day, ticket)
) STRICT, WITHOUT ROWID;

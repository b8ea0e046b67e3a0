-- Who has an application, and what a change of that must know.
-- in: number
-- out: id, number, state, version, owner, last event
-- rows: one or none
SELECT id, number, state, version, owner, last_event FROM application WHERE number = $1

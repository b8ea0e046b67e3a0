-- Something that counts.
-- in: measure, day, service, key, place, application, value
-- out: nothing
-- rows: none
INSERT INTO figure_mark (measure, day, service, key, place, application, value) VALUES ($1, $2, $3, $4, $5, $6, $7)

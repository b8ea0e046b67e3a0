-- Whether a file was served before older ones.
-- in: number
-- out: application, overtaken
-- rows: one or none
SELECT f.application, f.overtaken FROM fair_start f JOIN application a ON a.id = f.application WHERE a.number = $1

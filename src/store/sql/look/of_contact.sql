-- What the looks at a citizen's loose photos found.
-- in: contact
-- out: as look/of_file
-- rows: at most 200
SELECT l.scan, l.problem, l.faults, l.pages, l.width, l.height, l.paper, l.paper_sure, l.reads, l.note, l.scores
FROM scan s JOIN scan_look l ON l.scan = s.id WHERE s.contact = $1 AND s.application IS NULL AND s.replaced_at IS NULL LIMIT 200

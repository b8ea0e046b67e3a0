-- What the looks at a file's scans found.
-- in: application
-- out: scan, problem, faults, pages, width, height, paper, paper_sure, reads, note, scores
-- rows: at most 200
SELECT l.scan, l.problem, l.faults, l.pages, l.width, l.height, l.paper, l.paper_sure, l.reads, l.note, l.scores
FROM scan s JOIN scan_look l ON l.scan = s.id WHERE s.application = $1 LIMIT 200

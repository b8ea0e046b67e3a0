-- What a look found.
-- in: scan, now, problem, faults, scores, pages, width, height, paper, paper_sure, reads, likeness or null, note
-- out: nothing
-- rows: none
INSERT OR REPLACE INTO scan_look (scan, at, problem, faults, scores, pages, width, height, paper, paper_sure, reads, likeness, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

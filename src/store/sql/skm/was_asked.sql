-- Did this application have its link?
-- in: application
-- out: how many, 0 or 1
-- rows: one
SELECT COUNT(*) FROM skm_asked WHERE application = $1

-- Rounds decided in a span of time, by partner.
-- in: from, until
-- out: partner, decided, files, proposed, at the partner, works, fails, silent, open, milliseconds from decision to "works"
-- rows: as many as there are partners
SELECT partner, COUNT(*), COUNT(DISTINCT application), SUM(CASE WHEN outcome = 'diusulkan_ke_pusat' THEN 1 ELSE 0 END),
  SUM(CASE WHEN outcome = 'kendala_di_lembaga' THEN 1 ELSE 0 END), SUM(CASE WHEN answer = 'works' THEN 1 ELSE 0 END),
  SUM(CASE WHEN answer = 'fails' THEN 1 ELSE 0 END), SUM(CASE WHEN answer = 'silent' THEN 1 ELSE 0 END),
  SUM(CASE WHEN answer = '' THEN 1 ELSE 0 END),
  CAST(COALESCE(AVG(CASE WHEN answer = 'works' THEN answered_at - decided_at END), 0) AS INTEGER)
FROM sync_round WHERE decided_at >= $1 AND decided_at < $2 GROUP BY partner ORDER BY partner LIMIT 100

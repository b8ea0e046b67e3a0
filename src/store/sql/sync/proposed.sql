-- Proposals that no batch holds yet, the oldest first.
-- in: limit
-- out: id, application, partner, cause, note, decided_at, number, applicant, data, officer
-- rows: at most limit
SELECT r.id, r.application, r.partner, r.cause, r.note, r.decided_at, a.number, a.applicant, a.data, r.officer
FROM sync_round r JOIN application a ON a.id = r.application
WHERE r.outcome = 'diusulkan_ke_pusat' AND r.batch = 0 AND r.answer = '' ORDER BY r.decided_at, r.id LIMIT $1

-- Records of destruction, the newest first.
-- in: limit
-- out: id, at, actor, cause, scans, applications
-- rows: at most limit
SELECT id, at, actor, cause, scans, applications FROM destruction ORDER BY id DESC LIMIT $1

-- A new officer, or a new password, name and role for a known login, who then has no second factor.
-- in: login, name, role, password, now
-- out: id
-- rows: one
INSERT INTO officer (login, name, role, password, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (login) DO UPDATE SET name = excluded.name, role = excluded.role, password = excluded.password,
  disabled = 0, totp_on = 0, failed = 0, locked_until = 0
RETURNING id

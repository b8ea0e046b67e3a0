-- An officer who wants to come in.
-- in: login
-- out: id, name, role, password, disabled, failed, locked_until, totp_on, totp_round, totp_step
-- rows: one or none
SELECT id, name, role, password, disabled, failed, locked_until, totp_on, totp_round, totp_step FROM officer WHERE login = $1

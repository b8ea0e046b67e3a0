-- A link into the survey.
-- in: token hash, service, channel, quarter, expires_day
-- out: nothing
-- rows: none
INSERT INTO skm_invite (token_hash, service, channel, quarter, expires_day) VALUES ($1, $2, $3, $4, $5)

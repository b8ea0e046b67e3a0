-- What a link into the survey opens.
-- in: token hash, today
-- out: service, channel, quarter, answers
-- rows: one or none
SELECT service, channel, quarter, answers FROM skm_invite WHERE token_hash = $1 AND expires_day >= $2

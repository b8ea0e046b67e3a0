-- The link is used and gone.
-- in: token hash
-- out: nothing
-- rows: none
DELETE FROM skm_invite WHERE token_hash = $1

-- An officer stays logged in at one place only.
-- in: officer, token hash that stays
-- out: nothing
-- rows: none
DELETE FROM session WHERE officer = $1 AND token_hash <> $2

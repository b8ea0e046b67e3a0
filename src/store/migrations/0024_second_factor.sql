-- The second factor of an officer: codes of an app on his phone (domain/totp.h). The key is made from the office's link key,
-- his id and the round: a stolen store holds none.
ALTER TABLE officer ADD COLUMN totp_on INTEGER NOT NULL DEFAULT 0;
ALTER TABLE officer ADD COLUMN totp_round INTEGER NOT NULL DEFAULT 0; -- counts the phones; 0: never had one
ALTER TABLE officer ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;  -- of the last code that counted: none counts twice

-- The password was right, the code is still missing: nobody is in with it.
ALTER TABLE session ADD COLUMN needs_code INTEGER NOT NULL DEFAULT 0;

-- From here on WhatsApp was asked to delete it, whatever comes of it.
-- in: id
-- out: nothing
-- rows: none
UPDATE media SET forget_at = NULL WHERE id = $1 AND forget_at IS NOT NULL

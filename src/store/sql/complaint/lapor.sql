-- Its number at the national channel.
-- in: id, number
-- out: nothing
-- rows: none
UPDATE complaint SET lapor_number = $2 WHERE id = $1

-- One was printed.
-- in: kind, now
-- out: nothing
-- rows: none
UPDATE blank_stock SET count = count - 1, changed_at = $2 WHERE kind = $1 AND count > 0

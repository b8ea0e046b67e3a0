-- Every browser of a citizen is forgotten: a lost phone.
-- in: contact
-- out: nothing
-- rows: none
DELETE FROM visit WHERE contact = $1

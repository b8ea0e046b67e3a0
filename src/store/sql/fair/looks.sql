-- An officer looked.
-- in: officer, seq
-- out: nothing
-- rows: none
INSERT INTO fair_look (officer, seq) VALUES ($1, $2) ON CONFLICT (officer, seq) DO NOTHING

-- This application has its one link now; nothing changes when it had.
-- in: application
-- out: nothing
-- rows: none
INSERT INTO skm_asked (application) VALUES ($1) ON CONFLICT (application) DO NOTHING

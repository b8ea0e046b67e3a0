-- "14 selesai hari ini" on the work list.
CREATE INDEX application_done ON application (changed_at) WHERE state = 'completed';

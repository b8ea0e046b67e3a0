-- Each step of a file rewrote these two indexes; the lists they served read the line of a state, which is short enough.
DROP INDEX application_service_line;
DROP INDEX application_owner;

-- A citizen's chats, one with each number of the office he wrote to.
-- in: contact
-- out: id, state, messages not erased
-- rows: at most 20
SELECT c.id, c.state, (SELECT COUNT(*) FROM message m WHERE m.chat = c.id AND m.erased_at IS NULL)
FROM chat c WHERE c.contact = $1 ORDER BY c.id LIMIT 20

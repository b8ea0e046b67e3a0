-- Who received the document.
-- in: application, at, officer, receiver, relation, identity_kind, identity_last4, proxy, proxy_letter, note
-- out: nothing
-- rows: none
INSERT INTO handover (application, at, officer, receiver, relation, identity_kind, identity_last4, proxy, proxy_letter, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

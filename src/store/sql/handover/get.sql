-- The hand-over of an application.
-- in: application
-- out: at, officer, receiver, relation, identity_kind, identity_last4, proxy, proxy_letter, note
-- rows: one or none
SELECT at, officer, receiver, relation, identity_kind, identity_last4, proxy, proxy_letter, note FROM handover WHERE application = $1

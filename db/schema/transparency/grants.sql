-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on dsa_submission to countersign_desk;
grant update (state, due_at, faults) on dsa_submission to countersign_desk;

grant select on dsa_review to countersign_desk;
grant insert (statement_id, texts, content_date, reviewed_by) on dsa_review to countersign_desk;

grant select on dsa_delivery to countersign_desk;
grant insert (statement_id, puid, uuid, content_hash) on dsa_delivery to countersign_desk;
grant update (missing_at) on dsa_delivery to countersign_desk;

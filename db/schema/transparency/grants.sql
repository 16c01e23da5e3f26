-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on dsa_submission to countersign_desk;
grant update (state, due_at, faults) on dsa_submission to countersign_desk;

grant select on dsa_review to countersign_desk;
grant insert (statement_id, texts, content_date, reviewed_by) on dsa_review to countersign_desk;

grant select on dsa_delivery to countersign_desk;
grant insert (statement_id, puid, uuid, content_hash) on dsa_delivery to countersign_desk;
grant update (missing_at) on dsa_delivery to countersign_desk;

-- Counts are written by count_transparency_day alone.
grant select on transparency_day, transparency_count, transparency_progress, transparency_report to countersign_desk;
grant insert (first_day, last_day, files, hash, made_by) on transparency_report to countersign_desk;
grant usage on sequence transparency_report_seq to countersign_desk;

grant execute on function count_transparency_day(), hash_transparency_day(date), last_transparency_day(), counted_keywords(),
  transparency_counted_until() to countersign_desk;

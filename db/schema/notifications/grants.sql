-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on alert to countersign_desk;
-- The time of an alert is PostgreSQL's, and each begins unseen.
grant insert (kind, to_staff, to_role, why, message, subject, enforcement_id, drift_id, tier, escalated_from)
  on alert to countersign_desk;
grant update (seen_by, seen_at) on alert to countersign_desk;

grant select, insert on channel to countersign_desk;
grant update (removed_at, failures, failing_since, last_error, rests_until, dead_since, last_sent_at, digest_at,
  told_to) on channel to countersign_desk;

grant select, insert on delivery to countersign_desk;
grant update (next_at, attempt, sent_at, given_up_at) on delivery to countersign_desk;
grant delete on delivery to countersign_desk;

grant usage on sequence channel_seq to countersign_desk;

grant execute on function
  is_relied_on(channel),
  is_alert_of_own_act(text, text, text)
to countersign_desk;

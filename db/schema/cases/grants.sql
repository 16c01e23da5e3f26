-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on review_case to countersign_desk;
grant update (state, queue, category, account_id, language, region, clearances, queue_clearances, queue_languages,
  queue_roles, employer, site, severity, reporter_weight, rank_boost_hours, rank, returned, report_count,
  reported_at, reporter_count, due_at, missed_due_at, pressing_due_at, partition_id, reserved_for, reserved_until,
  escalation_id, not_for, not_offered_to, claimed_by, claimed_at, claimed_until, closed_at)
  on review_case to countersign_desk;

grant select, insert on case_snooze to countersign_desk;
grant update (ended_at, how, ended_by) on case_snooze to countersign_desk;

grant select, insert on case_opening to countersign_desk;

grant select, insert on case_reporter to countersign_desk;
grant update (upheld) on case_reporter to countersign_desk;

grant select, insert on case_event to countersign_desk;

grant select, insert, update on case_item to countersign_desk;

grant select, insert on report_key to countersign_desk;

grant select, insert on report to countersign_desk;

grant select, insert, delete on report_inbox to countersign_desk;
grant update (due_at, sql_state) on report_inbox to countersign_desk;

grant select on report_words to countersign_desk;

grant select, insert on evidence to countersign_desk;

grant select, insert on evidence_bytes to countersign_desk;

grant select, insert on case_shown to countersign_desk;
grant update (last_at) on case_shown to countersign_desk;

grant select on case_partition to countersign_desk;

grant select on case_claim to countersign_desk;

grant select, insert, delete on vendor_place to countersign_desk;

grant select, insert, update on reporter_record to countersign_desk;

grant select, insert on case_escalation to countersign_desk;
grant update (acknowledged_at, answered_by, answered_at, answer) on case_escalation to countersign_desk;
grant update (agrees) on case_escalation to countersign_desk;

grant select, insert, update, delete on exposure_limit to countersign_desk;

grant select on staff_exposure to countersign_desk;

grant select on staff_rotation to countersign_desk;

grant usage on sequence review_case_seq, case_snooze_seq, case_opening_seq,
  report_seq, evidence_seq to countersign_desk;

grant execute on function
  snooze_refusal(text, text, timestamptz),
  opened_today(text),
  is_restricted_hash(bytea),
  is_restricted(text),
  drop_restricted_bytes(bytea[]),
  ensure_report_months(integer),
  index_report_comments(integer),
  index_late_comments(text[], timestamptz[]),
  alert_inbox(text),
  is_severe(integer),
  count_severe_today(text),
  case_partition_key(text, text[], text[], text[], text, text, boolean, boolean, smallint, text, text),
  case_precedence(text, integer, double precision, integer),
  partition_clearances(text[], text[]),
  reach_class(bigint, boolean),
  reporter_weight(integer, integer),
  reporter_class(double precision),
  case_rank(integer, integer, double precision, double precision, timestamptz),
  find_partition(text, text[], text[], text[], text, text, boolean, boolean, smallint, text, text),
  place_misplaced_cases(text, integer),
  delete_expired_work(integer)
to countersign_desk;

grant select, insert on standing_restriction to countersign_desk;
grant update (enforcement_id) on standing_restriction to countersign_desk;
grant usage on sequence standing_restriction_seq to countersign_desk;

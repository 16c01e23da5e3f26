create or replace trigger sync_case_claim after update on review_case for each row
  when (old.claimed_by is distinct from new.claimed_by) execute function sync_case_claim();
create or replace trigger sync_new_case_claim after insert on review_case for each row
  when (new.claimed_by is not null) execute function sync_case_claim();
create or replace trigger place_new_case before insert on review_case for each row
  when (new.partition_id is null or new.rank is null) execute function place_case();
create or replace trigger place_case before update on review_case for each row
  when (new.state = 'open' and (new.partition_id is null or new.rank is null or old.state <> 'open'
    or (new.account_id, new.language, new.clearances, new.queue_clearances, new.queue_languages, new.queue_roles,
      new.employer,
        new.site, new.severity, reporter_class(new.reporter_weight), new.reporter_count > 0, new.rank_boost_hours)
      is distinct from (old.account_id, old.language, old.clearances, old.queue_clearances, old.queue_languages,
        old.queue_roles, old.employer, old.site, old.severity, reporter_class(old.reporter_weight),
          old.reporter_count > 0, old.rank_boost_hours)))
  execute function place_case();
create or replace trigger check_platform before insert on review_case for each row
  when (new.subject ~ '^(account|content):[a-z][a-z0-9-]{0,29}~') execute function check_platform('subject');
create or replace trigger skip_delete_under_legal_hold before delete on review_case for each row
  execute function skip_delete_under_legal_hold();
create or replace trigger wake_case before insert or update on review_case for each row
  when (new.snoozed_until is not null) execute function wake_case();
create or replace trigger check_appeal_claim before update of claimed_by on review_case for each row
  when (new.appeal_id is not null and new.claimed_by is not null and new.claimed_by is distinct from old.claimed_by)
  execute function check_appeal_claim();

create or replace trigger check_case_opening before insert on case_opening for each row
  execute function check_case_opening();

create or replace trigger check_case_snooze before insert on case_snooze for each row
  execute function check_case_snooze();
create or replace trigger begin_case_snooze after insert on case_snooze for each row
  execute function begin_case_snooze();
create or replace trigger end_case_snooze before update on case_snooze for each row execute function end_case_snooze();
create or replace trigger wake_cases_of_clock after insert on legal_clock for each row
  execute function wake_cases_of_clock();

create or replace trigger check_inbox after insert on report_inbox referencing new table as arrived
  for each statement execute function check_inbox();
create or replace trigger check_inbox_due before update of due_at, sql_state on report_inbox
  for each row execute function check_inbox_due();
create or replace trigger check_inbox_exit after delete on report_inbox referencing old table as gone
  for each statement execute function check_inbox_exit();

create or replace trigger skip_delete_under_legal_hold before delete on report for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger skip_delete_under_legal_hold before delete on evidence for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger skip_delete_under_legal_hold before delete on evidence_bytes for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger skip_delete_under_legal_hold before delete on case_event for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger check_platform before insert on standing_restriction for each row
  when (new.subject ~ '^(account|content):[a-z][a-z0-9-]{0,29}~') execute function check_platform('subject');
create or replace trigger check_takeover before update on standing_restriction for each row
  execute function check_takeover();

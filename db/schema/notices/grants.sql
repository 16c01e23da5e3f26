-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on correspondent to countersign_desk;
grant update (confirmed_at) on correspondent to countersign_desk;

grant select, insert on notice_sender to countersign_desk;

grant select, insert on notice to countersign_desk;
grant update (due_at, accepted_at, reason, work, holder, report_id, case_id, removal_request_id, outcome, concluded_at, network, changed_at, reopened_at, answering_case_id, paused_by)
  on notice to countersign_desk;

grant select, insert, delete on notice_file to countersign_desk;

grant select, insert on public_link to countersign_desk;

grant select, insert on letter to countersign_desk;
grant update (next_at, attempt, sent_at, given_up_at, last_error) on letter to countersign_desk;

grant select, insert on counter_notice to countersign_desk;
grant update (state, referred_for, filed_by, filed_reference) on counter_notice to countersign_desk;

grant select, insert on returned_letter to countersign_desk;

grant usage on sequence correspondent_seq, notice_seq, counter_notice_seq to countersign_desk;

grant execute on function
  business_days_after(timestamptz, integer),
  rights_notices(text),
  counter_notice_refusal(text),
  counter_notice_bar(counter_notice),
  erase_old_counter_notices(),
  delete_unconfirmed_notices(integer),
  erase_old_correspondents()
to countersign_desk;

-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on misuse_sender, misuse_mark, misuse_measure to countersign_desk;

grant select, insert on misuse_appeal to countersign_desk;
grant usage on sequence misuse_appeal_seq to countersign_desk;

grant select, insert, delete on paused_report to countersign_desk;

grant execute on function
  is_always_received(text),
  is_received_in_pause(text),
  misuse_window(),
  warning_window(),
  misuse_floor(),
  may_decide_misuse(text),
  may_decide_about(text, text),
  may_mark_at(text, text),
  marked_subject(text, text, text),
  counted_marks(text, text),
  misuse_figures(text, text),
  count_submissions(text, text),
  running_pause(text, text),
  sender_of_notice(text),
  pause_of_notice(text),
  had_part_in_misuse(text, text),
  is_decision_overturned(text),
  misuse_mark_refusal(text, text, text, text),
  mark_misuse(text, text, text, text, text, text, text),
  withdraw_mark(text, text),
  warning_refusal(text, text, text),
  warn_sender(text, text, text),
  counted_warning(text),
  pause_refusal(text, integer),
  end_measure(text, text, text, text),
  is_measure_party(text, text),
  may_appeal_measure(misuse_measure),
  list_lost_grounds(),
  judge_misuse_appeal(text, text, text, text),
  appeal_pause(text, text, text),
  misuse_time(),
  forget_misuse()
to countersign_desk;

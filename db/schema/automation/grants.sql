-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on signal to countersign_desk;

grant select, insert on automation_rule to countersign_desk;

grant select, insert on automation_run to countersign_desk;

grant select, insert on automation_pause to countersign_desk;

grant usage on sequence signal_seq to countersign_desk;

grant execute on function
  rule_is_tried(text),
  is_paused(text, text),
  is_blocked_by_paused_rule(text),
  delete_expired_automation(bigint, integer)
to countersign_desk;

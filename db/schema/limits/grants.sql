-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on enforcement_freeze to countersign_desk;
grant update (reason, until, seconded_by, signature_id, ended_by, ended_at) on enforcement_freeze to
  countersign_desk;

grant select on freeze_in_force to countersign_desk;

grant select on spent_total to countersign_desk;

grant select on spent_slot to countersign_desk;

grant select, insert on breaker to countersign_desk;

grant select, insert on stop_alarm to countersign_desk;

grant execute on function
  frozen_until(),
  freeze_lock(),
  proposal_scopes(text, text),
  lock_spent(text, text),
  spent_within(text, text, text[], bigint[], text[]),
  proposal_scope_key(text, text, text, staff),
  charges_scope(text, text),
  charged_scope_key(text, text, text, staff),
  as_json(bigint[]),
  spent_at_period_start(spent_total, bigint, bigint, text),
  all_spent_within(text[], bigint[], text[]),
  breaker_open(text, text),
  is_restrictive(enforcement),
  delete_expired_spending()
to countersign_desk;

-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on enforcement_party to countersign_desk;

grant select, insert on enforcement_offer to countersign_desk;
grant update (until, passed_at, pass_reason, revealed_at) on enforcement_offer to countersign_desk;

grant select, insert on approval to countersign_desk;

grant select, insert on assessment to countersign_desk;

grant select, insert on setup_end to countersign_desk;

grant select, insert on preview to countersign_desk;

grant execute on function
  loosened_protection_recently(text, text, text),
  proposer_loosened_protection(enforcement),
  has_confirm_duty(text, text),
  lacks_only_confirm_duty(enforcement),
  list_affected_accounts(text, text),
  needs_two_restorers(enforcement),
  has_protected_account(text, text),
  has_protected_account(enforcement),
  two_person_restore_reason(enforcement),
  may_look_again(text, text),
  approval_clauses(text),
  pair_count(text, text, text),
  lock_pairs(text, text),
  approval_refusal(text, text, text),
  list_agreeing_people(text),
  enforcement_is_agreed(text),
  is_signature_valid(text),
  hold_served_ms(text),
  is_cleared_for(enforcement, staff),
  count_confirm_duties(text),
  delete_expired_actor_facts(),
  earliest_approval_time(enforcement, text),
  proposer_may_act(text),
  proposal_refusal(text, text, boolean),
  count_declined_protected(text, timestamptz),
  record_own_review(text, text, text, text, text),
  owes_independent_review(text, enforcement),
  has_blinded_offer(text, enforcement),
  hides_action(text, enforcement),
  withholds_alert_text(text, enforcement),
  primes_review(text, enforcement),
  has_same_losses(text, text),
  is_withheld_from_reviewer(text, enforcement),
  list_hidden_actors(text, text, text),
  list_withheld_enforcements(text),
  acts_alone(enforcement)
to countersign_desk;

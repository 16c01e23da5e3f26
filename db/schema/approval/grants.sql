-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on enforcement_party to countersign_desk;

grant select, insert on enforcement_offer to countersign_desk;
grant update (until, passed_at, pass_reason, revealed_at) on enforcement_offer to countersign_desk;

grant select, insert on approval to countersign_desk;

grant select, insert on assessment to countersign_desk;

grant select, insert on setup_end to countersign_desk;

grant select, insert on preview to countersign_desk;

grant execute on function
  loosened_lately(text, text, text),
  is_authors_own(enforcement),
  has_duty(text, text),
  lacks_only_duty(enforcement),
  accounts_of(text, text),
  undone_by_two(enforcement),
  has_protected_account(text, text),
  has_protected_account(enforcement),
  two_restorers_reason(enforcement),
  may_look_again(text, text),
  enforcement_clauses(text),
  pair_count(text, text, text),
  lock_pairs(text, text),
  approval_refusal(text, text, text),
  enforcement_agreeing(text),
  enforcement_is_agreed(text),
  signature_stands(text),
  hold_served_ms(text),
  is_cleared_for(enforcement, staff),
  enforcement_duties(text),
  forget_actor_facts(),
  agrees_from(enforcement, text),
  proposer_may_act(text),
  proposal_refusal(text, text, boolean),
  protected_declines(text, timestamptz),
  record_own_review(text, text, text, text, text),
  judges_first(text, enforcement),
  reviews_blind(text, enforcement),
  hides_action(text, enforcement),
  takes_the_same(text, text),
  is_kept_back(text, enforcement),
  kept_from(text, text, text),
  acts_alone(enforcement)
to countersign_desk;

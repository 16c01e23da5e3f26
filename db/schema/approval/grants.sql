-- The rights of the application role. These files hold all of them: every other right is revoked before they run.

grant select, insert on order_party to countersign_desk;

grant select, insert on order_offer to countersign_desk;
grant update (until, passed_at, pass_reason, revealed_at) on order_offer to countersign_desk;

grant select, insert on approval to countersign_desk;

grant select, insert on assessment to countersign_desk;

grant select, insert on setup_end to countersign_desk;

grant select, insert on preview to countersign_desk;

grant execute on function
  loosened_lately(text, text, text),
  is_authors_own(desk_order),
  holds_duty(text, text),
  lacks_only_duty(desk_order),
  accounts_of(text, text),
  undone_by_two(desk_order),
  has_protected_account(text, text),
  has_protected_account(desk_order),
  why_two_restore(desk_order),
  may_look_again(text, text),
  order_clauses(text),
  pair_count(text, text, text),
  lock_pairs(text, text),
  why_not_sign(text, text, text),
  order_agreeing(text),
  order_is_agreed(text),
  signature_stands(text),
  hold_served_ms(text),
  is_cleared_for(desk_order, staff),
  order_duties(text),
  forget_actor_facts(),
  agrees_from(desk_order, text),
  asker_stands(text),
  why_not_ask(text, text, boolean),
  protected_declines(text, timestamptz),
  record_own_review(text, text, text, text, text),
  judges_first(text, desk_order),
  reviews_blind(text, desk_order),
  hides_action(text, desk_order),
  takes_the_same(text, text),
  is_kept_back(text, desk_order),
  kept_from(text, text, text),
  acts_alone(desk_order)
to countersign_desk;

-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on bulk_action to countersign_desk;
grant update (ordinary_count, reach_sum, state, stage, moved_by, moved_why, approved_by, signature_id, done_count,
  created_count, hit_count) on bulk_action to countersign_desk;

grant select, insert on bulk_action_item to countersign_desk;
grant update (account_id, reach, expected, tries, outcome, enforcement_id) on bulk_action_item to countersign_desk;

grant select on bulk_action_sample to countersign_desk;
grant update (conclusion) on bulk_action_sample to countersign_desk;

grant select on bulk_action_transition to countersign_desk;

grant usage on sequence bulk_action_seq to countersign_desk;

grant execute on function
  acts_at_items(text, text),
  bulk_action_refusal(text, text, text),
  has_judged_bulk_sample(text, text),
  draw_bulk_action_sample(text, text),
  is_bulk_action_backed(text),
  is_bulk_action_denied(bulk_action, text),
  is_blocked_by_bulk_action(text, text),
  delete_expired_bulk_action_actors()
to countersign_desk;

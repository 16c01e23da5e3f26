-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on change_transition to countersign_desk;

grant select on protection to countersign_desk;

grant select, insert on desk_change to countersign_desk;
grant update (state, moved_by) on desk_change to countersign_desk;

grant select, insert on change_answer to countersign_desk;

grant select, insert on rule_set_version to countersign_desk;

grant select on review_times to countersign_desk;

grant select on action_denial to countersign_desk;

grant select, insert on protection_review to countersign_desk;
grant update (tags, has_floor, told_at, missed) on protection_review to countersign_desk;

grant select, insert on protection_look to countersign_desk;

grant select on protect_list_draw to countersign_desk;

grant select on protect_list_judgement to countersign_desk;
grant insert on protect_list_judgement to countersign_desk;

grant usage on sequence desk_change_seq to countersign_desk;

grant execute on function
  badge_is_identity(),
  unconfirmed_limit_ms(text),
  is_window_closed(text),
  change_direction(text, jsonb),
  version_in_force(text, timestamptz),
  profile_direction(jsonb),
  change_answer_refusal(text, text, text),
  roles_for_change(text, jsonb, staff),
  list_other_change_approvers(text),
  change_delay(text, jsonb, text),
  change_wait(desk_change, text),
  review_every(),
  review_grace(),
  list_active_today(),
  list_available_approvers(),
  list_possible_approvers(text),
  current_protection(text, text),
  protect_list_entries(text),
  protect_list_sample(text),
  protect_list_refusal(text, text),
  protect_list_doubts(text, text)
to countersign_desk;

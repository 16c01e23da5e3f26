-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on enforcement_transition to countersign_desk;

grant select on action_taking to countersign_desk;

grant select on enforcement_move to countersign_desk;

grant select, insert on enforcement to countersign_desk;
grant update (state, moved_by, released_at, in_effect_at, ends_at, generation, failing, lifted, needs_attention) on
  enforcement to countersign_desk;
grant update (material_hash, hold_ms, confirm_ms, identified_as, superseded_by, platform_held_until) on enforcement to
  countersign_desk;

grant select, insert on verdict to countersign_desk;

grant select, insert on enforcement_restore to countersign_desk;
grant update (reach_before, visible_at, restored_at, accepted_by, accepted_reason) on enforcement_restore to
  countersign_desk;

grant select, insert (enforcement_id, staff_id, cause, reason, differs_because, lesser) on restore_ask to countersign_desk;
grant execute on function asks_for(restore_ask, jsonb), signed_lesser(text) to countersign_desk;

grant select, insert on later_reason to countersign_desk;

grant select, insert on subject_state to countersign_desk;
grant update (generation, generation_offset, platform_epoch, desired, reverts, baseline, reach_before,
  settled_generation, seen, seen_at, seen_version, needs_attention) on subject_state to countersign_desk;

grant select, insert on bulk_restore to countersign_desk;
grant update (asked_by, asked_at, started_by, started_at, signature_id, reason, done_at) on bulk_restore to
  countersign_desk;

grant select, insert on bulk_restore_item to countersign_desk;
grant update (outcome) on bulk_restore_item to countersign_desk;

grant select, insert on shadow_enforcement to countersign_desk;

grant select, insert on content_count to countersign_desk;

grant select on content_time to countersign_desk;

grant usage on sequence enforcement_seq, bulk_restore_seq to countersign_desk;

grant execute on function
  has_undo_reason(text, text),
  is_waiting(text),
  is_acting(text),
  is_standing(text),
  is_effective(text),
  is_undone(text),
  is_restrictive(text),
  removes_visibility(text),
  removes_posting(text),
  takes_offline(text),
  effect_hides(text, jsonb),
  effect_locks(text, jsonb),
  effect_limits(text, jsonb),
  is_as_strict(text, text),
  list_action_denials(),
  denied_actions(text, text),
  is_action_denied(text, text, text),
  is_proposal_denied(enforcement, text),
  list_actions_without_taker(text, text, text[]),
  list_roles_for_action(text),
  lock_account(text),
  account_share(text, text, timestamptz, text),
  interim_goes_offline(text, text, text),
  delete_expired_content_counts(integer),
  interim_max_ms(text, text, text, boolean, text),
  find_declaration(text),
  lacks_proposer_signature(enforcement),
  irreversible_harm_of_policy(text),
  is_recent_content(text),
  irreversible_harm_left(text, text),
  record_content_times(json),
  ground_proved(enforcement),
  may_act_on_ground(text),
  unconfirmed_max_ms(text, text),
  is_unconfirmed(enforcement),
  record_credential_report(text, timestamptz, timestamptz),
  hijack_refusal(text, text, text),
  delete_expired_credential_reports(integer)
to countersign_desk;

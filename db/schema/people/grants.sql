-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on staff to countersign_desk;
grant update (ends_at, notice_given_at, notice_kind, told_ends_at, ended_at, ended_by, end_set_by, end_signature_id)
  on staff to countersign_desk;

grant select, insert on shift_event to countersign_desk;

grant select, insert on staff_token to countersign_desk;

grant select, insert on staff_restriction to countersign_desk;

grant select, insert on rota_entry to countersign_desk;
grant update (removed_by, removed_at, removal_signature_id) on rota_entry to countersign_desk;

grant select on staff_shift to countersign_desk;

grant select, insert on passkey to countersign_desk;
grant update (counter, backed_up) on passkey to countersign_desk;

grant select, insert on software_key to countersign_desk;

grant select, insert on directory_person to countersign_desk;
grant update (staff_id, active, user_name, external_id, display_name, given_name, family_name, formatted_name, email,
  salt, modified_at, removed_at) on directory_person to countersign_desk;

grant select, insert on directory_group to countersign_desk;
grant update (display_name, external_id, modified_at) on directory_group to countersign_desk;
grant delete on directory_group to countersign_desk;

grant select, insert on directory_member to countersign_desk;
grant delete on directory_member to countersign_desk;

grant select, insert on directory_role to countersign_desk;
grant update (said, at) on directory_role to countersign_desk;

-- A prepared text that was never signed may be deleted.
grant select, insert, delete on signing to countersign_desk;

grant select, insert on signature to countersign_desk;

grant select on signature_use to countersign_desk;

grant select, insert, delete on ceremony to countersign_desk;

grant select on staff_session to countersign_desk;
grant insert (staff_id, credential_id, secret_hash, ends_at) on staff_session to countersign_desk;

grant select, insert on session_device to countersign_desk;

grant select, insert on invitation to countersign_desk;
grant update (used_at, revoked_at) on invitation to countersign_desk;

grant select on key_window to countersign_desk;

grant select on key_recovery to countersign_desk;

grant select on power_removal to countersign_desk;

grant select, insert on key_list to countersign_desk;

grant select, insert, delete on sign_on to countersign_desk;

grant select on sign_on_link to countersign_desk;

grant select, insert, delete on sign_on_session to countersign_desk;

grant select, insert, update on staff_wellbeing to countersign_desk;

grant select, insert, update on staff_preference to countersign_desk;

grant usage on sequence staff_seq, staff_token_seq, rota_entry_seq, directory_person_seq, directory_group_seq,
  signing_seq, staff_session_seq, invitation_seq to countersign_desk;

grant execute on function
  is_restricted_beyond_limit(text),
  undoes_removal(text, jsonb, text),
  current_profile(),
  organisation_kind(),
  has_shifts(),
  floor_max(),
  approvers_judge_appeals(),
  own_review_after(),
  has_second_person(),
  restore_request_duration(),
  in_shadow(),
  compute_shift(text),
  was_active_today(text),
  platform_of_subject(text),
  limited_roles(text[], jsonb, text),
  roles_at(staff, text),
  roles_everywhere(staff),
  sees_platform(text[], jsonb, text),
  acts_at(text, text),
  list_possibly_on_duty(),
  is_current_staff(staff, timestamptz),
  is_leaving(staff, timestamptz),
  staff_standing(text),
  is_rota_active(rota_entry, timestamptz),
  on_call_at(timestamptz),
  base64url(bytea),
  key_window_open(),
  count_passkey_holders(),
  count_changers_with_passkey(),
  enrol_by_invitation(text, jsonb),
  close_key_window(),
  is_recovering(text),
  end_key_recovery(text),
  sign_in_strength(text),
  touch_session(text, timestamptz),
  session_ends_used_up(text),
  revoke_sessions(text, text, text, text),
  revoke_other_sessions(text, text, text),
  delete_session_devices(),
  revoke_token(text),
  revoke_tokens_of(text),
  revoke_key(text),
  revoke_key(text, text, text),
  touch_key(text),
  removal_lock(),
  removals_used_up(text, text),
  remove_power(text, text, text, text),
  is_announced_departure(text, text, timestamptz),
  postpone_departure(text, text),
  restriction_ground(text, text),
  removal_actor(text),
  revealed_name(text, text)
to countersign_desk;

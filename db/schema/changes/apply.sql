-- True when another person agreed and both that person and the proposer still work here. In a solo organisation the
-- proposer agrees themselves a day later.
create or replace function change_is_agreed(changing desk_change) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from change_answer join staff person on person.id = change_answer.staff_id
    cross join lateral staff_standing(person.id) standing
    cross join lateral undoes_removal(changing.kind, changing.body::jsonb, person.id) undoing
    where change_answer.change_id = changing.id and change_answer.answer = 'agree' and standing.active
      and (undoing or not standing.restricted and may_change(roles_for_change(changing.kind, changing.body::jsonb,
        person)))
      and (person.id <> changing.proposed_by
        or change_answer.signed_at >= changing.proposed_at + own_review_after()))
$$;

-- Records the effect of a change on a protective tag beside the account's facts. Only a change ends a tag.
create or replace function record_tag_change(of_change text, said jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if said ->> 'op' = 'add' then
    insert into protective_tag (account_id, tag)
      select id, said ->> 'tag' from account where id = said ->> 'accountId'
        and said ->> 'tag' = any (protective_tags())
      on conflict (account_id, tag) where dropped_at is null do nothing;
  else
    update protective_tag set dropped_at = desk_now(), change_id = of_change
      where account_id = said ->> 'accountId' and tag = said ->> 'tag' and dropped_at is null;
  end if;
end $$;

-- Returns 1 when the change's own row is its only effect and it changes something: functions such as
-- irreversible_harm_of_policy(), badge_is_identity(), unconfirmed_limit_ms() and revealed_name() read it.
create or replace function record_change(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
begin
  return (case changing.kind
    when 'harm_policy' then said ->> 'harm' is distinct from irreversible_harm_of_policy(said ->> 'policyId')
    when 'verified_badge' then (said -> 'isIdentity')::boolean is distinct from badge_is_identity()
    when 'election_window' then is_election_window(said)
    when 'election_window_end' then exists (
      select from desk_change opened where opened.id = said ->> 'windowId' and opened.kind = 'election_window'
        and opened.state = 'applied'
        and (opened.body::jsonb ->> 'until')::timestamptz > desk_now() and not is_window_closed(opened.id))
    when 'unseal' then exists (select from staff where id = said ->> 'staffId')
  end)::integer;
end $$;

-- Carries out a change whose own function refuses it when its start is outdated. Returns 1.
create or replace function carry_out_checked(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  case changing.kind
    when 'protect_list' then perform carry_out_protect_list(changing);
    when 'match_list' then perform carry_out_match_list(changing);
    when 'match_list_end' then perform end_match_list(changing);
    when 'connector' then perform carry_out_connector(changing);
    when 'unrestrict' then perform lift_restriction(changing.body::jsonb ->> 'staffId', changing.id);
    when 'end_people' then perform end_listed(changing);
    when 'authority' then perform carry_out_authority(changing);
    when 'authority_removal' then perform carry_out_authority(changing);
    else return 0;
  end case;
  return 1;
end $$;

-- Applies a change, and nothing else. Only the guard trigger below calls it.
create or replace function carry_out_change(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  done constant bigint := case changing.kind
    when 'rule_set' then adopt_rule_set(changing)
    when 'breaker' then close_breaker(changing)
    when 'profile' then adopt_profile(changing)
    when 'review_times' then set_review_times(changing)
    when 'action_denial' then set_action_denial(changing)
    when 'automation_resume' then resume_automation(changing)
    when 'drill_account' then change_drill_account(changing)
    when 'tag' then change_tag(changing)
    when 'protection' then set_protection(changing)
    when 'role' then change_role(changing)
    when 'clearance' then change_clearance(changing)
    when 'approver' then add_approver(changing)
    when 'end_later' then extend_contract(changing)
    when 'team' then move_to_team(changing)
    when 'passkey' then add_passkey(changing)
    when 'sign_on' then link_sign_on(changing)
    when 'passkey_removal' then remove_passkey(changing)
    when 'token' then add_staff_token(changing)
    when 'key' then add_api_key(changing)
    when 'legal_hold' then lift_legal_hold(changing)
    when 'webhook_secret' then change_webhook_secret(changing)
    when 'channel_removal' then remove_channel(changing)
    when 'harm_policy' then record_change(changing)
    when 'verified_badge' then record_change(changing)
    when 'election_window' then record_change(changing)
    when 'election_window_end' then record_change(changing)
    when 'unseal' then record_change(changing)
    when 'person_erase' then begin_erasure(changing)
    when 'flagger' then carry_out_flagger(changing)
    when 'flagger_suspension' then suspend_flagger(changing)
    when 'sender_pause' then begin_sender_pause(changing)
    when 'recovery_end' then end_recovery(changing)
    when 'settlement_correction' then correct_settlement(changing)
    when 'transparency_report' then make_report_final(changing)
    else carry_out_checked(changing)
  end;
begin
  if done is distinct from 1 then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

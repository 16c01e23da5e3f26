-- True when the action of a bulk action is denied to a person, at the platform of any of its subjects.
create or replace function is_bulk_action_denied(of_bulk_action bulk_action, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from (select coalesce(min(subject), 'account:') as subject from bulk_action_item
      where bulk_action_id = of_bulk_action.id
      group by grouping sets ((), (subject_kind(subject), platform_of_subject(subject)))) of_each
    where is_action_denied_in_bulk('staff:' || person_id, of_bulk_action.action, of_each.subject))
$$;

-- True when a role that allows bulk actions counts at the platform of each of its subjects, for a person and its proposer.
create or replace function acts_at_items(of_bulk_action text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from bulk_action asked join bulk_action_item item on item.bulk_action_id = asked.id
    join staff person on person.id in (person_id, asked.proposed_by)
    where asked.id = of_bulk_action and person.role_platforms <> '{}'
      and not roles_at(person, item.subject) && array['senior', 'lead'])
$$;

-- Returns the reason, as one word, why a person may not do this part of a bulk action now. Null: they may. The parts
-- are sample (judging the sample), agree and decline.
create or replace function bulk_action_refusal(of_bulk_action text, person_id text, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  asked bulk_action;
  person staff;
  standing record;
begin
  select * into asked from bulk_action where id = of_bulk_action;
  select * into person from staff where id = person_id;
  select * into standing from staff_standing(person_id);
  if asked.id is null or person.id is null then return 'unknown'; end if;
  if not standing.active then return 'ended'; end if;
  if not person.roles && array['senior', 'lead'] then return 'role'; end if;
  if not acts_at_items(of_bulk_action, person_id) then return 'platform'; end if;
  if standing.restricted and said <> 'decline' then return 'restricted'; end if;
  if said <> 'decline' and is_bulk_action_denied(asked, person_id) then return 'denied_action'; end if;
  if not standing.on_shift and not standing.on_call then return 'off_shift'; end if;
  if standing.on_break and not standing.on_call then return 'on_break'; end if;
  if asked.proposed_by = person_id then return 'party'; end if;
  if exists (select from vendor_place place
      where place.employer = person.employer and (place.site is null
        or place.site = person.site)) then return 'place'; end if;
  if asked.state <> 'proposed' then return 'not_waiting'; end if;
  if asked.expires_at <= desk_now() then return 'too_late'; end if;
  if said <> 'decline' then
    if standing.leaving then return 'standing'; end if;
    if person.approves_from > desk_now() then return 'too_new'; end if;
    if (select count(*) from bulk_action other where other.approved_at > desk_now() - interval '7 days'
        and (other.approved_by, other.proposed_by) in ((person_id, asked.proposed_by), (asked.proposed_by, person_id)))
      + pair_count(person_id, asked.proposed_by, null) >= pair_limit() then return 'pair'; end if;
  end if;
  if said = 'sample' then return null; end if;
  if not has_judged_bulk_sample(of_bulk_action, person_id) then return 'no_independent_review'; end if;
  if said = 'agree' and (select count(*) filter (where conclusion = 'no_violation') > asked.wrong_share * count(*)
      from bulk_action_sample where bulk_action_id = of_bulk_action
        and staff_id = person_id) then return 'wrong'; end if;
  return null;
end $$;

-- True when a person has judged the whole sample drawn for them, which is as large as the rules ask for.
create or replace function has_judged_bulk_sample(of_bulk_action text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(conclusion) = count(*) and count(*) > 0
    and count(*) = least((select sample_size from bulk_action where id = of_bulk_action),
      (select ordinary_count from bulk_action where id = of_bulk_action))
  from bulk_action_sample where bulk_action_id = of_bulk_action and staff_id = person_id
$$;

-- Draws the random sample of an approver, once. Only this function writes samples.
create or replace function draw_bulk_action_sample(of_bulk_action text, person_id text) returns integer language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
  drawn integer;
begin
  perform from bulk_action where id = of_bulk_action for no key update;
  refusal := bulk_action_refusal(of_bulk_action, person_id, 'sample');
  if refusal is not null then
    raise exception '% judges nothing of bulk action %: %', person_id, of_bulk_action, refusal using errcode = 'CS001';
  end if;
  if exists (select from bulk_action_sample where bulk_action_id = of_bulk_action
    and staff_id = person_id) then return 0; end if;
  insert into bulk_action_sample (bulk_action_id, staff_id, place, subject)
    select of_bulk_action, person_id, row_number() over (), chosen.subject
    from (select subject from bulk_action_item where bulk_action_id = of_bulk_action and expected = 'ordinary'
      order by gen_random_uuid() limit (select sample_size from bulk_action where id = of_bulk_action)) chosen;
  get diagnostics drawn = row_count;
  return drawn;
end $$;

-- A conclusion is stored once, by the person for whom the sample was drawn, while the bulk action waits for approval.
create or replace function check_bulk_action_sample() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text := bulk_action_refusal(new.bulk_action_id, new.staff_id, 'sample');
begin
  if old.conclusion is not null or refusal is not null then
    raise exception 'sample % of bulk action % is not judged: %', new.place, new.bulk_action_id,
      coalesce(refusal, 'judged already')
      using errcode = 'CS001';
  end if;
  new.judged_at := desk_now();
  return new;
end $$;

-- True while both people may still act: its proposer, and its approver with the passkey with which they signed. False
-- for one of before a recovery state: its stop may be among the lost data.
create or replace function is_bulk_action_backed(of_bulk_action text) returns boolean language sql stable
begin atomic
  select coalesce((select proposer_may_act('staff:' || proposed_by) and proposer_may_act('staff:' || approved_by)
    and not is_bulk_action_denied(bulk_action, proposed_by) and not is_bulk_action_denied(bulk_action, approved_by)
    and approved_by <> proposed_by and is_signature_valid(signature_id)
    and not predates_recovery(proposed_at) from bulk_action
      where id = of_bulk_action), false);
end;

-- Refuses a bulk action of an action that no version in force declares so, that counts as less than it takes, or that
-- can't be undone: what can't be undone is proposed one by one.
create or replace function check_bulk_own_action(proposed bulk_action) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  own constant jsonb := proposed.own_action;
  declared constant jsonb := find_declaration(own ->> 'action');
  takes text[];
begin
  if own is null then return; end if;
  if declared -> 'action' is distinct from own - 'parameters'
    or jsonb_typeof(own -> 'parameters') is distinct from 'object' or not (own -> 'reversible')::boolean then
    raise exception 'no bulk action of % that takes this can be proposed', own ->> 'action' using errcode = 'CS001';
  end if;
  takes := array(select jsonb_array_elements_text(own -> 'takes'));
  if not exists (select from jsonb_array_elements_text(declared -> 'on') on_kind
    where base_action(on_kind, takes, true, proposed.duration_ms is not null) = proposed.action) then
    raise exception 'the action % does not count as %', own ->> 'action', proposed.action using errcode = 'CS001';
  end if;
end $$;

-- A bulk action begins with its set, and a person with the role senior or lead who is on duty proposes it.
create or replace function check_new_bulk_action(proposed bulk_action) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text := proposal_refusal('staff:' || proposed.proposed_by, proposed.action, false);
begin
  if is_action_denied_in_bulk('staff:' || proposed.proposed_by, proposed.action, '') then
    refusal := 'denied_action';
  end if;
  if refusal is not null or not exists (select from staff_standing(proposed.proposed_by) standing
    join staff on staff.id = proposed.proposed_by
      where staff.roles && array['senior', 'lead'] and (standing.on_shift and not standing.on_break
        or standing.on_call)) then
    raise exception '% can not ask for a bulk action: %', proposed.proposed_by, coalesce(refusal, 'not on duty')
      using errcode = 'CS001';
  end if;
  perform check_bulk_own_action(proposed);
  if proposed.state <> 'preparing' or proposed.stage <> 0 or proposed.approved_by is not null
    or proposed.done_count <> 0 or proposed.hit_count <> 0 then
    raise exception 'a bulk action begins with its set' using errcode = 'CS001';
  end if;
end $$;

-- A bulk action is approved by a person who may, and who signed it as it is.
create or replace function check_bulk_action_approval(approved bulk_action) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal constant text := bulk_action_refusal(approved.id, approved.approved_by, 'agree');
begin
  if approved.approved_by is null or refusal is not null then
    raise exception '% does not agree to bulk action %: %', approved.approved_by, approved.id, refusal
      using errcode = 'CS001';
  end if;
  perform use_signature(approved.signature_id, 'bulk_action_agree', approved.id, approved.approved_by);
  if not exists (select from signature where id = approved.signature_id
    and is_action_named(core::jsonb, approved.action, approved.own_action) and core::jsonb @> jsonb_build_object('bulkAction', approved.id,
      'list', encode(approved.list_hash, 'hex'), 'subjects', approved.subject_count, 'label', approved.label, 'durationMs', approved.duration_ms, 'policy', approved.policy_id)) then
    raise exception 'what % signed is not bulk action % as it is', approved.approved_by, approved.id
      using errcode = 'CS001';
  end if;
end $$;

-- The guard trigger of every transition of a bulk action, as for enforcements.
create or replace function check_bulk_action() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.moved_at := desk_now();
  if tg_op = 'UPDATE' and old.state <> 'preparing'
    and (new.ordinary_count, new.reach_sum) is distinct from (old.ordinary_count, old.reach_sum) then
    raise exception 'the set of bulk action % is fixed', old.id using errcode = 'CS001';
  end if;
  if tg_op = 'INSERT' then
    perform check_new_bulk_action(new);
    return new;
  end if;
  if new.state = old.state then
    new.moved_at := old.moved_at;
    if new.stage <> old.stage and not (old.state = 'running' and new.stage = old.stage + 1) then
      raise exception 'bulk action % goes on stage by stage', old.id using errcode = 'CS001';
    end if;
    if (new.approved_by, new.approved_at, new.signature_id) is distinct from (old.approved_by, old.approved_at,
      old.signature_id) then
      raise exception 'bulk action % is agreed to as it begins' , old.id using errcode = 'CS001';
    end if;
    return new;
  end if;
  if not exists (select from bulk_action_transition where from_state = old.state and to_state = new.state) then
    raise exception 'bulk action % can''t go from % to %', old.id, old.state, new.state using errcode = 'CS001';
  end if;
  if old.state = 'looking' and new.state = 'running' and is_bulk_action_denied(new, actor_id(new.moved_by, 'staff')) then
    raise exception '% is denied to %', new.action, new.moved_by using errcode = 'CS001';
  end if;
  if new.state = 'proposed' and not exists (
    select from bulk_action_item where bulk_action_id = new.id
    having count(*) = new.subject_count and count(expected) = count(*)
      and count(*) filter (where expected = 'ordinary') = new.ordinary_count and new.ordinary_count > 0
      and sha256(convert_to(string_agg(subject || E'\n', '' order by subject), 'UTF8')) = new.list_hash) then
    raise exception 'the set of bulk action % is not the one it was asked for', old.id using errcode = 'CS001';
  end if;
  if old.state = 'proposed' and new.state = 'running' then
    new.approved_at := desk_now();
    perform check_bulk_action_approval(new);
  elsif (new.approved_by, new.approved_at, new.signature_id) is distinct from (old.approved_by, old.approved_at,
    old.signature_id) then
    raise exception 'bulk action % is agreed to as it begins' , old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- The set is fixed when the bulk action is proposed.
create or replace function check_bulk_action_item() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from bulk_action where id = new.bulk_action_id and state = 'preparing') then
    raise exception 'the set of bulk action % is fixed', new.bulk_action_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- An enforcement of a bulk action belongs to one that two people approved, on a subject of its set, one per subject. It
-- needs the guards' requirements like any other.
create or replace function check_bulk_action_enforcement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (
    select from bulk_action join bulk_action_item item on item.bulk_action_id = bulk_action.id
    where bulk_action.id = new.bulk_action_id and bulk_action.state in ('running', 'done')
      and is_bulk_action_backed(bulk_action.id)
      and item.subject = new.subject and item.outcome is null and 'staff:' || bulk_action.proposed_by = new.proposed_by
      and (bulk_action.action, bulk_action.own_action, bulk_action.label, bulk_action.duration_ms, bulk_action.policy_id)
        is not distinct from (new.action, new.own_action, new.label, new.duration_ms, new.policy_id)
      and not new.legal_duty and not new.interim) then
    raise exception 'bulk action % asked for no such enforcement', new.bulk_action_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- True when an enforcement of a bulk action may no longer begin, at once or after waiting. The bulk action was stopped
-- meanwhile or, where only its two people approved, one of them may no longer act.
create or replace function is_blocked_by_bulk_action(of_bulk_action text, of_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from bulk_action where id = of_bulk_action and state = 'stopped')
    or exists (select from bulk_action_item where bulk_action_id = of_bulk_action and subject = of_subject
      and expected = 'ordinary')
      and not is_bulk_action_backed(of_bulk_action)
$$;

-- No enforcement of a bulk action begins once it was stopped: the row lock puts the stop before or after the release.
create or replace function check_bulk_action_release() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform from bulk_action where id = new.bulk_action_id for share;
  if is_blocked_by_bulk_action(new.bulk_action_id, new.subject) then
    raise exception 'enforcement % is not released: bulk action % goes on no more', new.id, new.bulk_action_id
      using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Facts about people at work are stored for 30 days, here too.
create or replace function delete_expired_bulk_action_actors() returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update bulk_action set actor_facts = null
    where actor_facts is not null and proposed_at < desk_now() - interval '30 days' returning 1)
  select count(*) from forgotten
$$;

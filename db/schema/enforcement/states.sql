-- True when one action takes everything that another takes and is no easier to reverse. A partial order: neither lock
-- nor hide is as strict as the other, and a warning or label compares with itself alone.
-- Twin of isAsStrict in TypeScript.
create or replace function is_as_strict(one text, other text) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select one = other or exists (select from action_taking mine, action_taking its
    where mine.action = one and its.action = other and its.losses <> '{}' and mine.losses <> '{}'
      and mine.losses @> its.losses and (its.reversible or not mine.reversible))
$$;

-- The end of an enforcement is the one that was ordered. It is set at the release, and moves only with the platform's
-- own hold.
create or replace function check_enforcement_end(before enforcement, of_enforcement enforcement) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  is_moved constant boolean := of_enforcement.ends_at is distinct from before.ends_at;
begin
  if of_enforcement.state = before.state then
    if is_moved and of_enforcement.platform_held_until is not distinct from before.platform_held_until then
      raise exception 'the end of enforcement % is set when it is released, and stays', before.id
        using errcode = 'CS001';
    end if;
    return;
  end if;
  if is_moved and (of_enforcement.state <> 'releasing' or of_enforcement.duration_ms is null
    or of_enforcement.ends_at is null
    or of_enforcement.ends_at > desk_now() + of_enforcement.duration_ms * interval '1 ms') then
    raise exception 'enforcement % lasts no longer than was ordered', before.id using errcode = 'CS001';
  end if;
  if of_enforcement.state = 'releasing' and (of_enforcement.duration_ms is null) <> (of_enforcement.ends_at is null) then
    raise exception 'enforcement % has an end if it was ordered with one', before.id using errcode = 'CS001';
  end if;
end $$;

-- Checks every move of an enforcement: only along the table of moves, and only from a row whose conditions are met.
create or replace function check_enforcement_move() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then
      raise exception 'an enforcement begins as proposed, not as %', new.state using errcode = 'CS001';
    end if;
  elsif new.state <> old.state then
    if not exists (select from enforcement_transition where from_state = old.state and to_state = new.state) then
      raise exception 'enforcement % can''t go from % to %', old.id, old.state, new.state using errcode = 'CS001';
    end if;
    if new.state = 'releasing' and not exists (select from verdict where enforcement_id = new.id) then
      raise exception 'enforcement % has no verdict that lets it take effect', new.id using errcode = 'CS001';
    end if;
    if new.state = 'restoring' and not exists (select from enforcement_restore where enforcement_id = new.id) then
      raise exception 'enforcement % is not restored without a cause', new.id using errcode = 'CS001';
    end if;
    if new.state in ('in_effect', 'restored', 'failed') and not exists (
      select from subject_state where subject = new.subject and settled_generation >= new.generation) then
      raise exception 'enforcement % is not % before the platform was read to show it', new.id, new.state
        using errcode = 'CS001';
    end if;
  end if;
  if tg_op = 'UPDATE' then
    -- A lifted enforcement stays lifted: counting it again would take the subject offline without a new enforcement.
    if old.lifted and not new.lifted or old.failing and not new.failing then
      raise exception 'enforcement % does not count again: that takes a new enforcement', old.id
        using errcode = 'CS001';
    end if;
    if old.generation is not null and coalesce(new.generation, 0) < old.generation then
      raise exception 'the generation of enforcement % never falls', old.id using errcode = 'CS001';
    end if;
    perform check_enforcement_end(old, new);
    if new.state = old.state then return new; end if;
  end if;
  new.moved_at := desk_now();
  return new;
end $$;

create or replace function record_enforcement_move() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into enforcement_move (enforcement_id, from_state, to_state, by, at)
      values (new.id, case when tg_op = 'UPDATE' then old.state end, new.state, new.moved_by, new.moved_at);
  end if;
  return null;
end $$;

-- True when a request for a restore counts for the same one: in its time, with the same lesser action in its place, or none.
create or replace function asks_for(asked restore_ask, wanted jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select asked.at > desk_now() - restore_request_duration() and asked.lesser is not distinct from wanted $$;

-- The lesser action that takes the place of what a signed restore undoes. Null: none, or no signature.
create or replace function signed_lesser(of_signature text) returns jsonb
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select core::jsonb -> 'lesser' from signature where id = of_signature and act = 'restore_second');

-- A cause needs an existing effect: one inserted beforehand would restore an enforcement without a person's request.
-- A restore needs two people where two_person_restore_reason returns a reason. The second signs what the first asked for.
create or replace function check_enforcement_restore() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from enforcement where id = new.enforcement_id and is_acting(state)) then
    raise exception 'enforcement % has no effect to restore', new.enforcement_id using errcode = 'CS001';
  end if;
  if new.cause in ('mistake', 'appeal', 'undo')
    and (select two_person_restore_reason(enforcement) is not null from enforcement where id = new.enforcement_id)
    and (new.asked_by is null or new."by" = 'staff:' || new.asked_by
      -- Without a second person the same person asks again a day later.
      and not exists (select from restore_ask where enforcement_id = new.enforcement_id
        and staff_id = new.asked_by and at <= desk_now() - own_review_after())) then
    raise exception 'restoring enforcement % takes two people', new.enforcement_id using errcode = 'CS001';
  end if;
  if new.asked_by is not null and new.bulk_id is null then
    perform use_signature(new.signature_id, 'restore_second', new.enforcement_id, actor_id(new."by", 'staff'));
    if not exists (select from restore_ask asked where enforcement_id = new.enforcement_id and staff_id = new.asked_by
      and asks_for(asked, signed_lesser(new.signature_id))) then
      raise exception '% did not ask for this restore of enforcement %', new.asked_by, new.enforcement_id using errcode = 'CS001';
    end if;
  elsif new.asked_by is not null and not exists (select from bulk_restore
    where id = new.bulk_id and signature_id is not null and new."by" = 'staff:' || started_by
      and asked_by = new.asked_by and exists (
        select from bulk_restore_item where bulk_id = new.bulk_id and enforcement_id = new.enforcement_id)) then
    raise exception 'the restore of enforcement % with % lacks a signature', new.enforcement_id, new.bulk_id
      using errcode = 'CS001';
  end if;
  return new;
end $$;

-- True when a person stopped an enforcement or asked for its restore with a reason. The reason of a stop stands in the
-- ledger alone.
create or replace function has_undo_reason(of_enforcement text, of_person text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from enforcement_restore where enforcement_id = of_enforcement
      and "by" = 'staff:' || of_person and reason is not null)
    or exists (select from restore_ask where enforcement_id = of_enforcement and staff_id = of_person
      and reason is not null)
    or exists (select from ledger_payload where enforcement_id = of_enforcement and kind = 'enforcement_moved'
      and actor = 'staff:' || of_person and convert_from(payload, 'UTF8')::jsonb ? 'reason');

-- A later reason is of a person who stopped the enforcement, restored it, or asked for its restore, without a reason.
create or replace function check_later_reason() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from enforcement_move where enforcement_id = new.enforcement_id
      and by = 'staff:' || new.staff_id and to_state in ('stopped', 'restoring'))
    and not exists (select from restore_ask where enforcement_id = new.enforcement_id
      and staff_id = new.staff_id) then
    raise exception '% neither stopped nor restored enforcement %', new.staff_id, new.enforcement_id
      using errcode = 'CS001';
  end if;
  if has_undo_reason(new.enforcement_id, new.staff_id) then
    raise exception '% gave a reason for enforcement % before', new.staff_id, new.enforcement_id using errcode = 'CS001';
  end if;
  new.at := desk_now();
  return new;
end $$;

-- True when a desired state restricts no property further than the baseline and the active enforcements on the subject
-- do.
-- Twin of desiredStateOf in TypeScript.
create or replace function is_state_justified(on_subject text, baseline jsonb, desired jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select ((desired -> 'visible')::boolean or not (baseline -> 'visible')::boolean
      or coalesce(bool_or(countries is null and effect_hides(action, own_action)), false))
    and ((desired -> 'mayPost')::boolean or not (baseline -> 'mayPost')::boolean
      or coalesce(bool_or(countries is null and effect_locks(action, own_action)), false))
    and (desired ->> 'spread' = 'full' or baseline ->> 'spread' = 'limited'
      or coalesce(bool_or(effect_limits(action, own_action)), false))
    and are_own_actions_justified(on_subject, baseline, desired)
    and (not (baseline -> 'visible')::boolean or not exists (
      select from jsonb_array_elements_text(coalesce(desired -> 'blockedCountries', '[]')) country
      where not coalesce(baseline -> 'blockedCountries', '[]') ? country and not exists (
        select from enforcement taking
        where taking.subject = on_subject and is_acting(taking.state) and not taking.failing
          and not taking.lifted and effect_hides(taking.action, taking.own_action)
          and (taking.countries is null or country = any (taking.countries)))))
  from enforcement
  where subject = on_subject and is_acting(state) and not failing and not lifted
$$;

-- True when an enforcement on the subject needs a restore point: a delivered warning needs none.
create or replace function has_standing_enforcement(on_subject text) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from enforcement where subject = on_subject
      and (state in ('releasing', 'restoring') or is_effective(state) and action <> 'warn'))
$$;

-- True when a restore point gives everything that the earlier one gave, and more: the platform has lifted a restriction
-- of its own. Twin of isStricter in TypeScript.
create or replace function is_less_restrictive_state(before jsonb, now jsonb) returns boolean language sql immutable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select ((now -> 'visible')::boolean or not (before -> 'visible')::boolean)
    and ((now -> 'mayPost')::boolean or not (before -> 'mayPost')::boolean)
    and (now ->> 'spread' = 'full' or before ->> 'spread' = 'limited')
    and (not (before -> 'visible')::boolean
      or coalesce(before -> 'blockedCountries', '[]') @> coalesce(now -> 'blockedCountries', '[]'))
    and not exists (select from jsonb_array_elements(coalesce(now -> 'actions', '[]')) own
      where not has_element(before -> 'actions', own))
    and now -> 'labels' = before -> 'labels'
$$;

create or replace function is_unrestricted_state(desired jsonb) returns boolean language sql immutable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$ select (desired -> 'visible')::boolean and (desired -> 'mayPost')::boolean and desired ->> 'spread' = 'full'
    and not desired ? 'blockedCountries' and not desired ? 'actions' $$;

-- A generation never falls, so that a late call is always recognisable as late. A subject never loses anything, now or
-- later, without an enforcement, not even by a direct write.
create or replace function check_subject_state() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if new.desired is not null or new.baseline is not null or new.reverts <> '[]' then
      raise exception '% begins without a desired state', new.subject using errcode = 'CS001';
    end if;
    return new;
  end if;
  if new.generation < old.generation or new.settled_generation < old.settled_generation then
    raise exception 'the generation of % never falls', old.subject using errcode = 'CS001';
  end if;
  new.changed_at := case when new.generation > old.generation then desk_now() else old.changed_at end;
  if new.generation = old.generation and new.desired is distinct from old.desired and old.desired is not null
    and new.desired is not null then
    raise exception 'the desired state of % changes only with its generation', old.subject using errcode = 'CS001';
  end if;
  if new.baseline is distinct from old.baseline and (
    old.baseline is not null and new.baseline is null and has_standing_enforcement(old.subject)
    or old.baseline is not null and new.baseline is not null
      and not is_less_restrictive_state(old.baseline, new.baseline)
    -- A subject without any enforcement gets an unrestricted state, which can only raise it.
    or old.baseline is null and new.baseline is distinct from old.desired and not has_standing_enforcement(old.subject)
      and not (old.desired is null and is_unrestricted_state(new.baseline))) then
    raise exception 'the way back of % changes only when nothing stands on it, or to more', old.subject
      using errcode = 'CS001';
  end if;
  if new.desired is distinct from old.desired or new.reverts is distinct from old.reverts then
    if new.desired is not null and is_state_justified(new.subject, new.baseline, new.desired) is not true or exists (
      select from jsonb_array_elements(new.reverts) revert
      where is_state_justified(new.subject, new.baseline, revert -> 'desired') is not true)
      or repeats_final_action(old, new) then
      raise exception 'nothing ordered that of %', new.subject using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;

-- Returns the version of a content that the proposer was shown last in the case, or else the one on record. Null: the
-- subject is an account, or its platform names no versions.
create or replace function decided_version(of_enforcement enforcement) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((
      select substr(part, 9) from case_shown where case_id = of_enforcement.case_id
        and staff_id = subject_id(of_enforcement.proposed_by, 'staff') and starts_with(part, 'version:')
      order by last_at desc limit 1), version)
  from content where id = subject_id(of_enforcement.subject, 'content')
$$;

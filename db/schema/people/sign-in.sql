create or replace function key_window_open() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from key_window where closed_at is not null or opened_at + interval '7 days' <= desk_now())
$$;

create or replace function check_invitation() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.made_at := desk_now();
    new.used_at := null;
    new.revoked_at := null;
    return new;
  end if;
  if old.used_at is not null and new.used_at is distinct from old.used_at
    or old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'invitation % is over and stays so', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Returns the number of people besides administrators who have a passkey.
create or replace function count_passkey_holders() returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct person.id) from passkey join staff person on person.id = passkey.staff_id
  where passkey.removed_at is null and person.ended_at is null and not person.roles && array['admin']
$$;

-- Returns the number of people with a passkey with which they may agree to a change.
create or replace function count_changers_with_passkey() returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct person.id) from passkey join staff person on person.id = passkey.staff_id
  cross join lateral staff_standing(person.id) standing
  where passkey.removed_at is null and standing.active and not standing.leaving and not standing.restricted
    and may_change(person.roles)
$$;

create or replace function check_key_recovery() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is not null then
      raise exception 'the way back in % is over and stays so', old.id using errcode = 'CS001';
    end if;
    return new;
  end if;
  if key_window_open() then
    raise exception 'the first keys are still given out by invitation' using errcode = 'CS001';
  end if;
  if count_changers_with_passkey() >= 2 then
    raise exception 'two people hold keys with which they may agree: enrol the others by a change'
      using errcode = 'CS001';
  end if;
  if (select count(*) from staff where id in (new.first_id, new.second_id) and may_recover(id)) < 2 then
    raise exception 'it takes two people of policy, lead or admin who have been here for a day, stay, and are not restricted'
      using errcode = 'CS001';
  end if;
  new.begun_at := desk_now();
  new.opens_at := new.begun_at + interval '1 day';
  new.closes_at := new.begun_at + interval '3 days';
  perform extend_end_during_recovery(new.first_id, new.closes_at),
    extend_end_during_recovery(new.second_id, new.closes_at);
  return new;
end $$;

-- True when this person enrols a passkey at once because a recovery of access is open for them: one passkey each.
create or replace function is_recovering(person text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from key_recovery
    where ended_at is null and opens_at <= desk_now() and closes_at > desk_now() and person in (first_id, second_id)
      and not exists (select from passkey where staff_id = person and added_at >= opens_at))
$$;

-- Ends a recovery of access: stopped by any person, or unused in time. Returns its id, if it ended now.
create or replace function end_key_recovery(why text) returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  update key_recovery set ended_at = desk_now(), how = why
  where ended_at is null and (why = 'stopped' or why = 'over' and closes_at <= desk_now()) returning id
$$;

-- Enrols a passkey by an invitation at once, while that is permitted. The desk has checked that an authenticator
-- created it. Returns whether immediate enrolment, or the recovery of access, ended by it.
create or replace function enrol_by_invitation(for_invitation text, key jsonb) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  invited invitation;
  standing record;
  -- True for an invitation by the person who sets up the desk.
  by_hand boolean;
  recovering boolean;
begin
  -- Without the lock, two concurrent passkeys would both be the third.
  perform pg_advisory_xact_lock(hashtextextended('countersign key window', 0));
  select * into invited from invitation where id = for_invitation for update;
  select * into standing from staff_standing(invited.staff_id);
  if invited.id is null or invited.used_at is not null or invited.revoked_at is not null
    or invited.expires_at <= desk_now() or not coalesce(standing.active, false) then
    raise exception 'the invitation % does not count', for_invitation using errcode = 'CS001';
  end if;
  recovering := is_recovering(invited.staff_id);
  if not recovering and not key_window_open() then
    raise exception 'keys are enrolled by a change now' using errcode = 'CS001';
  end if;
  by_hand := case when invited.made_by = 'desk'
    then recovering or not exists (select from setup_end) or not exists (select from key_window)
    else exists (select from staff inviting cross join lateral staff_standing(inviting.id) theirs
      where inviting.id = actor_id(invited.made_by, 'staff') and inviting.roles && array['admin'] and theirs.active
        and not theirs.restricted) end;
  if not by_hand then
    raise exception 'the invitation % is not by a person who sets the desk up', for_invitation using errcode = 'CS001';
  end if;
  update invitation set used_at = desk_now() where id = for_invitation;
  insert into passkey (id, staff_id, public_key, counter, backup_eligible, backed_up, transports, aaguid,
    label, software)
  values (key ->> 'credentialId', invited.staff_id, decode(key ->> 'publicKey', 'hex'), (key ->> 'counter')::bigint,
    (key ->> 'backupEligible')::boolean, (key ->> 'backedUp')::boolean,
    array(select jsonb_array_elements_text(key -> 'transports')), key ->> 'aaguid', key ->> 'label',
    key ->> 'aaguid' = '434f554e-5445-5253-4947-4e2d64656d6f');
  if recovering then
    if is_restricted_beyond_limit(invited.staff_id) then perform lift_restriction(invited.staff_id, null); end if;
    update key_recovery set ended_at = desk_now(), how = 'used'
    where ended_at is null and not is_recovering(first_id) and not is_recovering(second_id);
    return found;
  end if;
  insert into key_window default values on conflict do nothing;
  if count_passkey_holders() < 3 then return false; end if;
  update key_window set closed_at = desk_now(), why = 'enough' where closed_at is null;
  return found;
end $$;

-- Records once that the seven days are over; returns whether that was now.
create or replace function close_key_window() returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update key_window set closed_at = desk_now(), why = 'time'
  where closed_at is null and opened_at + interval '7 days' <= desk_now();
  return found;
end $$;

-- Returns the weakest credential with which a person can act now. Null: none.
create or replace function sign_in_strength(person text) returns text language sql stable
begin atomic
  select (array['token', 'sign_on', 'software_passkey', 'synced_passkey', 'device_passkey'])[min(way)]
  from (
    select 1 as way from staff_token where staff_id = person and revoked_at is null and expires_at > desk_now()
    union all
    select case when session.credential_id is null then 2 when key.software then 3 when key.backed_up then 4 else 5 end
    from staff_session session left join passkey key on key.id = session.credential_id
    where session.staff_id = person and session.ends_at > desk_now() and session.revoked_at is null) ways;
end;

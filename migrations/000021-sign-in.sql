-- Signing in with a passkey, and how people get theirs.

-- What the desk asked an authenticator to sign: good once, and for a few minutes.
create table ceremony (
  -- The challenge, base64url of 32 random bytes.
  challenge text collate "C" primary key check (length(challenge) = 43),
  kind text not null check (kind in ('sign_in', 'enrol')),
  -- For whom a key is made; somebody who signs in says who they are by the key.
  staff_id text collate "C" references staff (id),
  invitation_id text collate "C",
  began_at timestamptz not null default desk_now(),
  check ((kind = 'enrol') = (staff_id is not null))
);
create index ceremony_began on ceremony (began_at);

create sequence staff_session_seq;
create table staff_session (
  id text collate "C" primary key default 'w-' || nextval('staff_session_seq'),
  staff_id text collate "C" not null references staff (id),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  -- Null: by single sign-on.
  credential_id text collate "C" references passkey (id),
  began_at timestamptz not null default desk_now(),
  seen_at timestamptz not null default desk_now(),
  -- Whatever is done in it, it ends then.
  ends_at timestamptz not null,
  revoked_at timestamptz,
  check (ends_at <= began_at + interval '1 day')
);
create index staff_session_staff on staff_session (staff_id, ends_at);
create trigger check_revoked before update on staff_session for each row execute function check_revoked();

create sequence invitation_seq;
create table invitation (
  id text collate "C" primary key default 'v-' || nextval('invitation_seq'),
  staff_id text collate "C" not null references staff (id),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  -- staff:ID, or desk: whoever sets it up.
  made_by text collate "C" not null check (made_by ~ '^(desk|staff:s-[0-9]+)$'),
  made_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check (expires_at > made_at and expires_at <= made_at + interval '7 days')
);
create index invitation_staff on invitation (staff_id);
alter table ceremony add foreign key (invitation_id) references invitation (id);

-- As long as this is open, an administrator's invitation enrols at once: somebody has to be the first. It opens with the
-- first key and closes for good when three people besides administrators hold one, or after seven days.
create table key_window (
  single boolean primary key default true check (single),
  opened_at timestamptz not null default desk_now(),
  closed_at timestamptz,
  -- enough: three hold a key. time: seven days were over.
  why text check (why in ('enough', 'time')),
  check ((closed_at is null) = (why is null))
);

create function key_window_open() returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from key_window where closed_at is not null or opened_at + interval '7 days' <= desk_now())
$$;

create function check_invitation() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
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
create trigger check_invitation before insert or update on invitation for each row execute function check_invitation();

-- How many people besides administrators hold a key.
create function key_holders() returns bigint language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct person.id) from passkey join staff person on person.id = passkey.staff_id
  where passkey.removed_at is null and person.ended_at is null and not person.roles && array['admin']
$$;

-- The way back in, when so many keys are gone that nobody could agree to a change any more and the first keys are long given
-- out. Whoever owns the database begins it, for two people who are here; all are told; a day later each of the two enrols a key.
create table key_recovery (
  id bigint generated always as identity primary key,
  first_id text collate "C" not null references staff (id),
  second_id text collate "C" not null references staff (id) check (second_id <> first_id),
  reason text not null check (length(reason) between 1 and 2000),
  begun_at timestamptz not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  ended_at timestamptz,
  -- used: both have their keys. over: they had two days for it.
  how text check (how in ('used', 'stopped', 'over')),
  check ((ended_at is null) = (how is null))
);
create unique index key_recovery_standing on key_recovery ((true)) where ended_at is null;

-- How many hold a key with which they may agree to a change.
create function key_changers() returns bigint language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct person.id) from passkey join staff person on person.id = passkey.staff_id
  cross join lateral staff_standing(person.id) standing
  where passkey.removed_at is null and standing.active and not standing.leaving and not standing.restricted
    and person.roles && array['policy', 'lead', 'admin']
$$;

create function check_key_recovery() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
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
  if key_changers() >= 2 then
    raise exception 'two people hold keys with which they may agree: enrol the others by a change' using errcode = 'CS001';
  end if;
  if (select count(*) from staff where id in (new.first_id, new.second_id) and may_recover(id)) < 2 then
    raise exception 'it takes two people of policy, lead or admin who have been here for a day, stay, and are not restricted'
      using errcode = 'CS001';
  end if;
  new.begun_at := desk_now();
  new.opens_at := new.begun_at + interval '1 day';
  new.closes_at := new.begun_at + interval '3 days';
  perform keep_until(new.first_id, new.closes_at), keep_until(new.second_id, new.closes_at);
  return new;
end $$;
create trigger check_key_recovery before insert or update on key_recovery for each row execute function check_key_recovery();

-- Whether this person enrols a key at once because the way back in is open for them: one key each.
create function is_recovering(person text) returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from key_recovery
    where ended_at is null and opens_at <= desk_now() and closes_at > desk_now() and person in (first_id, second_id)
      and not exists (select from passkey where staff_id = person and added_at >= opens_at))
$$;

-- Anybody may stop it, and what nobody used in time is over. Answers which, if it was now.
create function end_key_recovery(why text) returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  update key_recovery set ended_at = desk_now(), how = why
  where ended_at is null and (why = 'stopped' or why = 'over' and closes_at <= desk_now()) returning id
$$;

-- Enrols a key by an invitation at once, as long as that is how it is done. Whether the authenticator really made it, the
-- desk has checked. Answers whether the window, or the way back in, closed by it.
create function enrol_by_invitation(for_invitation text, key jsonb) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  invited invitation;
  standing record;
  -- By somebody who sets the desk up.
  by_hand boolean;
  recovering boolean;
begin
  -- Two at once would both be the third.
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
      where inviting.id = substr(invited.made_by, 7) and inviting.roles && array['admin'] and theirs.active and not theirs.restricted) end;
  if not by_hand then
    raise exception 'the invitation % is by nobody who sets the desk up', for_invitation using errcode = 'CS001';
  end if;
  update invitation set used_at = desk_now() where id = for_invitation;
  insert into passkey (id, staff_id, public_key, counter, backup_eligible, backed_up, transports, aaguid, label, software)
  values (key ->> 'credentialId', invited.staff_id, decode(key ->> 'publicKey', 'hex'), (key ->> 'counter')::bigint,
    (key ->> 'backupEligible')::boolean, (key ->> 'backedUp')::boolean,
    array(select jsonb_array_elements_text(key -> 'transports')), key ->> 'aaguid', key ->> 'label',
    key ->> 'aaguid' = '434f554e-5445-5253-4947-4e2d64656d6f');
  if recovering then
    if is_confined(invited.staff_id) then perform lift_restriction(invited.staff_id, null); end if;
    update key_recovery set ended_at = desk_now(), how = 'used'
    where ended_at is null and not is_recovering(first_id) and not is_recovering(second_id);
    return found;
  end if;
  insert into key_window default values on conflict do nothing;
  if key_holders() < 3 then return false; end if;
  update key_window set closed_at = desk_now(), why = 'enough' where closed_at is null;
  return found;
end $$;

-- Writes down that the seven days are over, once; answers whether it was now.
create function close_key_window() returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update key_window set closed_at = desk_now(), why = 'time'
  where closed_at is null and opened_at + interval '7 days' <= desk_now();
  return found;
end $$;

grant select, insert, delete on ceremony to countersign_desk;
-- By the weakest way by which somebody can act at this moment; null: by none.
create function sign_in_strength(person text) returns text language sql stable
begin atomic
  select (array['token', 'sign_on', 'software_passkey', 'synced_passkey', 'device_passkey'])[min(way)]
  from (
    select 1 as way from staff_token where staff_id = person and revoked_at is null and expires_at > desk_now()
    union all
    select case when session.credential_id is null then 2 when key.software then 3 when key.backed_up then 4 else 5 end
    from staff_session session left join passkey key on key.id = session.credential_id
    where session.staff_id = person and session.ends_at > desk_now() and session.revoked_at is null) ways;
end;

grant select, insert on staff_session, invitation to countersign_desk;
grant update (seen_at, revoked_at) on staff_session to countersign_desk;
grant update (used_at, revoked_at) on invitation to countersign_desk;
grant select on key_window, key_recovery to countersign_desk;
grant usage on sequence staff_session_seq, invitation_seq to countersign_desk;
grant execute on function key_window_open(), key_holders(), key_changers(), enrol_by_invitation(text, jsonb), close_key_window(),
  is_recovering(text), end_key_recovery(text), sign_in_strength(text)
  to countersign_desk;

-- Who people are, when they work, and what machines and people sign in with.

-- What kind of house this is, and whether its guards hold what they ask about: the latest row counts. None: a company, whose
-- guards hold.
create table desk_profile (
  id bigint generated always as identity primary key,
  -- company: shifts and teams. community: a few volunteers. solo: one person, whose own second look a day later stands in.
  house text not null check (house in ('company', 'community', 'solo')),
  -- Verdicts are recorded and nothing is held.
  shadow boolean not null,
  -- False: what is counted of people at work is shown by shift, and of nobody.
  person_metrics boolean not null,
  set_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C"
);

-- The latest of them, as one row also where there is none.
create function standing_profile() returns table (house text, shadow boolean) language sql stable
begin atomic
  select coalesce(latest.house, 'company'), coalesce(latest.shadow, false)
  from (select) one left join lateral (select house, shadow from desk_profile order by id desc limit 1) latest on true;
end;

create function desk_house() returns text language sql stable
  return (select house from standing_profile());

create function in_shadow() returns boolean language sql stable
  return (select shadow from standing_profile());

create sequence staff_seq;
create table staff (
  id text collate "C" primary key default 's-' || nextval('staff_seq'),
  pseudonym text not null unique check (length(pseudonym) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  -- Empty: of somebody a directory made known, until a change gives them one.
  roles text[] not null check (roles <@ array['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'])
    -- Nobody audits what they did, and whoever manages people enforces nothing.
    -- Twin of whyNotTogether in TypeScript.
    constraint roles_fit_together check (not ('auditor' = any (roles) and cardinality(roles) > 1)
      and not ('admin' = any (roles) and roles && array['reviewer', 'senior', 'lead'])),
  languages text[] not null default '{}',
  clearances text[] not null default '{}',
  employment text not null default 'employee' check (employment in ('employee', 'contractor')),
  employer text not null check (length(employer) between 1 and 100),
  site text not null check (length(site) between 1 and 100),
  team text not null check (length(team) between 1 and 100),
  rolling_contract boolean not null default false,
  starts_at timestamptz not null default desk_now(),
  ends_at timestamptz,
  -- When it was last brought nearer, by whom, and by which signature of theirs.
  end_set_at timestamptz,
  end_set_by text check (length(end_set_by) between 1 and 100),
  end_signature_id text collate "C",
  -- Every lead was told of this end at least 72 hours before it, so that any of them may postpone it, once.
  end_told boolean not null default false,
  end_postponed_at timestamptz,
  notice_given_at timestamptz,
  notice_kind text check (notice_kind in ('voluntary', 'involuntary')),
  -- What everybody but an admin is told instead of an end that isn't their own wish: what was known before. Null: none was.
  told_ends_at timestamptz,
  ended_at timestamptz,
  -- Null, and ended: from before it was written down.
  ended_by text check (length(ended_by) between 1 and 100),
  created_at timestamptz not null default desk_now(),
  -- An approval counts from this time on: a day after the person was added, so that all leads hear of a new approver first.
  approves_from timestamptz not null default '-infinity',
  constraint contractors_have_an_end check (employment = 'employee' or ends_at is not null)
);
comment on column staff.name is 'Seen by admin only; everywhere else people go by their pseudonym.';
comment on column staff.ended_at is 'When their rights were cut. Null: still here.';

-- What happened in a shift, as it happened. Insert only: nobody shortens a long day afterwards.
create table shift_event (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  kind text not null check (kind in ('start', 'break', 'back', 'end')),
  -- Twin of SHIFT_MINUTES_MAX in TypeScript.
  planned_minutes integer check (planned_minutes between 1 and 720),
  at timestamptz not null default desk_now(),
  check ((kind = 'start') = (planned_minutes is not null))
);
create index shift_event_latest on shift_event (staff_id, at desc, id desc);

-- Where each one's shift stands: what their events come to, kept with each of them, so that it is one look for every order.
create table staff_shift (
  staff_id text collate "C" primary key references staff (id),
  -- The latest event.
  kind text not null,
  at timestamptz not null,
  -- The latest shift; null: none within a day of that event.
  started_at timestamptz,
  planned_minutes integer,
  -- When they last came to work after a rest that counts, and after one that makes a new day.
  rested_at timestamptz,
  day_began_at timestamptz
);
create index staff_shift_running on staff_shift (started_at) where kind <> 'end';
comment on table staff_shift is 'What shift_event says of each, written by nobody but a trigger of it.';

-- What somebody's events come to. A rest counts from 10 minutes on, and a new day begins after 6 hours off: ending a shift and
-- beginning another makes nobody fresh. (Except in a demo, which may be started again and again.)
create function shift_of(person text) returns setof staff_shift language sql stable
begin atomic
  select person, latest.kind, latest.at, shift.at, shift.planned_minutes, coalesce(day.rested_at, day.first_at), coalesce(day.began_at, day.first_at)
  from (select kind, at from shift_event where staff_id = person order by at desc, id desc limit 1) latest
  left join lateral (
    select event.at, event.planned_minutes from shift_event event
    where event.staff_id = person and event.kind = 'start' and event.at > latest.at - interval '1 day'
    order by event.at desc, event.id desc limit 1) shift on true
  cross join lateral (
    select
      max(event.at) filter (where event.kind in ('start', 'back') and event.off >= interval '10 minutes') as rested_at,
      max(event.at) filter (where event.kind = 'start' and event.off >= interval '6 hours') as began_at,
      -- Whoever had no such rest within the day is as tired as if they had begun with it.
      min(event.at) as first_at
    from (
      select each.kind, each.at,
        -- For how long they had been off when this began. A shift nobody ended lasted its 12 hours.
        case when each.kind = 'start' and exists (select from database_mark where kind = 'demo') then interval '1 day'
          else coalesce(each.at - lag(case when each.kind in ('start', 'back') then each.at + interval '12 hours' else each.at end)
            over (order by each.at, each.id), interval '1 day') end as off
      from shift_event each
      where each.staff_id = person and each.at > latest.at - interval '1 day') event) day;
end;

create function keep_shift() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- One after the other, so that whoever comes second has seen what came first.
  perform from staff where id = new.staff_id for no key update;
  insert into staff_shift select * from shift_of(new.staff_id)
    on conflict (staff_id) do update set (kind, at, started_at, planned_minutes, rested_at, day_began_at) =
      (excluded.kind, excluded.at, excluded.started_at, excluded.planned_minutes, excluded.rested_at, excluded.day_began_at);
  return null;
end $$;
create trigger keep_shift after insert on shift_event for each row execute function keep_shift();

-- An event of a shift is of this moment and follows from the one before it: whoever writes here neither lengthens a shift nor
-- makes somebody fresh. Only the schema's owner lays in a past.
create function check_shift_event() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  shift staff_shift;
  runs boolean;
  follows boolean;
begin
  if is_owner() then return new; end if;
  new.at := desk_now();
  perform from staff where id = new.staff_id for no key update;
  select * into shift from staff_shift where staff_id = new.staff_id;
  runs := coalesce(shift.kind <> 'end' and shift.started_at + interval '12 hours' > new.at, false)
    -- Where people keep no shifts, those who were here today may rest all the same.
    or new.kind <> 'start' and desk_house() <> 'company' and was_here_today(new.staff_id);
  follows := case new.kind when 'start' then not runs when 'break' then runs and shift.kind is distinct from 'break'
    when 'back' then runs and shift.kind is not distinct from 'break' else runs end;
  if not follows then
    raise exception 'the shift of % does not go from % to %', new.staff_id, case when runs then shift.kind else 'none' end, new.kind
      using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_shift_event before insert on shift_event for each row execute function check_shift_event();

-- Who may do no more harm, at once and by one person's word, until two lift it. They keep stop and restore.
create table staff_restriction (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  -- many: by somebody who has taken rights from as many people as one may alone. Those keep stop, restore and undoing.
  cause text not null check (cause in ('one', 'many')),
  -- They end a day later. `former_end`: when they would have ended without.
  ending boolean not null default false,
  former_end timestamptz,
  reason text not null check (length(reason) between 1 and 2000),
  by text not null check (length(by) between 1 and 100),
  at timestamptz not null default desk_now(),
  lifted_at timestamptz,
  -- By which change it was lifted. Null, and lifted: by the way back in.
  change_id text collate "C",
  signature_id text collate "C",
  check (not ending or cause = 'many')
);
create unique index staff_restriction_standing on staff_restriction (staff_id) where lifted_at is null;

-- True when somebody lost reading and restrictive rights beyond somebody's limit.
create function is_confined(person text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from staff_restriction where staff_id = person and cause = 'many' and lifted_at is null) $$;

-- Those may still have it lifted for each other: two of them, each with a passkey.
create function undoes_removal(of_kind text, said jsonb, person text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select of_kind = 'unrestrict' and said ->> 'staffId' <> person and is_confined(person) and is_confined(said ->> 'staffId') $$;

-- Who is on call, week by week, in the time of a place. What ends no later than it begins ends the day after.
create sequence rota_entry_seq;
create table rota_entry (
  id text collate "C" primary key default 'w-' || nextval('rota_entry_seq'),
  staff_id text collate "C" not null references staff (id),
  turn text not null check (turn in ('primary', 'secondary')),
  -- Refused here if there is none of that name, so that nobody's standing ever fails for it.
  zone text not null check (length(zone) between 1 and 64 and timestamptz '2000-01-01 00:00Z' at time zone zone is not null),
  -- 1: Monday.
  days integer[] not null check (cardinality(days) between 1 and 7 and days <@ array[1, 2, 3, 4, 5, 6, 7]),
  begins time not null,
  ends time not null,
  from_day date not null,
  until_day date,
  added_by text collate "C" not null references staff (id),
  added_at timestamptz not null default desk_now(),
  removed_by text collate "C" references staff (id),
  removed_at timestamptz,
  -- The signature by which they were taken off it. Null while the desk was being set up.
  removal_signature_id text collate "C",
  check (until_day >= from_day)
);
create index rota_entry_staff on rota_entry (staff_id) where removed_at is null;

-- Whether somebody has begun here and has not ended. (What is asked for every order is written so that it becomes part of the
-- question that asks it.)
create function is_here(member staff, moment timestamptz) returns boolean language sql immutable
  return member.starts_at <= moment and member.ended_at is null and (member.ends_at is null or member.ends_at > moment);

-- At most 14 days from the end (3 with a rolling contract), or notice was given.
create function is_leaving(member staff, moment timestamptz) returns boolean language sql stable
  return member.notice_given_at is not null
    or coalesce(member.ends_at <= moment + case when member.rolling_contract then interval '3 days' else interval '14 days' end, false);

create function rota_holds(entry rota_entry, moment timestamptz) returns boolean language sql stable
begin atomic
  select exists (
    select from (values (0), (1)) before(days)
    cross join lateral (select (moment at time zone entry.zone)::date - before.days as day) started
    where started.day >= entry.from_day and (entry.until_day is null or started.day <= entry.until_day)
      and extract(isodow from started.day)::integer = any (entry.days)
      and moment >= (started.day + entry.begins) at time zone entry.zone
      and moment < (started.day + case when entry.ends <= entry.begins then 1 else 0 end + entry.ends) at time zone entry.zone);
end;

-- Who is on call at a moment, by what is planned now.
create function on_call_at(moment timestamptz) returns table (staff_id text, turn text) language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select entry.staff_id, min(entry.turn) from rota_entry entry join staff member on member.id = entry.staff_id
  where entry.removed_at is null and rota_holds(entry, moment) and is_here(member, moment)
  group by entry.staff_id
$$;

-- Whether somebody was active within a day: that is all there is to being on duty where people keep no shifts. (Sessions come
-- later; this is read when it is asked.)
create function was_here_today(person text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (select from staff_session where staff_id = person and seen_at > desk_now() - interval '1 day')
    or exists (select from shift_event where staff_id = person and at > desk_now() - interval '1 day');
end $$;

-- Everybody who may be on duty now, and maybe some who aren't.
create function maybe_on_duty() returns setof text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query select staff_id from shift_event
      where at > desk_now() - case when desk_house() = 'company' then interval '12 hours' else interval '1 day' end
    union select staff_id from on_call_at(desk_now())
    union select staff_id from staff_session where desk_house() <> 'company' and seen_at > desk_now() - interval '1 day';
end $$;

-- Where a person stands at this moment. A shift ends by itself after 12 hours. Whoever has an hour left, of the shift
-- or of all, is in the last hour. Where people keep no shifts, whoever was active within a day is on duty.
create function staff_standing(person text)
  returns table (
    active boolean, on_shift boolean, on_break boolean, leaving boolean,
    minutes_on_shift integer, minutes_since_break integer, minutes_to_shift_end integer,
    on_call boolean, restricted boolean, last_hour boolean)
  language sql stable
begin atomic
  select
    is_here(member, moment.now),
    coalesce(shift.running, false) or house.keeps_none and was_here_today(member.id),
    coalesce(shift.running and shift.kind = 'break', false),
    is_leaving(member, moment.now),
    case when shift.running then floor(extract(epoch from moment.now - shift.day_began_at) / 60)::integer else 0 end,
    case when shift.running then floor(extract(epoch from moment.now - shift.rested_at) / 60)::integer else 0 end,
    case when shift.running
      then floor(extract(epoch from shift.started_at + shift.planned_minutes * interval '1 minute' - moment.now) / 60)::integer
      when house.keeps_none then 720 else 0 end,
    exists (select from rota_entry entry
      where entry.staff_id = member.id and entry.removed_at is null and rota_holds(entry, moment.now)),
    exists (select from staff_restriction restriction where restriction.staff_id = member.id and restriction.lifted_at is null),
    coalesce(member.ends_at <= moment.now + interval '1 hour'
      or shift.running and shift.started_at + shift.planned_minutes * interval '1 minute' <= moment.now + interval '1 hour'
        and member.ends_at <= shift.started_at + shift.planned_minutes * interval '1 minute' + interval '12 hours', false)
  from staff member
  -- Without the offset the clock would be read again wherever it is mentioned.
  cross join (select desk_now() as now offset 0) moment
  cross join (select desk_house() <> 'company' as keeps_none) house
  left join lateral (
    select kept.*, kept.kind <> 'end' and kept.started_at + interval '12 hours' > moment.now as running
    from staff_shift kept where kept.staff_id = member.id) shift on true
  where member.id = person;
end;

create sequence api_key_seq;
create table api_key (
  id text collate "C" primary key default 'k-' || nextval('api_key_seq'),
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['report', 'facts', 'scim', 'events', 'account_events', 'signals', 'appeals', 'orders']),
  -- The source of the signals it sends, by the name that the rules use.
  source text collate "C" check (source ~ '^[a-z][a-z0-9-]{0,63}$'),
  -- The authority whose orders it sends. Such a key does nothing else.
  authority_id text collate "C",
  -- SHA-256 of 32 random bytes: nothing to guess, so nothing to slow down.
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null default desk_now(),
  revoked_at timestamptz,
  constraint signals_have_a_source check ((source is not null) = ('signals' = any (scopes))),
  constraint orders_have_an_authority check ((authority_id is not null) = ('orders' = any (scopes))),
  constraint orders_stand_alone check (not 'orders' = any (scopes) or cardinality(scopes) = 1)
);

create sequence staff_token_seq;
create table staff_token (
  id text collate "C" primary key default 't-' || nextval('staff_token_seq'),
  staff_id text collate "C" not null references staff (id),
  label text not null check (length(label) between 1 and 100),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index staff_token_staff on staff_token (staff_id);

-- Whoever was ended or revoked stays so, whoever writes here: coming back takes a new row. And whoever is to leave leaves
-- no later than was said: the clocks that keep a leaver from certain cases count from that day.
create function check_ended() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception '% has ended and stays so', old.id using errcode = 'CS001';
  end if;
  if old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at) then
    raise exception '% leaves no later than was said', old.id using errcode = 'CS001';
  end if;
  if old.notice_given_at is not null and new.notice_given_at is null then
    raise exception 'the notice % was given stays', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_ended before update on staff for each row execute function check_ended();

create function check_revoked() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception '% is revoked and stays so', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_revoked before update on api_key for each row execute function check_revoked();
create trigger check_revoked before update on staff_token for each row execute function check_revoked();

grant select, insert on staff, shift_event, api_key, staff_token, staff_restriction, rota_entry to countersign_desk;
grant update (ends_at, notice_given_at, notice_kind, told_ends_at, ended_at, ended_by, end_set_by, end_signature_id, end_told) on staff to countersign_desk;
grant update (removed_by, removed_at, removal_signature_id) on rota_entry to countersign_desk;
grant update (revoked_at) on api_key, staff_token to countersign_desk;
grant usage on sequence staff_seq, api_key_seq, staff_token_seq, rota_entry_seq to countersign_desk;
grant select, insert on desk_profile to countersign_desk;
grant select on staff_shift to countersign_desk;
grant execute on function is_confined(text), undoes_removal(text, jsonb, text), standing_profile(), desk_house(), in_shadow(), shift_of(text), was_here_today(text), maybe_on_duty(), is_here(staff, timestamptz), is_leaving(staff, timestamptz), staff_standing(text), rota_holds(rota_entry, timestamptz), on_call_at(timestamptz) to countersign_desk;

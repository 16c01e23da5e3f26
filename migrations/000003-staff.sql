-- Who people are, when they work, and what machines and people sign in with.

create sequence staff_seq;
create table staff (
  id text collate "C" primary key default 's-' || nextval('staff_seq'),
  pseudonym text not null unique check (length(pseudonym) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  -- Empty: of somebody a directory made known, until a change gives them one.
  roles text[] not null check (roles <@ array['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin']),
  languages text[] not null default '{}',
  clearances text[] not null default '{}',
  employment text not null default 'employee' check (employment in ('employee', 'contractor')),
  employer text not null check (length(employer) between 1 and 100),
  site text not null check (length(site) between 1 and 100),
  team text not null check (length(team) between 1 and 100),
  rolling_contract boolean not null default false,
  starts_at timestamptz not null default desk_now(),
  ends_at timestamptz,
  notice_given_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default desk_now(),
  constraint contractors_have_an_end check (employment = 'employee' or ends_at is not null)
);
comment on column staff.name is 'Seen by admin only; everywhere else people go by their pseudonym.';
comment on column staff.ended_at is 'When their rights were cut. Null: still here.';

-- What happened in a shift, as it happened. Insert only: nobody shortens a long day afterwards.
create table shift_event (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  kind text not null check (kind in ('start', 'break', 'back', 'end')),
  planned_minutes integer check (planned_minutes between 1 and 720),
  at timestamptz not null default desk_now(),
  check ((kind = 'start') = (planned_minutes is not null))
);
create index shift_event_latest on shift_event (staff_id, at desc, id desc);

-- Where a person stands at this moment. A shift ends by itself after 12 hours; a rest counts from 10 minutes on, and a
-- new day begins after 6 hours off: ending a shift and beginning another makes nobody fresh. (Except in a demo, which
-- may be started again and again.) Leaving is at most 14 days from the end (3 with a rolling contract) or notice given.
create function staff_standing(person text)
  returns table (
    active boolean, on_shift boolean, on_break boolean, leaving boolean,
    minutes_on_shift integer, minutes_since_break integer, minutes_to_shift_end integer)
  language sql stable set search_path = public, pg_temp
  as $$
  select
    member.starts_at <= moment.now and member.ended_at is null and (member.ends_at is null or member.ends_at > moment.now),
    coalesce(shift.running, false),
    coalesce(shift.running and latest.kind = 'break', false),
    member.notice_given_at is not null
      or coalesce(member.ends_at <= moment.now + case when member.rolling_contract then interval '3 days' else interval '14 days' end, false),
    case when shift.running then floor(extract(epoch from moment.now - coalesce(day.began_at, shift.at)) / 60)::integer else 0 end,
    case when shift.running then floor(extract(epoch from moment.now - coalesce(day.rested_at, shift.at)) / 60)::integer else 0 end,
    case when shift.running
      then floor(extract(epoch from shift.at + shift.planned_minutes * interval '1 minute' - moment.now) / 60)::integer else 0 end
  from staff member
  cross join (select desk_now() as now) moment
  left join lateral (
    select event.kind from shift_event event
    where event.staff_id = member.id order by event.at desc, event.id desc limit 1) latest on true
  left join lateral (
    select event.at, event.planned_minutes,
      latest.kind <> 'end' and event.at + interval '12 hours' > moment.now as running
    from shift_event event
    where event.staff_id = member.id and event.kind = 'start' order by event.at desc, event.id desc limit 1) shift on true
  left join lateral (
    select
      max(event.at) filter (where event.kind in ('start', 'back') and event.off >= interval '10 minutes') as rested_at,
      max(event.at) filter (where event.kind = 'start' and event.off >= interval '6 hours') as began_at
    from (
      select each.kind, each.at,
        -- For how long they had been off when this began. A shift nobody ended lasted its 12 hours.
        case when each.kind = 'start' and exists (select from database_mark where kind = 'demo') then interval '1 day'
          else coalesce(each.at - lag(case when each.kind in ('start', 'back') then each.at + interval '12 hours' else each.at end)
            over (order by each.at, each.id), interval '1 day') end as off
      from shift_event each
      where each.staff_id = member.id and each.at > moment.now - interval '1 day') event) day on true
  where member.id = person
$$;

create sequence api_key_seq;
create table api_key (
  id text collate "C" primary key default 'k-' || nextval('api_key_seq'),
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['report', 'facts', 'scim']),
  -- SHA-256 of 32 random bytes: nothing to guess, so nothing to slow down.
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null default desk_now(),
  revoked_at timestamptz
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
create function check_ended() returns trigger language plpgsql
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

create function check_revoked() returns trigger language plpgsql
  as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception '% is revoked and stays so', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_revoked before update on api_key for each row execute function check_revoked();
create trigger check_revoked before update on staff_token for each row execute function check_revoked();

grant select, insert on staff, shift_event, api_key, staff_token to countersign_desk;
grant update (ends_at, notice_given_at, ended_at) on staff to countersign_desk;
grant update (revoked_at) on api_key, staff_token to countersign_desk;
grant usage on sequence staff_seq, api_key_seq, staff_token_seq to countersign_desk;
grant execute on function staff_standing(text) to countersign_desk;

-- Returns the latest organisation profile, as one row even where there is none.
create or replace function current_profile() returns table (organisation text, shadow boolean) language sql stable
begin atomic
  select coalesce(latest.organisation, 'company'), coalesce(latest.shadow, false)
  from (select) one left join lateral (select organisation, shadow from desk_profile order by id desc
    limit 1) latest on true;
end;

create or replace function organisation_kind() returns text language sql stable
  return (select organisation from current_profile());

-- Returns the rules of this kind of organisation. Functions read the kind only through them.
create or replace function has_shifts() returns boolean language sql stable
  return (select has_shifts from organisation_terms where organisation = organisation_kind());

create or replace function floor_max() returns integer language sql stable
  return (select floor_max from organisation_terms where organisation = organisation_kind());

create or replace function approvers_judge_appeals() returns boolean language sql stable
  return (select approvers_judge_appeals from organisation_terms where organisation = organisation_kind());

create or replace function own_review_after() returns interval language sql stable
  return (select own_review_after from organisation_terms where organisation = organisation_kind());

create or replace function has_second_person() returns boolean language sql stable
  return own_review_after() is null;

create or replace function restore_request_duration() returns interval language sql stable
  return (select restore_request_duration from organisation_terms where organisation = organisation_kind());

create or replace function in_shadow() returns boolean language sql stable
  return (select shadow from current_profile());

-- Computes the state of a person's shift from its events. A rest counts from 10 minutes on, and a new day begins after
-- 6 hours off: ending a shift and beginning another removes no fatigue. (Except in a demo, which may be started again
-- and again.)
create or replace function compute_shift(person text) returns setof staff_shift language sql stable
begin atomic
  select person, latest.kind, latest.at, shift.at, shift.planned_minutes, coalesce(day.rested_at, day.first_at),
    coalesce(day.began_at, day.first_at)
  from (select kind, at from shift_event where staff_id = person order by at desc, id desc limit 1) latest
  left join lateral (
    select event.at, event.planned_minutes from shift_event event
    where event.staff_id = person and event.kind = 'start' and event.at > latest.at - interval '1 day'
    order by event.at desc, event.id desc limit 1) shift on true
  cross join lateral (
    select
      max(event.at) filter (where event.kind in ('start', 'back') and event.off >= interval '10 minutes') as rested_at,
      max(event.at) filter (where event.kind = 'start' and event.off >= interval '6 hours') as began_at,
      -- A person without such a rest within the day counts as tired from its beginning.
      min(event.at) as first_at
    from (
      select each.kind, each.at,
        -- Computes the time off before this shift began. A shift without an end lasted its 12 hours.
        case when each.kind = 'start' and exists (select from database_mark where kind = 'demo') then interval '1 day'
          else coalesce(each.at - lag(case when each.kind in ('start', 'back') then each.at + interval '12 hours'
            else each.at end)
            over (order by each.at, each.id), interval '1 day') end as off
      from shift_event each
      where each.staff_id = person and each.at > latest.at - interval '1 day') event) day;
end;

create or replace function update_staff_shift() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- The lock makes concurrent events wait for each other, so that the second transaction sees the first.
  perform from staff where id = new.staff_id for no key update;
  insert into staff_shift select * from compute_shift(new.staff_id)
    on conflict (staff_id) do update set (kind, at, started_at, planned_minutes, rested_at, day_began_at) =
      (excluded.kind, excluded.at, excluded.started_at, excluded.planned_minutes, excluded.rested_at,
        excluded.day_began_at);
  return null;
end $$;

-- An event of a shift has the time of its insert and follows from the one before it, so a writer can neither lengthen a
-- shift nor make a person rested. Only the schema's owner inserts past events.
create or replace function check_shift_event() returns trigger language plpgsql
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
    -- A person who was active today may begin a break where people have no shifts.
    or new.kind <> 'start' and not has_shifts() and was_active_today(new.staff_id);
  follows := case new.kind when 'start' then not runs when 'break' then runs and shift.kind is distinct from 'break'
    when 'back' then runs and shift.kind is not distinct from 'break' else runs end;
  if not follows then
    raise exception 'the shift of % does not go from % to %', new.staff_id, case when runs then shift.kind
      else 'none' end, new.kind
      using errcode = 'CS001';
  end if;
  return new;
end $$;

-- True when a person was restricted beyond another person's limit, and so lost reading and restrictive rights.
create or replace function is_restricted_beyond_limit(person text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from staff_restriction where staff_id = person and cause = 'many'
    and lifted_at is null) $$;

-- True when one person restricted beyond the limit lifts the restriction of another: that takes two, each with a
-- passkey.
create or replace function undoes_removal(of_kind text, said jsonb, person text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select of_kind = 'unrestrict' and said ->> 'staffId' <> person and is_restricted_beyond_limit(person)
    and is_restricted_beyond_limit(said ->> 'staffId') $$;

-- True when a person has begun here and has not ended. (An SQL body, so that it becomes part of each query that asks it
-- for every enforcement.)
create or replace function is_current_staff(member staff, moment timestamptz) returns boolean language sql immutable
  return member.starts_at <= moment and member.ended_at is null and (member.ends_at is null or member.ends_at > moment);

-- A person counts as leaving at most 14 days before the end (3 with a rolling contract), or after notice was given.
create or replace function is_leaving(member staff, moment timestamptz) returns boolean language sql stable
  return member.notice_given_at is not null
    or coalesce(member.ends_at <= moment + case when member.rolling_contract then interval '3 days'
      else interval '14 days' end, false);

create or replace function is_rota_active(entry rota_entry, moment timestamptz) returns boolean language sql stable
begin atomic
  select exists (
    select from (values (0), (1)) before(days)
    cross join lateral (select (moment at time zone entry.zone)::date - before.days as day) started
    where started.day >= entry.from_day and (entry.until_day is null or started.day <= entry.until_day)
      and extract(isodow from started.day)::integer = any (entry.days)
      and moment >= (started.day + entry.begins) at time zone entry.zone
      and moment < (started.day + case when entry.ends <= entry.begins then 1
        else 0 end + entry.ends) at time zone entry.zone);
end;

-- Returns the people on call at a moment, by the present rota.
create or replace function on_call_at(moment timestamptz) returns table (staff_id text, turn text) language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select entry.staff_id, min(entry.turn) from rota_entry entry join staff member on member.id = entry.staff_id
  where entry.removed_at is null and is_rota_active(entry, moment) and is_current_staff(member, moment)
  group by entry.staff_id
$$;

-- True when a person was active within a day: without shifts that counts as on duty. (Sessions come later; plpgsql
-- resolves them when it runs.)
create or replace function was_active_today(person text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (select from staff_session where staff_id = person and seen_at > desk_now() - interval '1 day')
    or exists (select from shift_event where staff_id = person and at > desk_now() - interval '1 day');
end $$;

-- Returns every person who may be on duty now, and perhaps some who aren't.
create or replace function list_possibly_on_duty() returns setof text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query select staff_id from shift_event
      where at > desk_now() - case when has_shifts() then interval '12 hours' else interval '1 day' end
    union select staff_id from on_call_at(desk_now())
    union select staff_id from staff_session where not has_shifts() and seen_at > desk_now() - interval '1 day';
end $$;

-- Returns a person's present rights that depend on time. A shift ends by itself after 12 hours. A person with an hour
-- left, of the last shift or before the departure, is in the last hour. Where people have no shifts, a person active
-- within a day is on duty.
create or replace function staff_standing(person text)
  returns table (
    active boolean, on_shift boolean, on_break boolean, leaving boolean,
    minutes_on_shift integer, minutes_since_break integer, minutes_to_shift_end integer,
    on_call boolean, restricted boolean, last_hour boolean)
  language sql stable
begin atomic
  select
    is_current_staff(member, moment.now),
    coalesce(shift.running, false) or organisation.has_none and was_active_today(member.id),
    coalesce(shift.running and shift.kind = 'break', false),
    is_leaving(member, moment.now),
    case when shift.running then floor(extract(epoch from moment.now - shift.day_began_at) / 60)::integer else 0 end,
    case when shift.running then floor(extract(epoch from moment.now - shift.rested_at) / 60)::integer else 0 end,
    case when shift.running
      then floor(extract(epoch
        from shift.started_at + shift.planned_minutes * interval '1 minute' - moment.now) / 60)::integer
      when organisation.has_none then 720 else 0 end,
    exists (select from rota_entry entry
      where entry.staff_id = member.id and entry.removed_at is null and is_rota_active(entry, moment.now)),
    exists (select from staff_restriction restriction where restriction.staff_id = member.id
      and restriction.lifted_at is null),
    coalesce(member.ends_at <= moment.now + interval '1 hour'
      or shift.running
        and shift.started_at + shift.planned_minutes * interval '1 minute' <= moment.now + interval '1 hour'
        and member.ends_at
          <= shift.started_at + shift.planned_minutes * interval '1 minute' + interval '12 hours', false)
  from staff member
  -- Without the offset PostgreSQL would read the clock again wherever it is mentioned.
  cross join (select desk_now() as now offset 0) moment
  cross join (select not has_shifts() as has_none) organisation
  left join lateral (
    select kept.*, kept.kind <> 'end' and kept.started_at + interval '12 hours' > moment.now as running
    from staff_shift kept where kept.staff_id = member.id) shift on true
  where member.id = person;
end;

create or replace function check_revoked() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception '% is revoked and stays so', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function check_ended() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception '% has ended and stays so', old.id using errcode = 'CS001';
  end if;
  if old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at) and not is_owner() then
    raise exception '% leaves no later than was said', old.id using errcode = 'CS001';
  end if;
  if old.notice_given_at is not null and (new.notice_given_at is null
    or old.notice_kind is not null and new.notice_kind is distinct from old.notice_kind) then
    raise exception 'the notice % was given stays', old.id using errcode = 'CS001';
  end if;
  -- The limit applies to notices too: otherwise everyone could be planned to leave in an hour, with no person left to
  -- undo anything.
  if new.ended_at is null and new.ends_at is distinct from old.ends_at
    and (old.ends_at is null or new.ends_at < old.ends_at) then
    new.end_set_at := desk_now();
    new.end_postponed_at := null;
    new.end_told := is_announced_departure(new.id, new.notice_kind, new.ends_at);
    if not is_owner() and not new.end_told then
      perform remove_power(new.id, 'end_date', new.end_set_by, new.end_signature_id);
    end if;
  end if;
  if old.ended_at is null and new.ended_at is not null then
    if new.ended_by = 'staff:' || new.id then
      raise exception '% does not end themselves', new.id using errcode = 'CS001';
    end if;
    -- A planned end has come by itself, so it needs no further right.
    if not is_owner() and (old.ends_at is null or old.ends_at > desk_now()) then
      perform remove_power(new.id, 'end', new.ended_by, new.end_signature_id);
    end if;
  end if;
  return new;
end $$;

-- Returns the next such time after a given one, by the local clock of that zone: summer time changes no hour.
create or replace function next_drill_time(weekday integer, at_time text, zone text, after timestamptz)
  returns timestamptz language sql stable
begin atomic
  select min(moment) from generate_series(0, 8) days
  cross join lateral (select ((after at time zone zone)::date + days)::date as day) one
  cross join lateral (select (day + at_time::time) at time zone zone as moment) other
  where extract(isodow from day) = weekday and moment > after;
end;

-- A drill schedule never changes after its planning. Its next time is computed here and never lies in the past.
create or replace function check_drill_schedule() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.planned_at := desk_now();
    new.skipped := null;
    new.ended_by := null;
    new.next_at := next_drill_time(new.weekday, new.at_time, new.zone, desk_now());
    return new;
  end if;
  if old.ended_by is not null or (new.id, new.scenario, new.account_id, new.planned_by, new.planned_at,
    new.every_weeks, new.weekday,
      new.at_time, new.zone) is distinct from (old.id, old.scenario, old.account_id, old.planned_by, old.planned_at,
        old.every_weeks,
      old.weekday, old.at_time, old.zone) then
    raise exception 'what repeats as % stays as it is', old.id using errcode = 'CS001';
  end if;
  new.next_at := old.next_at;
  while new.ended_by is null and new.next_at <= desk_now() loop
    new.next_at := next_drill_time(new.weekday, new.at_time, new.zone,
      new.next_at + (new.every_weeks - 1) * interval '7 days' + interval '1 day');
  end loop;
  return new;
end $$;

create or replace function is_drill(of_enforcement text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from drill_run where enforcement_id = of_enforcement) $$;

-- An enforcement is a drill only on an account that two people marked, that is not protected, and when it needs no
-- approval.
create or replace function check_drill_run() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.planned_at := desk_now();
    new.enforcement_id := null;
    new.refused := null;
  elsif old.enforcement_id is not null or old.refused is not null
    or (new.id, new.scenario, new.account_id, new.part_of, new.schedule_id, new.planned_by, new.planned_at,
      new.begins_at)
      is distinct from (old.id, old.scenario, old.account_id, old.part_of, old.schedule_id, old.planned_by,
        old.planned_at,
        old.begins_at) then
    raise exception 'drill % stays as it is', old.id using errcode = 'CS001';
  end if;
  if (tg_op = 'INSERT' or new.enforcement_id is not null) and not exists (
    select from drill_account marked join account on account.id = marked.account_id
    where marked.account_id = new.account_id and not account.protected) then
    raise exception 'account % is no test account, or is protected', new.account_id using errcode = 'CS001';
  end if;
  if new.enforcement_id is not null and not exists (select from enforcement where id = new.enforcement_id
    and subject = 'account:' || new.account_id and not protected and proposed_by = 'staff:' || new.planned_by
    and material_hash is null and proposed_at > desk_now() - interval '1 minute') then
    raise exception 'enforcement % is no drill', new.enforcement_id using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function check_drill_account() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if is_owner() then return new; end if;
  if new.change_id is not null or exists (select from setup_end) then
    raise exception 'once the desk is set up, a test account is marked by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Every alert about a drill begins by saying so, so that none reads as real.
create or replace function mark_drill() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not starts_with(new.why, 'DRILL') and is_drill(new.enforcement_id) then
    new.why := left('DRILL, an exercise on a test account and nothing real: ' || new.why, 2000);
  end if;
  return new;
end $$;

-- The counting of days for transparency reports: which day is next, and what the ledger has of it.

-- Returns the first day at this time or later on which something happened that is counted. Null: none.
create or replace function next_transparency_day(since timestamptz) returns date language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if since > '-infinity' and exists (select from protected_offline_times() where offline && tstzrange(since, since + interval '1 day')) then
    return (since at time zone 'UTC')::date;
  end if;
  return (least(
    (select min(received_at) from report where received_at >= since),
    (select min(in_effect_at) from enforcement where in_effect_at >= since),
    (select min(asked_at) from enforcement_restore where asked_at >= since),
    (select min(decided_at) from decision where decided_at >= since),
    (select min(received_at) from appeal where received_at >= since),
    (select min(ended_at) from appeal where ended_at >= since),
    (select min(recorded_at) from appeal_settlement where recorded_at >= since),
    (select min(entered_at) from authority_order where entered_at >= since),
    (select min(at) from authority_order_act where at >= since)) at time zone 'UTC')::date;
end $$;

-- Returns the SHA-256 over the counts of a day, as the ledger has it.
create or replace function hash_transparency_day(of_day date) returns bytea language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select sha256(convert_to(coalesce(string_agg(concat_ws(E'\t', figure, facets, coalesce(seconds, -1), cases), E'\n'
    order by figure collate "C", facets::text collate "C", seconds nulls first), ''), 'UTF8'))
  from transparency_count where day = of_day
$$;

-- Returns the last day that can be counted. It is over for an hour, which is longer than any transaction that writes, and
-- each of its reports is in a case or stranded.
create or replace function last_transparency_day() returns date language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select (least(desk_now() - interval '1 hour', (select min(received_at) from report_inbox waiting where not is_stranded(waiting))) at time zone 'UTC')::date - 1
$$;

-- Returns the time before which everything is counted, so that it may be deleted.
create or replace function transparency_counted_until() returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select (counted_until + 1)::timestamp at time zone 'UTC' from transparency_progress), '-infinity')
$$;

-- True when every day that can be counted is.
create or replace function is_transparency_counted() returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select counted_until from transparency_progress), '-infinity') >= last_transparency_day()
$$;

-- Counts the next day on which something happened, whole or not at all, and returns it with the hash of its counts, which the
-- caller records in the ledger in the same transaction. No day: all that can be counted is, or another process counts.
create or replace function count_transparency_day(out counted date, out hash bytea) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  progress transparency_progress;
  found_day date;
begin
  select * into progress from transparency_progress for update skip locked;
  if progress.only_row is null or progress.counted_until >= last_transparency_day() then return; end if;
  found_day := next_transparency_day(transparency_counted_until());
  if found_day is null or found_day > last_transparency_day() then
    update transparency_progress set counted_until = last_transparency_day();
    return;
  end if;
  counted := found_day;
  insert into transparency_day (day) values (counted);
  insert into transparency_count (day, figure, facets, seconds, cases)
    select counted, cell.* from count_transparency(counted::timestamp at time zone 'UTC',
      (counted + 1)::timestamp at time zone 'UTC') cell;
  hash := hash_transparency_day(counted);
  update transparency_day set hash = count_transparency_day.hash where day = counted;
  update transparency_progress set counted_until = counted;
end $$;

-- An enforcement takes effect at the time of its move, and its restore is asked for now: neither is moved into a day that was
-- counted, or out of one.
create or replace function keep_effect_time() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.state = 'in_effect' and old.state <> 'in_effect' then
    new.in_effect_at := desk_now();
  elsif new.in_effect_at is distinct from old.in_effect_at then
    raise exception 'the time at which enforcement % took effect stays', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function set_restore_time() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.asked_at := desk_now();
  return new;
end $$;

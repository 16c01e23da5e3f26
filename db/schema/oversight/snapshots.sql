-- Counts of the queue, written ahead of the charts that show them. They hold no person and no policy, and decide nothing.

-- The age of a waiting case in minutes, from one in whole five minutes: rounded up to an hour after six hours, and to a day
-- after a week.
create or replace function rounded_age_minutes(age integer) returns integer language sql immutable
  return case when age <= 360 then age when age <= 10080 then (age + 59) / 60 * 60 else (age + 1439) / 1440 * 1440 end;

-- The time from opening to decision in minutes, rounded likewise.
create or replace function decision_age_minutes(decided timestamptz, opened timestamptz) returns integer
  language sql immutable
  return rounded_age_minutes((extract(epoch from decided - date_bin('5 minutes', opened, decided)) / 60)::integer);

-- Returns the age below which this share of the cases is, from ages in their order and the number of cases of each.
-- Twin of percentilesOf in TypeScript.
create or replace function age_of_share(ages integer[], cases integer[], share numeric) returns integer
  language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select min(age)
  from (select age, sum(each.cases) over (order by age) as upto, sum(each.cases) over () as total
    from unnest(ages, cases) each(age, cases)) ranked
  where upto >= total * share
$$;

-- The moments that charts read: each five minutes of the last day, each quarter of an hour of the last four, each half
-- hour of the last 93 days, each midnight of UTC of the last 368. They begin with the first case (an empty desk has the last moment alone), and end a minute ago:
-- no transaction of intake lasts longer, so no case appears before a counted moment afterwards.
create or replace function list_snapshot_moments() returns setof timestamptz language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select moment
  from (select date_bin('5 minutes', desk_now() - interval '1 minute', 'epoch') as last) now
  cross join lateral (values ('5 minutes'::interval, '1 day'::interval), ('15 minutes', '4 days'), ('30 minutes', '93 days'),
      ('1 day', '368 days')) kept(step, during)
  cross join lateral generate_series(date_bin(step, last, 'epoch'),
    greatest(last - during, coalesce((select min(opened_at) from review_case), last)), -step) moment
  union select last
  from (select date_bin('5 minutes', desk_now() - interval '1 minute', 'epoch') as last) now
$$;

-- Counts the cases that waited at a moment, by the queue in which they are now. It runs a minute after the moment, or
-- later for a moment that was missed.
create or replace function insert_snapshot_cells(moment timestamptz) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$
  with waiting as (
    select queue, language, date_bin('5 minutes', opened_at, moment) as opened, count(*) as cases,
      count(*) filter (where due_at < moment) as late, min(opened_at) as oldest
    from review_case
    where opened_at < moment and (state = 'open' or closed_at >= moment)
    group by 1, 2, 3),
  aged as (
    select grouping(queue, lower(language)) as rolled_up, queue, lower(language) as language, age, sum(cases) as cases,
      sum(late) as late, min(oldest) as oldest
    from waiting
    cross join lateral rounded_age_minutes((extract(epoch from moment - opened) / 60)::integer) age
    group by grouping sets ((queue, lower(language), age), (queue, age), (lower(language), age), (age)))
  insert into queue_snapshot_cell (at, rolled_up, queue, language, waiting, late, oldest, ages, cases, age_half, age_most)
  select moment, rolled_up, queue, language, waiting, late, oldest, ages, cases,
    age_of_share(ages, cases, 0.5), age_of_share(ages, cases, 0.95)
  from (
    select rolled_up, queue, language, sum(cases) as waiting, sum(late) as late, min(oldest) as oldest,
      array_agg(age order by age) as ages, array_agg(cases::integer order by age) as cases
    from aged group by rolled_up, queue, language) cell
$$;

-- Counts the events of a stretch of time, by the queue in which their cases are now. Twin of withHalves in TypeScript.
create or replace function count_flow(since timestamptz, until timestamptz)
  returns table (rolled_up integer, queue text, language text, opened bigint, closed bigint, reports bigint, decisions bigint)
  language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  with event as (
    select queue, language, 1 as opened, 0 as closed, 0 as reports, 0 as decisions from review_case
    where opened_at >= since and opened_at < until
    union all select queue, language, 0, 1, 0, 0 from review_case
    where closed_at >= since and closed_at < until
    union all select queue, review_case.language, 0, 0, 1, 0 from report join review_case on review_case.id = case_id
    where received_at >= since and received_at < until
    union all select queue, language, 0, 0, 0, 1 from decision join review_case on review_case.id = case_id
    where decided_at >= since and decided_at < until)
  select grouping(queue, lower(language)), queue, lower(language), sum(opened), sum(closed), sum(reports), sum(decisions)
  from event
  group by grouping sets ((queue, lower(language)), (queue), (lower(language)), ())
  having count(*) > 0
$$;

-- Counts the decisions of a stretch of time, and their times since the case was opened.
create or replace function count_decision_flow(since timestamptz, until timestamptz)
  returns table (rolled_up integer, queue text, language text, decided bigint, late bigint, ages integer[], cases integer[])
  language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  with decided as (
    select queue, lower(language) as language, age, count(*) as cases, count(*) filter (where decided_at > due_at) as late
    from decision join review_case on review_case.id = case_id
    cross join lateral decision_age_minutes(decided_at, opened_at) age
    where conclusion <> 'escalate' and decided_at >= since and decided_at < until
    group by 1, 2, 3),
  aged as (
    select grouping(queue, language) as rolled_up, queue, language, age, sum(cases)::integer as cases, sum(late) as late
    from decided group by grouping sets ((queue, language, age), (queue, age), (language, age), (age)))
  select rolled_up, queue, language, sum(cases), sum(late), array_agg(age order by age), array_agg(cases order by age)
  from aged group by rolled_up, queue, language
$$;

-- Counts the half hour before a moment.
create or replace function insert_half_hour(moment timestamptz) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into queue_flow (at, rolled_up, queue, language, opened, closed, reports, decisions)
  select moment, flow.* from count_flow(moment - interval '30 minutes', moment) flow;
  insert into decision_flow (at, rolled_up, queue, language, decided, late, ages, cases)
  select moment, flow.* from count_decision_flow(moment - interval '30 minutes', moment) flow
$$;

-- Adds up the half hours of the day that ends at a moment.
create or replace function insert_day_of_half_hours(day_end timestamptz) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into queue_day_flow (at, rolled_up, queue, language, opened, closed, reports, decisions)
  select day_end, rolled_up, queue, language, sum(opened), sum(closed), sum(reports), sum(decisions)
  from queue_flow where at > day_end - interval '1 day' and at <= day_end group by rolled_up, queue, language;
  with aged as (
    select rolled_up, queue, language, age, sum(each.cases)::integer as cases
    from decision_flow cross join lateral unnest(decision_flow.ages, decision_flow.cases) each(age, cases)
    where at > day_end - interval '1 day' and at <= day_end group by rolled_up, queue, language, age),
  overdue as (
    select rolled_up, queue, language, sum(late) as late
    from decision_flow where at > day_end - interval '1 day' and at <= day_end group by rolled_up, queue, language)
  insert into decision_day_flow (at, rolled_up, queue, language, decided, late, ages, cases, age_half, age_most)
  select day_end, rolled_up, queue, language, decided, late, ages, cases,
    age_of_share(ages, cases, 0.5), age_of_share(ages, cases, 0.95)
  from (
    select aged.rolled_up, aged.queue, aged.language, sum(cases) as decided, min(late) as late,
      array_agg(age order by age) as ages, array_agg(cases order by age) as cases
    from aged join overdue on (overdue.rolled_up, coalesce(overdue.queue, ''), coalesce(overdue.language, ''))
      = (aged.rolled_up, coalesce(aged.queue, ''), coalesce(aged.language, ''))
    group by aged.rolled_up, aged.queue, aged.language) cell
$$;

-- Counts the day that ends at a moment from its events, by the present queue and language of their cases.
create or replace function insert_day_of_events(day_end timestamptz) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into queue_day_flow (at, rolled_up, queue, language, opened, closed, reports, decisions)
  select day_end, flow.* from count_flow(day_end - interval '1 day', day_end) flow;
  insert into decision_day_flow (at, rolled_up, queue, language, decided, late, ages, cases, age_half, age_most)
  select day_end, flow.*, age_of_share(flow.ages, flow.cases, 0.5), age_of_share(flow.ages, flow.cases, 0.95)
  from count_decision_flow(day_end - interval '1 day', day_end) flow
$$;

-- Returns the end of the latest whole day that is not counted and whose moments all are; null: none. Days begin with the
-- first case, and a year of them is kept.
create or replace function find_uncounted_day() returns timestamptz language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  with missing as materialized (
    select moment from list_snapshot_moments() moment where not exists (select from queue_snapshot where at = moment))
  select max(day)
  from (select date_bin('1 day', desk_now() - interval '1 minute', 'epoch') as last) now
  cross join lateral generate_series(greatest(last - interval '367 days',
    (select date_bin('1 day', min(opened_at), 'epoch') + interval '1 day' from review_case)), last, '1 day') day
  where not exists (select from flow_day where flow_day.at = day)
    and not exists (select from missing where moment > day - interval '1 day' and moment <= day)
$$;

-- Counts the latest day that is missing, whole or not at all, and returns its end; null: none is missing. A day that is
-- older than its half hours, or in which the desk began to count, is counted from its events.
create or replace function count_flow_day() returns timestamptz language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  counted timestamptz;
begin
  -- Another process that counts the same day is waited for, and its count is the one.
  insert into flow_day (at) select day from find_uncounted_day() day where day is not null
  on conflict do nothing
  returning at into counted;
  if counted is null then return null; end if;
  if (select count(*) = 48 from queue_snapshot
      where at > counted - interval '1 day' and at <= counted and at = date_bin('30 minutes', at, 'epoch')) then
    perform insert_day_of_half_hours(counted);
  else
    perform insert_day_of_events(counted);
  end if;
  return counted;
end $$;

-- Counts the latest moment that is missing, whole or not at all, and returns it; null: none is missing. A desk that begins
-- to count, or whose worker was down, so counts its past from its present rows, the latest first.
create or replace function count_queue_snapshot() returns timestamptz language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  counted timestamptz;
begin
  -- Another process that counts the same moment is waited for, and its count is the one.
  insert into queue_snapshot (at)
  select max(moment) from list_snapshot_moments() moment where not exists (select from queue_snapshot where at = moment)
  having max(moment) is not null
  on conflict do nothing
  returning at into counted;
  if counted is null then return null; end if;
  perform insert_snapshot_cells(counted);
  if counted = date_bin('30 minutes', counted, 'epoch') then
    perform insert_half_hour(counted);
  end if;
  return counted;
end $$;

-- Deletes moments and days that no chart reads any longer, up to a number of moments, with all that was counted.
create or replace function delete_old_snapshots(at_most integer) returns integer language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with old as (
    select at from queue_snapshot where at not in (select list_snapshot_moments()) order by at limit at_most),
  days as (delete from flow_day where at < desk_now() - interval '369 days'),
  gone as (delete from queue_snapshot using old where queue_snapshot.at = old.at returning true)
  select count(*)::integer from gone
$$;

-- Counts of the queue, written ahead of the charts that show them. They hold no person and no policy, and decide nothing.

-- The age of a waiting case in minutes, from one in whole five minutes: rounded up to an hour after six hours, and to a day
-- after a week.
create or replace function rounded_age_minutes(age integer) returns integer language sql immutable
  return case when age <= 360 then age when age <= 10080 then (age + 59) / 60 * 60 else (age + 1439) / 1440 * 1440 end;

-- The time from opening to decision in minutes, rounded likewise.
create or replace function decision_age_minutes(decided timestamptz, opened timestamptz) returns integer
  language sql immutable
  return rounded_age_minutes((extract(epoch from decided - date_bin('5 minutes', opened, decided)) / 60)::integer);

-- The moments that charts read: each five minutes of the last day, each quarter of an hour of the last four, each half
-- hour of the last 93 days. They begin with the first case (an empty desk has the last moment alone), and end a minute ago:
-- no transaction of intake lasts longer, so no case appears before a counted moment afterwards.
create or replace function list_snapshot_moments() returns setof timestamptz language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select moment
  from (select date_bin('5 minutes', desk_now() - interval '1 minute', 'epoch') as last) now
  cross join lateral (values ('5 minutes'::interval, '1 day'::interval), ('15 minutes', '4 days'), ('30 minutes', '93 days'))
    kept(step, during)
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
  insert into queue_snapshot_cell (at, rolled_up, queue, language, waiting, late, oldest, ages, cases)
  select moment, rolled_up, queue, language, sum(cases), sum(late), min(oldest),
    array_agg(age order by age), array_agg(cases order by age)
  from aged group by rolled_up, queue, language
$$;

-- Twin of withHalves in TypeScript. Counts the events of the half hour before a moment, by the queue in which their cases are now.
create or replace function insert_queue_flow(moment timestamptz) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$
  with event as (
    select queue, language, 1 as opened, 0 as closed, 0 as reports, 0 as decisions from review_case
    where opened_at >= moment - interval '30 minutes' and opened_at < moment
    union all select queue, language, 0, 1, 0, 0 from review_case
    where closed_at >= moment - interval '30 minutes' and closed_at < moment
    union all select queue, review_case.language, 0, 0, 1, 0 from report join review_case on review_case.id = case_id
    where received_at >= moment - interval '30 minutes' and received_at < moment
    union all select queue, language, 0, 0, 0, 1 from decision join review_case on review_case.id = case_id
    where decided_at >= moment - interval '30 minutes' and decided_at < moment)
  insert into queue_flow (at, rolled_up, queue, language, opened, closed, reports, decisions)
  select moment, grouping(queue, lower(language)), queue, lower(language), sum(opened), sum(closed), sum(reports),
    sum(decisions)
  from event
  group by grouping sets ((queue, lower(language)), (queue), (lower(language)), ())
  having count(*) > 0
$$;

-- Counts the decisions of the half hour before a moment, and their times since the case was opened.
create or replace function insert_decision_flow(moment timestamptz) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$
  with decided as (
    select queue, lower(language) as language, age, count(*) as cases, count(*) filter (where decided_at > due_at) as late
    from decision join review_case on review_case.id = case_id
    cross join lateral decision_age_minutes(decided_at, opened_at) age
    where conclusion <> 'escalate' and decided_at >= moment - interval '30 minutes' and decided_at < moment
    group by 1, 2, 3),
  aged as (
    select grouping(queue, language) as rolled_up, queue, language, age, sum(cases) as cases, sum(late) as late
    from decided group by grouping sets ((queue, language, age), (queue, age), (language, age), (age)))
  insert into decision_flow (at, rolled_up, queue, language, decided, late, ages, cases)
  select moment, rolled_up, queue, language, sum(cases), sum(late),
    array_agg(age order by age), array_agg(cases order by age)
  from aged group by rolled_up, queue, language
$$;

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
    perform insert_queue_flow(counted), insert_decision_flow(counted);
  end if;
  return counted;
end $$;

-- Deletes moments that no chart reads any longer, up to a number, with all that was counted.
create or replace function delete_old_snapshots(at_most integer) returns integer language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with old as (
    select at from queue_snapshot where at not in (select list_snapshot_moments()) order by at limit at_most),
  gone as (delete from queue_snapshot using old where queue_snapshot.at = old.at returning true)
  select count(*)::integer from gone
$$;

-- Trusted flaggers, and the lane in which cases with their reports come before others of their queue.

-- Hours by which a case with a report of a trusted flagger counts as older than it is. The lane changes neither the queue
-- nor the clearances of a case, and no case in which life or a child is in danger comes after it.
-- Twin of LANE_HOURS in TypeScript.
create or replace function lane_hours() returns double precision language sql immutable return 96;

-- True while an organisation is a trusted flagger: neither suspended nor expired.
create or replace function is_flagger_active(flagger trusted_flagger) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select flagger.suspended_at is null and flagger.expires_at > desk_now()
$$;

-- Registers a trusted flagger, or sets what is known of one. A suspended one stays suspended: it is registered anew.
create or replace function carry_out_flagger(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if (said ->> 'expiresAt')::timestamptz <= desk_now() then
    raise exception 'the status of % is over', said ->> 'name' using errcode = 'CS001';
  end if;
  if said ->> 'flaggerId' is null then
    insert into trusted_flagger (name, contact, email, coordinator, reference, areas, expires_at, change_id)
    values (said ->> 'name', said ->> 'contact', said ->> 'email', said ->> 'coordinator', said ->> 'reference',
      array(select jsonb_array_elements_text(said -> 'areas') order by 1), (said ->> 'expiresAt')::timestamptz, changing.id)
    on conflict do nothing;
  else
    update trusted_flagger set name = said ->> 'name', contact = said ->> 'contact', email = said ->> 'email',
      coordinator = said ->> 'coordinator', reference = said ->> 'reference',
      areas = array(select jsonb_array_elements_text(said -> 'areas') order by 1),
      expires_at = (said ->> 'expiresAt')::timestamptz, change_id = changing.id
    where id = said ->> 'flaggerId' and suspended_at is null and change_id = said ->> 'from'
      and not exists (select from trusted_flagger other where other.email = said ->> 'email'
        and other.suspended_at is null and other.id <> trusted_flagger.id);
  end if;
  get diagnostics done = row_count;
  return done;
end $$;

-- The cases that a flagger may still bring forward: it has so many places, and its open cases in the lane take them.
-- A flood beyond them waits like the reports of others.
create or replace function lane_room(flagger text) returns integer language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(0, 1000 - (select count(*) from (
    select from flagger_report where flagger_id = flagger and in_lane limit 1000) taken))::integer
$$;

-- The hours by which a case comes forward for the reports of flaggers that it has.
create or replace function lane_boost(of_case text) returns double precision language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case when exists (select from flagger_report where case_id = of_case and in_lane) then lane_hours() else 0 end
$$;

-- Takes reports out of the lane whose case is closed or whose flagger is active no more, and open cases that have no
-- other such report, up to a number of each. It locks cases in the order in which the intake does, and waits for none:
-- one that is locked comes with the next run. Returns the larger number.
create or replace function end_lapsed_lanes(at_most integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  closed text[] := array(select report_id from flagger_report sent join review_case known on known.id = sent.case_id
    where sent.in_lane and known.closed_at is not null limit at_most for no key update of sent skip locked);
  lapsed constant text[] := array(select sent.case_id
    from flagger_report sent join trusted_flagger flagger on flagger.id = sent.flagger_id
    where sent.in_lane and not (is_flagger_active(flagger) and sent.category = any (flagger.areas)));
  cases text[] := array(select id from review_case where id = any (lapsed) and closed_at is null
    order by subject collate "C" limit at_most for no key update skip locked);
begin
  update flagger_report set in_lane = false where report_id = any (closed);
  update flagger_report sent set in_lane = false from trusted_flagger flagger
    where sent.case_id = any (cases) and flagger.id = sent.flagger_id and sent.in_lane
      and not (is_flagger_active(flagger) and sent.category = any (flagger.areas));
  update review_case set rank_boost_hours = 0
    where id = any (cases) and escalation_id is null and rank_boost_hours = lane_hours() and lane_boost(id) = 0;
  return greatest(cardinality(closed), cardinality(cases));
end $$;

-- Ends the status of a trusted flagger. The next run of end_lapsed_lanes ends its lane: a flood of cases takes longer
-- than a suspension may.
create or replace function suspend_flagger(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  done bigint;
begin
  update trusted_flagger set suspended_at = desk_now(), suspended_by = changing.id
    where id = changing.body::jsonb ->> 'flaggerId' and suspended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- A report counts as a flagger's only while the flagger is active, and is in the lane only within its areas and while
-- its case comes forward. The key of a flagger says whose report it is.
create or replace function check_flagger_report() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  flagger trusted_flagger;
  sent report;
begin
  select * into flagger from trusted_flagger where id = new.flagger_id for share;
  select * into sent from report where case_id = new.case_id and id = new.report_id;
  if sent.id is null or flagger.id is null or not is_flagger_active(flagger) or exists (
    select from api_key where id = sent.key_id and flagger_id <> new.flagger_id) then
    raise exception 'the report % is of no active trusted flagger', new.report_id using errcode = 'CS001';
  end if;
  new.category := sent.category;
  new.received_at := sent.received_at;
  new.in_lane := sent.category = any (flagger.areas) and exists (select from review_case
    where id = new.case_id and closed_at is null and rank_boost_hours >= lane_hours());
  return new;
end $$;

-- Returns the reports of these flaggers within a period, each with the latest decision after it.
create or replace function flagger_outcomes(of_flaggers text[], from_time timestamptz, to_time timestamptz)
  returns table (flagger_id text, case_id text, category text, received_at timestamptz, conclusion text,
    decided_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select sent.flagger_id, sent.case_id, sent.category, sent.received_at, latest.conclusion, latest.decided_at
  from flagger_report sent left join lateral (
    select decision.conclusion, decision.decided_at from decision where decision.case_id = sent.case_id
      and decision.decided_at >= sent.received_at and decision.conclusion in ('violation', 'no_violation')
    order by decision.decided_at desc, decision.id desc limit 1) latest on true
  where sent.flagger_id = any (of_flaggers) and sent.received_at >= from_time and sent.received_at < to_time
$$;

-- Returns what became of the reports of flaggers within a period, by category: upheld ones led to a decision of a
-- violation. Enforcements count once they took effect.
create or replace function flagger_figures(from_time timestamptz, to_time timestamptz)
  returns table (flagger_id text, name text, category text, notices integer, upheld integer, not_upheld integer,
    open integer, median_hours double precision, actions jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with sent as materialized (
    select * from flagger_outcomes(array(select id from trusted_flagger), from_time, to_time)),
  acted as (
    select flagger_id, category, action, count(distinct enforcement.id) as taken
    from (select distinct flagger_id, category, case_id from sent) noticed
      join enforcement on enforcement.case_id = noticed.case_id and enforcement.in_effect_at is not null
    group by flagger_id, category, action)
  select sent.flagger_id, known.name, sent.category, count(*)::integer,
    count(*) filter (where conclusion = 'violation')::integer, count(*) filter (where conclusion = 'no_violation')::integer,
    count(*) filter (where conclusion is null)::integer,
    percentile_cont(0.5) within group (order by extract(epoch from decided_at - received_at) / 3600)::double precision,
    coalesce((select jsonb_object_agg(action, taken) from acted
      where acted.flagger_id = sent.flagger_id and acted.category = sent.category), '{}')
  from sent join trusted_flagger known on known.id = sent.flagger_id
  group by sent.flagger_id, known.name, sent.category order by known.name, sent.flagger_id, sent.category
$$;

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
    where id = said ->> 'flaggerId' and suspended_at is null and change_id = said ->> 'from';
  end if;
  get diagnostics done = row_count;
  return done;
end $$;

-- Takes cases out of the lane whose reports are of no active flagger any more. Returns how many.
create or replace function end_lapsed_lanes() returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  cases text[];
  done bigint;
begin
  with ended as (
    update flagger_report sent set in_lane = false from trusted_flagger flagger
    where flagger.id = sent.flagger_id and sent.in_lane and not (is_flagger_active(flagger)
      and sent.category = any (flagger.areas))
    returning sent.case_id)
  select array_agg(distinct case_id) into cases from ended;
  update review_case set rank_boost_hours = 0
  where id = any (cases) and state = 'open' and escalation_id is null and rank_boost_hours = lane_hours()
    and not exists (select from flagger_report other where other.case_id = review_case.id and other.in_lane);
  get diagnostics done = row_count;
  return done;
end $$;

-- Ends the status of a trusted flagger, and its lane with it.
create or replace function suspend_flagger(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  done bigint;
begin
  update trusted_flagger set suspended_at = desk_now(), suspended_by = changing.id
    where id = changing.body::jsonb ->> 'flaggerId' and suspended_at is null;
  get diagnostics done = row_count;
  perform end_lapsed_lanes();
  return done;
end $$;

-- A report counts as a flagger's only while the flagger is active, and is in the lane only within its areas. The key of
-- a flagger says whose report it is.
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
  new.in_lane := sent.category = any (flagger.areas);
  return new;
end $$;

-- Returns what became of the reports of flaggers within a period, by category: upheld ones led to a decision of a
-- violation. Enforcements count once they took effect.
create or replace function flagger_figures(from_time timestamptz, to_time timestamptz)
  returns table (flagger_id text, name text, category text, notices integer, upheld integer, not_upheld integer,
    open integer, median_hours double precision, actions jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with sent as (
    select flagger_report.*, latest.conclusion, latest.decided_at from flagger_report left join lateral (
      select conclusion, decided_at from decision where decision.case_id = flagger_report.case_id
        and decided_at >= flagger_report.received_at and conclusion in ('violation', 'no_violation')
      order by decided_at desc, id desc limit 1) latest on true
    where flagger_report.received_at >= from_time and flagger_report.received_at < to_time),
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

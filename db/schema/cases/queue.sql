create or replace function is_severe(severity integer) returns boolean language sql immutable
  return severity >= 4;

-- The precedence of a case over others of any rank: 2 where a child may be abused, 1 where life or a child may be in
-- danger, else 0. The weight of its reporters together must reach one newcomer, so mostly wrong reporters bring nothing
-- forward. A case without reporters needs no such weight. A person may open such cases, so TypeScript limits how many of
-- one person get the highest severity in a day (FIRST_SEVERE_MAX).
create or replace function case_precedence(category text, severity integer, reporter_weight double precision,
  reporters integer) returns smallint
  language sql immutable
  return (case when severity < 5 or reporters > 0 and reporter_weight < 1 then 0
    when category = 'PROTECTION_OF_MINORS' then 2 else 1 end)::smallint;

create or replace function count_severe_today(person_id text) returns integer language sql stable
begin atomic
  select coalesce(sum(severe), 0)::integer from staff_exposure
  where staff_id = person_id and hour > date_trunc('hour', desk_now()) - interval '24 hours';
end;

create or replace function record_exposure(person_id text, severe boolean) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not severe then
    update staff_rotation set severe_in_a_row = 0 where staff_id = person_id and severe_in_a_row > 0;
    return;
  end if;
  insert into staff_exposure as noted (staff_id, hour, severe) values (person_id, date_trunc('hour', desk_now()), 1)
    on conflict (staff_id, hour) do update set severe = noted.severe + 1;
  insert into staff_rotation as noted (staff_id, severe_in_a_row) values (person_id, 1)
    on conflict (staff_id) do update set severe_in_a_row = noted.severe_in_a_row + 1;
  delete from staff_exposure where staff_id = person_id and hour < desk_now() - interval '2 days';
end $$;

create or replace function sync_case_claim() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.claimed_by is null then
    delete from case_claim where case_id = new.id;
  else
    insert into case_claim (case_id, staff_id) values (new.id, new.claimed_by)
      on conflict (case_id) do update set staff_id = excluded.staff_id;
    perform record_exposure(new.claimed_by, is_severe(new.severity));
  end if;
  return null;
end $$;

-- Of 0.1.0, without a platform. Its programs go on calling, so it is replaced here, in one transaction.
drop function if exists case_partition_key(text, text[], text[], text[], text, text, boolean, boolean, smallint, text);
create or replace function case_partition_key(language text, languages text[], roles text[], clearances text[],
  employer text, site text,
  protected boolean, severe boolean, precedence smallint, bulk_action text default null,
  platform text default 'default') returns text
    language sql stable
  return jsonb_build_array(language, languages, roles, clearances, employer, site, protected, severe,
    precedence)::text || coalesce(' ' || bulk_action, '') || coalesce(' @' || nullif(platform, 'default'), '');

-- The clearances a person needs: those of the reports and those of the queue.
create or replace function partition_clearances(clearances text[], queue_clearances text[]) returns text[]
  language sql immutable
begin atomic
  select array(select unnest(clearances) union select unnest(queue_clearances) order by 1);
end;

-- Returns the power of ten of an account's reach: 0 for none, 2 for 31, 6 for 100,000, as which unknown counts.
-- Twin of reachClass in TypeScript.
create or replace function reach_class(reach bigint, absent boolean) returns smallint language sql immutable
  return (case when reach > 0 then length(reach::text) when reach = 0 or absent then 0 else 6 end)::smallint;

-- The weight of a report, by its reporter's accuracy until then: 1 for a new reporter, less than 2 for one who was
-- always right, more than 0 for one who never was.
-- Twin of weighReporter in TypeScript.
create or replace function reporter_weight(upheld integer, decided integer) returns double precision
  language sql immutable
  return 2.0::double precision * (coalesce(upheld, 0) + 2) / (coalesce(decided, 0) + 4);

-- Returns the weight of all reports together, in quarters of a doubling, so that a few of many reports move a case.
create or replace function reporter_class(reporter_weight double precision) returns double precision
  language sql immutable
  return floor(4 * ln(1 + reporter_weight) / ln(2::double precision) + 1e-9) / 4;

-- Returns the rank: the hours by which a case is ahead of one of the lowest severity, less the hour of its opening. All
-- cases wait equally longer as time passes, so the order of two cases never changes by itself.
-- Twin of rankOf in TypeScript.
create or replace function case_rank(severity integer, reach_class integer, reporter_weight double precision,
  boost_hours double precision,
  opened_at timestamptz) returns double precision language sql immutable
begin atomic
  select (case severity when 1 then 0 when 2 then 24 when 3 then 72 when 4 then 168 when 5 then 720 end
    + 4 * reach_class + 6 * reporter_class(reporter_weight) + boost_hours
    - extract(epoch from opened_at)::double precision / 3600)::double precision;
end;

-- Finds or creates the partition of such cases. There is one partition for each difference that matters, so there are
-- few. But languages come from outside, so beyond a number all further ones share a partition.
-- Replaced as case_partition_key is.
drop function if exists find_partition(text, text[], text[], text[], text, text, boolean, boolean, smallint, text);
create or replace function find_partition(for_language text, for_languages text[], for_roles text[],
  for_clearances text[], for_employer text, for_site text, for_protected boolean, for_severe boolean,
  for_precedence smallint, for_bulk_action text default null, for_platform text default 'default') returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  partitions_max constant integer := 2000;
  spoken text := lower(for_language);
  partition_key text := case_partition_key(spoken, for_languages, for_roles, for_clearances, for_employer, for_site,
    for_protected,
    for_severe, for_precedence, for_bulk_action, for_platform);
  found integer;
begin
  select id into found from case_partition where key = partition_key;
  if found is not null then
    return found;
  end if;
  if (spoken <> '*' or for_bulk_action is not null) and (select count(*) from case_partition) >= partitions_max then
    return find_partition(case when for_bulk_action is null then '*'
      else spoken end, for_languages, for_roles, for_clearances, for_employer, for_site, for_protected, for_severe,
      for_precedence, null, for_platform);
  end if;
  insert into case_partition (language, languages, roles, clearances, employer, site, protected, severe, precedence,
    bulk_action_id, platform, key)
    values (spoken, for_languages, for_roles, for_clearances, for_employer, for_site, for_protected, for_severe,
      for_precedence, for_bulk_action, for_platform, partition_key)
    on conflict (key) do nothing;
  select id into strict found from case_partition where key = partition_key;
  return found;
end $$;

-- Puts a case in its partition and computes its rank whenever a value that decides them changes. The values are taken
-- from the row as written.
create or replace function place_case() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  known record;
begin
  if new.partition_id is null or tg_op = 'UPDATE' and (old.state <> 'open'
    or (new.account_id, new.language, new.clearances, new.queue_clearances, new.queue_languages, new.queue_roles,
      new.employer, new.site,
        is_severe(new.severity), case_precedence(new.category, new.severity, new.reporter_weight, new.reporter_count))
      is distinct from (old.account_id, old.language, old.clearances, old.queue_clearances, old.queue_languages,
        old.queue_roles,
        old.employer, old.site, is_severe(old.severity),
          case_precedence(old.category, old.severity, old.reporter_weight, old.reporter_count))) then
    select account.protected, reach_class(account.reach_counted, 'reach' = any (account.absent)) as reach into known
      from account where account.id = new.account_id;
    new.reach_class := coalesce(known.reach, reach_class(null, false));
    new.precedence := case_precedence(new.category, new.severity, new.reporter_weight, new.reporter_count);
    new.partition_id := find_partition(new.language, new.queue_languages, new.queue_roles,
      partition_clearances(new.clearances, new.queue_clearances), new.employer, new.site,
      coalesce(known.protected, true) or has_protected_former_author(new.subject),
      is_severe(new.severity), new.precedence, new.bulk_action_id, platform_of_subject(new.subject));
  end if;
  if new.rank is null or tg_op = 'UPDATE'
    and (new.severity, new.reach_class, reporter_class(new.reporter_weight), new.rank_boost_hours)
      is distinct from (old.severity, old.reach_class, reporter_class(old.reporter_weight), old.rank_boost_hours) then
    new.rank := case_rank(new.severity, new.reach_class, new.reporter_weight, new.rank_boost_hours, new.opened_at);
  end if;
  return new;
end $$;

-- Routes the open cases of an account again once its reach or protection becomes known or unknown. Locks them in the
-- order of their subjects, as all transactions do.
create or replace function place_cases_of_accounts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  with changed as (
    select after.id from account_after after join account_before before on before.id = after.id
    where after.protected <> before.protected
      or reach_class(after.reach_counted, 'reach' = any (after.absent))
        <> reach_class(before.reach_counted, 'reach' = any (before.absent))),
  theirs as (
    select review_case.id from review_case join changed on changed.id = review_case.account_id
    where review_case.state = 'open' order by review_case.subject for no key update of review_case)
  update review_case set partition_id = null from theirs where review_case.id = theirs.id;
  return null;
end $$;

-- A case and its account's facts that were written concurrently may have missed each other. This checks some open cases
-- whose subject sorts after the given one, and moves those whose partition does not fit their account. It returns the
-- last subject checked. Null: there are no more.
create or replace function place_misplaced_cases(after_subject text, cases_max integer) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  last_subject text;
begin
  select max(subject) into last_subject from (
    select subject from review_case where state = 'open' and subject > after_subject collate "C" order by subject
      limit cases_max) seen;
  with stray as (
    select review_case.id from review_case
    join case_partition on case_partition.id = review_case.partition_id
      join account on account.id = review_case.account_id
    where review_case.state = 'open' and review_case.subject > after_subject collate "C"
      and review_case.subject <= last_subject collate "C"
      and (case_partition.platform <> platform_of_subject(review_case.subject)
        or case_partition.protected <> (account.protected or has_protected_former_author(review_case.subject))
        or review_case.reach_class <> reach_class(account.reach_counted, 'reach' = any (account.absent)))
    order by review_case.subject for no key update of review_case)
  update review_case set partition_id = null from stray where review_case.id = stray.id;
  return last_subject;
end $$;

-- Who may be given which case, and which comes first.

-- Everything that decides to whom a case may be given, as one number: whoever asks for the next case looks at the head of
-- each lane that is theirs and at no case that isn't.
create table case_lane (
  id integer generated always as identity primary key,
  -- Lower case; null: the case has none. '*': of one of the languages that came after the last lane was made.
  language text,
  languages text[] not null,
  roles text[] not null,
  clearances text[] not null,
  employer text,
  site text,
  protected boolean not null,
  -- Its cases harm whoever looks at many of them.
  severe boolean not null,
  -- Its cases come before all of a lower one, but for a legal clock that is near (case_precedence).
  precedence smallint not null default 0,
  -- Appeals against what one campaign did wait in a lane of their own.
  campaign_id text collate "C",
  key text collate "C" not null unique
);
comment on column case_lane.languages is 'Whoever takes from its queue must speak one of these. Empty: no matter.';

-- Who holds what, also when it ran out and wasn't cleared away yet. As a small table and not an index of the claims: one
-- would have every index of the case rewritten each time it is given out.
create table case_claim (
  case_id text collate "C" primary key,
  staff_id text collate "C" not null
);
create index case_claim_staff on case_claim (staff_id);

-- How many severe cases one person is given in 24 hours, and in a row, as the policies say. No row: as many as there are.
create table exposure_limit (
  single boolean primary key default true check (single),
  severe_a_day integer not null check (severe_a_day > 0),
  severe_in_a_row integer not null check (severe_in_a_row > 0)
);

-- How many each was given, hour by hour, and how many in a row. For giving out cases and for the person alone; forgotten
-- when they say nothing about any limit any more.
create table staff_exposure (
  staff_id text collate "C" not null,
  hour timestamptz not null,
  severe integer not null,
  primary key (staff_id, hour)
);
create table staff_rotation (
  staff_id text collate "C" primary key,
  severe_in_a_row integer not null
);

create function is_severe(severity integer) returns boolean language sql immutable
  return severity >= 4;

-- Where a case stands before others whatever its rank: 2 where a child may be abused, 1 where life or a child may be in danger, else 0. What
-- its reporters are worth together must reach one newcomer, so those who were mostly wrong bring nothing forward. A case without a
-- reporter was opened at the desk.
create function case_precedence(category text, severity integer, reporter_weight double precision, reporters integer) returns smallint
  language sql immutable
  return (case when severity < 5 or reporters > 0 and reporter_weight < 1 then 0 when category = 'PROTECTION_OF_MINORS' then 2 else 1 end)::smallint;

create function severe_today(person_id text) returns integer language sql stable
begin atomic
  select coalesce(sum(severe), 0)::integer from staff_exposure
  where staff_id = person_id and hour > date_trunc('hour', desk_now()) - interval '24 hours';
end;

create function note_exposure(person_id text, severe boolean) returns void language plpgsql
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

create function keep_case_claim() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.claimed_by is null then
    delete from case_claim where case_id = new.id;
  else
    insert into case_claim (case_id, staff_id) values (new.id, new.claimed_by)
      on conflict (case_id) do update set staff_id = excluded.staff_id;
    perform note_exposure(new.claimed_by, is_severe(new.severity));
  end if;
  return null;
end $$;
create trigger keep_case_claim after update on review_case for each row
  when (old.claimed_by is distinct from new.claimed_by) execute function keep_case_claim();
create trigger keep_new_case_claim after insert on review_case for each row
  when (new.claimed_by is not null) execute function keep_case_claim();

-- The places of vendors, as the policies name them: their people see only what is bound to them. Null: any.
create table vendor_place (
  id bigint generated always as identity primary key,
  employer text not null,
  site text,
  unique nulls not distinct (employer, site)
);

-- How often a reporter was right, of the reports that were decided.
create table reporter_record (
  reporter_id text collate "C" primary key,
  upheld integer not null default 0 check (upheld between 0 and decided),
  decided integer not null default 0
);

-- A question to others about a case, and their answer. Where the case stood before, it goes back to.
create table case_escalation (
  decision_id text collate "C" primary key references decision (id),
  case_id text collate "C" not null references review_case (id),
  queue text not null,
  urgency text not null check (urgency in ('immediate', 'urgent', 'normal')),
  asked_by text collate "C" not null references staff (id),
  asked_at timestamptz not null default desk_now(),
  acknowledge_by timestamptz not null,
  acknowledged_at timestamptz,
  first_reviewer text collate "C" not null references staff (id),
  home_queue text not null,
  home_due_at timestamptz not null,
  home_missed_due_at timestamptz,
  answered_by text collate "C" references staff (id),
  answered_at timestamptz,
  answer text check (length(answer) between 1 and 10000),
  check ((answered_by is null) = (answer is null) and (answered_by is null) = (answered_at is null))
);
create index case_escalation_case on case_escalation (case_id, asked_at);
create index case_escalation_asked on case_escalation (asked_by, asked_at);
comment on column case_escalation.acknowledged_at is 'When somebody first took it on.';

create function case_lane_key(language text, languages text[], roles text[], clearances text[], employer text, site text,
  protected boolean, severe boolean, precedence smallint, campaign text default null) returns text language sql stable
  return jsonb_build_array(language, languages, roles, clearances, employer, site, protected, severe, precedence)::text || coalesce(' ' || campaign, '');

-- What a person must have: what the reports ask for and what the queue asks for.
create function lane_clearances(clearances text[], queue_clearances text[]) returns text[] language sql immutable
begin atomic
  select array(select unnest(clearances) union select unnest(queue_clearances) order by 1);
end;

-- By which power of ten an account's reach is written: 0 for none, 2 for 31, 6 for 100,000, which unknown counts as.
-- Twin of reachClass in TypeScript.
create function reach_class(reach bigint, absent boolean) returns smallint language sql immutable
  return (case when reach > 0 then length(reach::text) when reach = 0 or absent then 0 else 6 end)::smallint;

-- What a report counts for, by what its reporter was worth until then: 1 for somebody new, less than 2 for somebody who was
-- always right, more than 0 for somebody who never was.
-- Twin of weighReporter in TypeScript.
create function reporter_weight(upheld integer, decided integer) returns double precision language sql immutable
  return 2.0::double precision * (coalesce(upheld, 0) + 2) / (coalesce(decided, 0) + 4);

-- What all its reports count for together, by how often it doubled, in quarters: so that of many reports few move a case.
create function reporter_class(reporter_weight double precision) returns double precision language sql immutable
  return floor(4 * ln(1 + reporter_weight) / ln(2::double precision) + 1e-9) / 4;

-- Hours by which a case is ahead of one that names no harm, less the hour in which it was opened: as time passes all wait
-- equally longer, so the order of two cases never changes by itself.
-- Twin of rankOf in TypeScript.
create function case_rank(severity integer, reach_class integer, reporter_weight double precision, boost_hours double precision,
  opened_at timestamptz) returns double precision language sql immutable
begin atomic
  select (case severity when 1 then 0 when 2 then 24 when 3 then 72 when 4 then 168 when 5 then 720 end
    + 4 * reach_class + 6 * reporter_class(reporter_weight) + boost_hours
    - extract(epoch from opened_at)::double precision / 3600)::double precision;
end;

-- Finds the lane of such cases, or makes it. There are as many lanes as there are differences that matter, so few; but
-- languages come from outside, so at some point all further ones share a lane.
create function find_lane(for_language text, for_languages text[], for_roles text[], for_clearances text[], for_employer text,
  for_site text, for_protected boolean, for_severe boolean, for_precedence smallint, for_campaign text default null) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  lanes_max constant integer := 2000;
  spoken text := lower(for_language);
  lane_key text := case_lane_key(spoken, for_languages, for_roles, for_clearances, for_employer, for_site, for_protected,
    for_severe, for_precedence, for_campaign);
  found integer;
begin
  select id into found from case_lane where key = lane_key;
  if found is not null then
    return found;
  end if;
  if (spoken <> '*' or for_campaign is not null) and (select count(*) from case_lane) >= lanes_max then
    return find_lane(case when for_campaign is null then '*' else spoken end, for_languages, for_roles, for_clearances, for_employer, for_site, for_protected, for_severe,
      for_precedence);
  end if;
  insert into case_lane (language, languages, roles, clearances, employer, site, protected, severe, precedence, campaign_id, key)
    values (spoken, for_languages, for_roles, for_clearances, for_employer, for_site, for_protected, for_severe, for_precedence, for_campaign, lane_key)
    on conflict (key) do nothing;
  select id into strict found from case_lane where key = lane_key;
  return found;
end $$;

-- Puts a case in its lane and gives it its rank, whenever anything changes that decides them. Who states them is believed.
create function place_case() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  known record;
begin
  if new.lane is null or tg_op = 'UPDATE' and (old.state <> 'open'
    or (new.account_id, new.language, new.clearances, new.queue_clearances, new.queue_languages, new.queue_roles, new.employer, new.site,
        is_severe(new.severity), case_precedence(new.category, new.severity, new.reporter_weight, new.reporter_count))
      is distinct from (old.account_id, old.language, old.clearances, old.queue_clearances, old.queue_languages, old.queue_roles,
        old.employer, old.site, is_severe(old.severity), case_precedence(old.category, old.severity, old.reporter_weight, old.reporter_count))) then
    select account.protected, reach_class(account.reach_counted, 'reach' = any (account.absent)) as reach into known
      from account where account.id = new.account_id;
    new.reach_class := coalesce(known.reach, reach_class(null, false));
    new.lane := find_lane(new.language, new.queue_languages, new.queue_roles,
      lane_clearances(new.clearances, new.queue_clearances), new.employer, new.site,
      coalesce(known.protected, true) or has_protected_former_author(new.subject),
      is_severe(new.severity), case_precedence(new.category, new.severity, new.reporter_weight, new.reporter_count), new.campaign_id);
  end if;
  if new.rank is null or tg_op = 'UPDATE'
    and (new.severity, new.reach_class, reporter_class(new.reporter_weight), new.rank_boost_hours)
      is distinct from (old.severity, old.reach_class, reporter_class(old.reporter_weight), old.rank_boost_hours) then
    new.rank := case_rank(new.severity, new.reach_class, new.reporter_weight, new.rank_boost_hours, new.opened_at);
  end if;
  return new;
end $$;
create trigger place_new_case before insert on review_case for each row
  when (new.lane is null or new.rank is null) execute function place_case();
create trigger place_case before update on review_case for each row
  when (new.state = 'open' and (new.lane is null or new.rank is null or old.state <> 'open'
    or (new.account_id, new.language, new.clearances, new.queue_clearances, new.queue_languages, new.queue_roles, new.employer,
        new.site, new.severity, reporter_class(new.reporter_weight), new.reporter_count > 0, new.rank_boost_hours)
      is distinct from (old.account_id, old.language, old.clearances, old.queue_clearances, old.queue_languages,
        old.queue_roles, old.employer, old.site, old.severity, reporter_class(old.reporter_weight), old.reporter_count > 0, old.rank_boost_hours)))
  execute function place_case();

-- When it becomes known how far an account reaches or that it is protected, or no more, its open cases are placed anew. In
-- the order of their subjects, in which everybody locks cases.
create function place_cases_of_accounts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
  update review_case set lane = null from theirs where review_case.id = theirs.id;
  return null;
end $$;
create trigger place_cases_of_accounts after update on account referencing old table as account_before new table as account_after
  for each statement execute function place_cases_of_accounts();

-- A case and its account's facts that were written at the same moment may have missed each other. Looks at so many open
-- cases whose subject comes after this one, places those anew whose account is not as their lane says, and answers the last
-- subject it looked at; null: there are no more.
create function place_stray_cases(after_subject text, cases_max integer) returns text language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  last_subject text;
begin
  select max(subject) into last_subject from (
    select subject from review_case where state = 'open' and subject > after_subject collate "C" order by subject limit cases_max) seen;
  with stray as (
    select review_case.id from review_case
    join case_lane on case_lane.id = review_case.lane join account on account.id = review_case.account_id
    where review_case.state = 'open' and review_case.subject > after_subject collate "C"
      and review_case.subject <= last_subject collate "C"
      and (case_lane.protected <> (account.protected or has_protected_former_author(review_case.subject))
        or review_case.reach_class <> reach_class(account.reach_counted, 'reach' = any (account.absent)))
    order by review_case.subject for no key update of review_case)
  update review_case set lane = null from stray where review_case.id = stray.id;
  return last_subject;
end $$;

grant select on case_lane, case_claim to countersign_desk;
grant select, insert, delete on vendor_place to countersign_desk;
grant select, insert, update on reporter_record to countersign_desk;
grant select, insert on case_escalation to countersign_desk;
grant update (acknowledged_at, answered_by, answered_at, answer) on case_escalation to countersign_desk;
grant select, insert, update, delete on exposure_limit to countersign_desk;
grant select on staff_exposure, staff_rotation to countersign_desk;
grant execute on function is_severe(integer), severe_today(text), case_lane_key(text, text[], text[], text[], text, text, boolean, boolean, smallint, text), case_precedence(text, integer, double precision, integer), lane_clearances(text[], text[]), reach_class(bigint, boolean),
  reporter_weight(integer, integer), reporter_class(double precision), case_rank(integer, integer, double precision, double precision, timestamptz),
  find_lane(text, text[], text[], text[], text, text, boolean, boolean, smallint, text), place_stray_cases(text, integer) to countersign_desk;

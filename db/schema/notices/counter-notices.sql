-- The end of the n-th day from Monday to Friday after the day of receipt, by UTC. No public holiday is known.
create or replace function business_days_after(received timestamptz, days integer) returns timestamptz
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select (day + 1)::timestamp at time zone 'UTC'
  from (select day, row_number() over (order by day) as number
    from generate_series(1, days * 2 + 4) place
      cross join lateral (select (received at time zone 'UTC')::date + place as day) dated
    where extract(isodow from day) < 6) counted
  where number = days
$$;

-- Returns the time from which on a restriction is decided: that of the first enforcement, if it is the lesser one of an
-- appeal.
create or replace function first_decided_at(of_enforcement text) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select min(decided_at) from enforcement join decision on decision.id = enforcement.decision_id
  where enforcement.id in (select list_replaced(of_enforcement))
$$;

-- True when a report says that its subject breaks the law by the rights of another in a work.
create or replace function is_of_rights(said report) returns boolean language sql immutable
  return coalesce(said.category = 'INTELLECTUAL_PROPERTY_INFRINGEMENTS' and said.ground = 'illegal', false);

-- The notices of rights holders that led to an enforcement: those that were there when it was decided, and that no person
-- marked as manifestly unfounded. Later ones led to nothing, so their senders learn nothing of a counter-notice.
create or replace function rights_notices(of_enforcement text) returns setof notice language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select notice.* from enforcement join notice on notice.case_id in (select list_leading_cases(enforcement.case_id))
  where enforcement.id = of_enforcement and notice.kind = 'copyright'
    and notice.accepted_at <= first_decided_at(of_enforcement)
    and not is_marked('report', notice.report_id)
$$;

-- The notices of rights holders that led to an enforcement, whose senders got the letter about this counter-notice.
create or replace function told_rights_notices(countered counter_notice) returns setof notice language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select * from rights_notices(countered.enforcement_id) told where exists (select from letter
    where notice_id = told.id and letter.kind = 'rights_counter' and sent_at is not null and made_at >= countered.received_at
      and not exists (select from returned_letter where returned_letter.letter = 'letter:' || letter.id))
$$;

-- Returns why no counter-notice is received about a statement. Null: one is received. It needs a restriction of a content
-- that is in effect and was decided as illegal after a report of the rights in a work, and that no law requires.
create or replace function counter_notice_refusal(of_statement text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when stated.kind is distinct from 'restriction' or not coalesce(is_effective(enforcement.state), false)
      or not starts_with(enforcement.subject, 'content:') then 'not_in_effect'
    when exists (select from counter_notice where statement_id = of_statement) then 'received'
    when enforcement.case_id is null or decision.id is null then 'no_case'
    when needs_two_restorers(enforcement)
      or (decision.basis ->> 'ground' = 'terms' and (decision.basis -> 'alsoIllegal')::text is distinct from 'true')
      or not exists (select from report where case_id in (select list_leading_cases(enforcement.case_id))
        and is_of_rights(report)) then 'no_notice' end
  from (select of_statement as id) asked left join statement stated on stated.id = asked.id
    left join enforcement on enforcement.id = stated.enforcement_id
    left join decision on decision.id = enforcement.decision_id
$$;

-- Returns the ground for which a restriction is not lifted by the time of a counter-notice alone. Null: none. Another
-- ground that may restrict the same content is for people to judge. So is a rights holder who was not told: each report of
-- the rights in a work needs a notice whose sender got the letter.
create or replace function counter_notice_bar(countered counter_notice) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when needs_two_restorers(enforcement) then 'legal_duty'
    when exists (select from list_leading_cases(enforcement.case_id) led
      cross join lateral orders_of_case(led, enforcement.subject)) then 'order'
    when decision.basis ->> 'ground' = 'terms' then 'two_grounds'
    when exists (select from report where case_id in (select list_leading_cases(enforcement.case_id))
      and not is_of_rights(report)) then 'other_report'
    when exists (select from notice late where late.kind = 'copyright' and late.accepted_at > first_decided_at(enforcement.id)
      and late.case_id in (select id from review_case where review_case.subject = enforcement.subject)
      and not is_marked('report', late.report_id)) then 'new_notice'
    when exists (select from report where case_id in (select list_leading_cases(enforcement.case_id))
        and report.id not in (select report_id from told_rights_notices(countered)))
      or not exists (select from told_rights_notices(countered)) then 'not_told' end
  from enforcement left join decision on decision.id = enforcement.decision_id
  where enforcement.id = countered.enforcement_id
$$;

-- A counter-notice begins open, against a restriction that it may be against. Its time is of PostgreSQL.
create or replace function check_new_counter_notice() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal constant text := counter_notice_refusal(new.statement_id);
begin
  if refusal is not null or new.state <> 'open' or new.words is null
    or new.enforcement_id is distinct from (select enforcement_id from statement where id = new.statement_id) then
    raise exception 'no counter-notice about % is received: %', new.statement_id, refusal using errcode = 'CS001';
  end if;
  if new.said_hash <> sha256(new.salt || convert_to(new.words, 'UTF8')) then
    raise exception 'the hash of the counter-notice is of other words' using errcode = 'CS001';
  end if;
  new.received_at := desk_now();
  new.lift_at := business_days_after(desk_now(), new.business_days);
  return new;
end $$;

-- A counter-notice ends once, and each end needs the rows that justify it. It is lifted when its time is over, by the
-- desk, and only where no other ground restricts. From then on nothing of it changes but by an erasure.
create or replace function check_counter_notice_end() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  is_in_effect constant boolean := (select is_effective(state) from enforcement where id = new.enforcement_id);
  is_over constant boolean := old.lift_at <= desk_now();
begin
  if new.state = old.state then
    if new is distinct from old and (new.words is not null or (new.moved_at, new.referred_for, new.filed_by, new.filed_hash)
      is distinct from (old.moved_at, old.referred_for, old.filed_by, old.filed_hash)
      or new.filed_reference is distinct from old.filed_reference and new.filed_reference is distinct from '[erased]') then
      raise exception 'counter-notice % does not change', old.id using errcode = 'CS001';
    end if;
    return new;
  end if;
  if old.state <> 'open' then
    raise exception 'counter-notice % was % already', old.id, old.state using errcode = 'CS001';
  end if;
  if not (case new.state
    when 'lifted' then is_over and counter_notice_bar(old) is null and exists (select from enforcement_restore
      where enforcement_id = new.enforcement_id and cause = 'ended' and "by" = 'desk')
    when 'referred' then is_over and is_in_effect and new.referred_for is not distinct from counter_notice_bar(old)
    when 'ended' then not is_in_effect
    when 'action_filed' then is_in_effect and new.filed_reference is not null and (starts_with(new.filed_by, 'key:')
      or exists (select from rights_notices(new.enforcement_id) where id = new.filed_by))
    else is_in_effect end) then
    raise exception 'counter-notice % is not %', old.id, new.state using errcode = 'CS001';
  end if;
  new.moved_at := desk_now();
  new.filed_hash := sha256(old.salt || convert_to(new.filed_reference, 'UTF8'));
  return new;
end $$;

-- Erases the words of counter-notices that ended longer ago than notices are stored, with their senders, unless a legal
-- hold preserves the content. A hundred at a time.
create or replace function erase_old_counter_notices() returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  over text[] := array(select counter_notice.correspondent_id from counter_notice
    join enforcement on enforcement.id = enforcement_id
    where words is not null and counter_notice.moved_at < desk_now() - coalesce(retention_time('notice'), interval '6 months')
      and not is_preserved(enforcement.subject)
    limit 100);
begin
  perform erase_correspondent(each) from unnest(over) each;
  return cardinality(over);
end $$;

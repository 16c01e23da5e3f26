-- Rules about answers and verdicts: who may answer an enforcement, and what it needs at its release. They read rows
-- that the application role can add but neither change nor delete.

-- Returns the approval clauses of the latest verdict, each of which people must meet.
create or replace function approval_clauses(for_enforcement text) returns jsonb language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select requirement -> 'approvals' from verdict where enforcement_id = for_enforcement
    order by id desc limit 1 $$;

-- True while the proposer still owes a part of what approvers will judge.
-- Twin of listMissingInput in TypeScript.
create or replace function lacks_proposer_input(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select (requirement -> 'identify')::boolean and of_enforcement.identified_as is null
    or requirement ->> 'assessment' is not null and
      not exists (select from assessment where enforcement_id = of_enforcement.id)
  from verdict where enforcement_id = of_enforcement.id order by id desc limit 1
$$;

-- True when one requirement includes all of another.
create or replace function requires_at_least(now jsonb, before jsonb) returns boolean language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from jsonb_array_elements(before -> 'approvals') asked
      where not exists (select from jsonb_array_elements(now -> 'approvals') still where still = asked))
    and coalesce((now ->> 'holdMs')::bigint, 0) >= coalesce((before ->> 'holdMs')::bigint, 0)
    and (before ->> 'confirmMs' is null
      or coalesce((now ->> 'confirmMs')::bigint <= (before ->> 'confirmMs')::bigint, false))
    and (not coalesce((before -> 'identify')::boolean, false) or coalesce((now -> 'identify')::boolean, false))
    and (before ->> 'assessment' is null or coalesce(now ->> 'assessment' = before ->> 'assessment', false))
$$;

-- True when the parts of a verdict are well-formed, so that later readers need not handle malformed ones.
create or replace function is_requirement(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select coalesce(jsonb_typeof(given -> 'approvals') = 'array'
      and not exists (select from jsonb_array_elements(case jsonb_typeof(given -> 'approvals')
        when 'array' then given -> 'approvals' end) clause
        where jsonb_typeof(clause) <> 'object' or (jsonb_typeof(clause -> 'count') = 'number') is not true
          or jsonb_typeof(clause -> 'roles') <> 'array' or jsonb_typeof(clause -> 'teams') <> 'number'
          or jsonb_typeof(clause -> 'employers') <> 'number')
      and coalesce(jsonb_typeof(given -> 'holdMs'), 'number') = 'number'
      and coalesce(jsonb_typeof(given -> 'confirmMs'), 'null') in ('number', 'null')
      and coalesce(jsonb_typeof(given -> 'identify'), 'boolean') = 'boolean'
      and coalesce(jsonb_typeof(given -> 'assessment'), 'null') in ('string', 'null'), false));
end $$;

create or replace function is_valid_guard_result(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select coalesce(jsonb_typeof(given) = 'array'
      and not exists (select from jsonb_array_elements(case jsonb_typeof(given) when 'array' then given end) guard
        where jsonb_typeof(guard) <> 'object' or (jsonb_typeof(guard -> 'id') = 'string') is not true), false));
end $$;

-- Builds the account as it was read, and every fact by its name.
create or replace function is_valid_verdict_facts(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select coalesce(jsonb_typeof(given -> 'facts') = 'object' and jsonb_typeof(given -> 'account') = 'object'
      and given -> 'account' ?& array['id', 'tags', 'reach', 'protected']
      and jsonb_typeof(given -> 'account' -> 'id') in ('string', 'null')
      and jsonb_typeof(given -> 'account' -> 'tags') = 'array'
      and (jsonb_typeof(given -> 'account' -> 'reach') in ('number', 'null')
        or given -> 'account' ->> 'reach' = 'absent')
      and jsonb_typeof(given -> 'account' -> 'protected') = 'boolean'
      and coalesce(jsonb_typeof(given -> 'account' -> 'lapsed'), 'array') = 'array'
      and coalesce(jsonb_typeof(given -> 'account' -> 'floor'), 'object') = 'object', false));
end $$;

-- True when the facts by which an account was judged are no milder than the stored ones.
create or replace function covers_recorded_facts(judged jsonb) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select not exists (select from protective_tag where account_id = judged ->> 'id' and dropped_at is null
        and not coalesce(judged -> 'tags', '[]') ? tag)
      and (judged ->> 'reach' is null or not covers_too_many(judged ->> 'id'))
      and case judged ->> 'reach'
        when 'absent' then counted_reach(judged ->> 'id') is null
        else coalesce((judged ->> 'reach')::numeric >= counted_reach(judged ->> 'id'), true) end
      and ((judged -> 'protected')::boolean or judged ->> 'reach' is null
        or judged ->> 'reach' <> 'absent' and (judged ->> 'reach')::numeric >= 100000
        or judged -> 'tags' ?| protective_tags() or recorded_floor(judged ->> 'id') = 0));
end $$;

-- A verdict must be about its enforcement's account, and its facts no milder than the stored ones.
create or replace function check_verdict_facts(on_enforcement text, facts jsonb) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  whose constant text := facts -> 'account' ->> 'id';
begin
  if is_valid_verdict_facts(facts) is not true then
    raise exception 'the verdict on enforcement % lacks the facts it was judged by', on_enforcement
      using errcode = 'CS001';
  end if;
  -- A verdict names no account only when the enforcement names none either.
  if not exists (select from enforcement where id = on_enforcement and case when whose is null
      then account_id is null and subject_kind(subject) <> 'account'
      else whose in (select list_affected_accounts(enforcement.subject, enforcement.account_id)) end) then
    raise exception 'the verdict on enforcement % is about another account', on_enforcement using errcode = 'CS001';
  end if;
  if whose is not null and covers_recorded_facts(facts -> 'account') is not true then
    raise exception 'the verdict on enforcement % goes by milder facts than are on record', on_enforcement
      using errcode = 'CS001';
  end if;
end $$;

-- True when a value is at most 8 levels deep and 256 kB long, so that no reader of it runs out of stack or memory.
create or replace function is_bounded(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return given is null or octet_length(given::text) <= 262144 and not jsonb_path_exists(given, '$.**{9}');
end $$;

-- A verdict has the time of its insert, and no later one requires less than the first, so a writer can't release an
-- enforcement by adding a milder one.
create or replace function check_verdict() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  first jsonb;
begin
  new.judged_at := desk_now();
  if is_requirement(new.requirement) is not true or is_valid_guard_result(new.fired) is not true
    or jsonb_typeof(new.actor_facts) not in ('object', 'null')
    or not (is_bounded(new.requirement) and is_bounded(new.fired) and is_bounded(new.facts)
      and is_bounded(new.actor_facts)) then
    raise exception 'the verdict on enforcement % is malformed', new.enforcement_id using errcode = 'CS001';
  end if;
  if (new.outcome = 'guarded') is distinct from (jsonb_array_length(new.requirement -> 'approvals') > 0) then
    raise exception 'the verdict on enforcement % says % of what asks for something else', new.enforcement_id,
      new.outcome using errcode = 'CS001';
  end if;
  perform check_verdict_facts(new.enforcement_id, new.facts);
  select requirement into first from verdict where enforcement_id = new.enforcement_id order by id limit 1;
  if first is not null and requires_at_least(new.requirement, first) is not true then
    raise exception 'enforcement % is never asked for less than at first', new.enforcement_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Twin of COUNTED in TypeScript.
create or replace function spent_place(of_action text) returns integer language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select array_position(array['limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate', 'decision'], of_action) $$;

-- True when an enforcement is what budgets and freezes are about: not what the law lets one person do alone, nor an interim measure. A
-- document that somebody entered is as good as whoever entered it, so a freeze holds that.
-- Twin of isUnderFreeze in TypeScript.
create or replace function is_restrictive(of_enforcement enforcement) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select is_restrictive(of_enforcement.action) and not of_enforcement.interim
    and (not acts_alone(of_enforcement) or coalesce(of_enforcement.ground = 'document', false))
$$;

-- The account of one kind that takes part in this proposal; null: none of that kind.
create or replace function asking_key(of_kind text, asked_by text, of_source text, asker staff) returns text language sql immutable
  return case of_kind when 'desk' then case when asked_by is not null then '' end
    when 'source' then case when asked_by is not null then of_source end
    when 'key' then actor_id(asked_by, 'key')
    when 'automation' then actor_id(asked_by, 'source')
    when 'person' then asker.id when 'team' then asker.team when 'employer' then asker.employer
    when 'bulk_action' then case when of_source = 'bulk_action' and asked_by is not null then '' end end;

-- All accounts that take part in this proposal: a breaker that is open for one of them is open for it.
create or replace function asking_scopes(asked_by text, of_source text) returns table (kind text, key text) language sql stable
begin atomic
  select scope.kind, asking_key(scope.kind, asked_by, of_source, asker)
  from (values ('desk'), ('source'), ('key'), ('automation'), ('person'), ('team'), ('employer'), ('bulk_action')) scope (kind)
  left join staff asker on asker.id = actor_id(asked_by, 'staff')
  where asking_key(scope.kind, asked_by, of_source, asker) is not null;
end;

-- On whose account it is spent. Bulk actions have one of their own, all together: many at once are what they are for, and what
-- two people agreed to leaves nobody else with less. So a release of a bulk action holds the row of bulk actions alone, and reads the
-- other breakers that are open for it without theirs: whoever opens one in that very moment counted nothing of the bulk action's and
-- waits for nothing of it, so the one is as if it had been released just before the other opened. Whatever comes after sees it.
create or replace function is_charged(of_kind text, of_source text) returns boolean language sql immutable
  return of_source is distinct from 'bulk_action' or of_kind = 'bulk_action';

-- The account of one kind; null: none of that kind. A person's decisions are charged to no other person, whatever comes of them.
create or replace function spending_key(of_kind text, asked_by text, of_source text, asker staff) returns text language sql immutable
  return case when of_kind = 'reviewer' then asker.id
    when is_charged(of_kind, of_source) then asking_key(of_kind, asked_by, of_source, asker) end;

create or replace function spent_scopes(asked_by text, of_source text) returns table (kind text, key text) language sql stable
begin atomic
  select scope.kind, scope.key from asking_scopes(asked_by, of_source) scope where is_charged(scope.kind, of_source);
end;

-- Whole numbers as JSON. Stable, as PostgreSQL takes an array's text to be: what claims to be more than that never becomes part of the
-- question that asks it, and here that costs a fifth of the question.
create or replace function as_json(numbers bigint[]) returns text language sql stable
  return coalesce(translate(numbers::text, '{}', '[]'), 'null');

-- Holds what is spent on the same accounts until the transaction ends, in one order: what two release at once is counted
-- one after the other, and a breaker that opens is seen by whoever comes next. Taken after every subject, enforcement and case, and by
-- nothing that stops or restores.
create or replace function hold_spent(asked_by text, of_source text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into spent_total (kind, key)
    select scope.kind, scope.key from spent_scopes(asked_by, of_source) scope
    where not exists (select from spent_total known where known.kind = scope.kind and known.key = scope.key)
    order by 1, 2 on conflict do nothing;
  perform from spent_total total join spent_scopes(asked_by, of_source) scope on scope.kind = total.kind and scope.key = total.key
    order by total.kind, total.key for update of total;
end $$;

create or replace function add_spent(of_kind text, of_key text, place integer, people bigint) returns void language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  slot_seconds constant integer := 10;
  before spent_total;
begin
  insert into spent_total (kind, key) values (of_kind, of_key) on conflict do nothing;
  select * into before from spent_total where kind = of_kind and key = of_key for update;
  update spent_total set enforcements[place] = enforcements[place] + 1, reach[place] = reach[place] + people
    where kind = of_kind and key = of_key;
  -- Never before what is there: a clock that is set back takes nothing out of a budget.
  insert into spent_slot (kind, key, slot, enforcements, reach)
    select of_kind, of_key, greatest(to_timestamp(floor(extract(epoch from desk_now()) / slot_seconds) * slot_seconds),
      (select max(slot) from spent_slot where kind = of_kind and key = of_key)), before.enforcements, before.reach
    on conflict do nothing;
end $$;

-- Of one account: what had been spent when a time began, and when the breaker of a budget was last closed. Two looks by key, whatever was
-- spent. As text, which is JSON: made from values one by one it would take longer than all that is looked up.
create or replace function spent_before(total spent_total, place bigint, window_ms bigint, budget text) returns table (counted text) language sql stable
begin atomic
  select format('{"place":%s,"key":%s,"enforcements":%s,"reach":%s,"enforcementsBefore":%s,"reachBefore":%s,"enforcementsClosed":%s,"reachClosed":%s}',
    place, to_json(total.key), as_json(total.enforcements), as_json(total.reach),
    as_json(coalesce(before.enforcements, total.enforcements)), as_json(coalesce(before.reach, total.reach)), as_json(closed.closed_enforcements), as_json(closed.closed_reach))
  from (select) one
  left join lateral (
    select slot.enforcements, slot.reach from spent_slot slot
    where slot.kind = total.kind and slot.key = total.key
      and slot.slot > desk_now() - window_ms * interval '1 ms' - interval '10 seconds'
    order by slot.slot limit 1) before on true
  left join lateral (
    select closed_enforcements, closed_reach from breaker
    where breaker.kind = total.kind and breaker.key = total.key and breaker.budget_id = budget and closed_at is not null
    order by id desc limit 1) closed on true;
end;

-- Of each of these times, by the account it is asked of, where anything was ever spent of it.
create or replace function spent_within(asked_by text, of_source text, kinds text[], windows_ms bigint[], budgets text[]) returns json
  language sql stable
begin atomic
  select ('[' || coalesce(string_agg(before.counted, ','), '') || ']')::json
  from unnest(kinds, windows_ms, budgets) with ordinality asked (kind, window_ms, budget_id, place)
  left join staff asker on asker.id = actor_id(asked_by, 'staff')
  join spent_total total on total.kind = asked.kind and total.key = spending_key(asked.kind, asked_by, of_source, asker)
  cross join lateral spent_before(total, asked.place, asked.window_ms, asked.budget_id) before;
end;

-- The same of all accounts there are.
create or replace function all_spent_within(kinds text[], windows_ms bigint[], budgets text[]) returns json language sql stable
begin atomic
  select ('[' || coalesce(string_agg(before.counted, ','), '') || ']')::json
  from unnest(kinds, windows_ms, budgets) with ordinality asked (kind, window_ms, budget_id, place)
  join spent_total total on total.kind = asked.kind
  cross join lateral spent_before(total, asked.place, asked.window_ms, asked.budget_id) before;
end;

-- True when a breaker is open for the actor.
create or replace function is_shut(asked_by text, of_source text) returns boolean language sql stable
begin atomic
  select exists (
    select from breaker left join staff asker on asker.id = actor_id(asked_by, 'staff')
    where closed_at is null and breaker.key = asking_key(breaker.kind, asked_by, of_source, asker));
end;

-- The referee: nothing restrictive takes effect under an open breaker, and whatever does is counted, whoever writes here.
create or replace function check_enforcement_breaker() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- Of whom it isn't known whom they reach, as many are counted as make an account a large one.
  -- Twin of HIGH_REACH in TypeScript.
  unknown_reach constant bigint := 100000;
  people bigint;
begin
  if not is_restrictive(new) then return new; end if;
  perform hold_spent(new.proposed_by, new.source);
  if is_shut(new.proposed_by, new.source) then
    raise exception 'enforcement % is not released while a breaker is open', new.id using errcode = 'CS001';
  end if;
  people := coalesce(new.reach, (select 0 from account where id = new.account_id and 'reach' = any (absent)), unknown_reach);
  perform add_spent(scope.kind, scope.key, spent_place(new.action), people)
    from (select * from spent_scopes(new.proposed_by, new.source) order by kind, key) scope;
  return new;
end $$;

create or replace function count_decision() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform add_spent('reviewer', new.staff_id, spent_place('decision'), 0);
  return null;
end $$;

-- A breaker opens now and stands until a change closes it.
create or replace function check_breaker() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.opened_at := desk_now();
  if new.closed_at is not null or new.closed_enforcements is not null or new.closed_reach is not null then
    raise exception 'a breaker opens, and is closed by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Takes away what no window reaches any more: of a day and older the first slot of each day stays, for a month. Answers how many.
create or replace function forget_spent() returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with gone as (
    delete from spent_slot
    where slot < desk_now() - interval '31 days'
      or slot < desk_now() - interval '25 hours' and exists (
        select from spent_slot earlier where earlier.kind = spent_slot.kind and earlier.key = spent_slot.key
          and earlier.slot < spent_slot.slot and earlier.slot >= date_trunc('day', spent_slot.slot, 'UTC'))
    returning 1)
  select count(*) from gone
$$;

-- Twin of COUNTED in TypeScript.
create or replace function spent_place(of_action text) returns integer language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select array_position(array['limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate', 'decision'],
    of_action) $$;

-- True when budgets and freezes apply to an enforcement: not for acts that the law lets one person do alone, nor for an
-- interim measure. A document entered by a person is only as good as that person, so a freeze applies to it.
-- Twin of isUnderFreeze in TypeScript.
create or replace function is_restrictive(of_enforcement enforcement) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select is_restrictive(of_enforcement.action) and not of_enforcement.interim
    and (not acts_alone(of_enforcement) or coalesce(of_enforcement.ground = 'document', false))
$$;

-- Returns the budget holder of one kind that this proposal is charged to. Null: none of that kind.
create or replace function proposal_scope_key(of_kind text, asked_by text, of_source text, asker staff) returns text
  language sql immutable
  return case of_kind when 'desk' then case when asked_by is not null then '' end
    when 'source' then case when asked_by is not null then of_source end
    when 'key' then actor_id(asked_by, 'key')
    when 'automation' then actor_id(asked_by, 'source')
    when 'person' then asker.id when 'team' then asker.team when 'employer' then asker.employer
    when 'bulk_action' then case when of_source = 'bulk_action' and asked_by is not null then '' end end;

-- Returns the budget holders of this proposal; a circuit breaker that is open for one of them applies to it.
create or replace function proposal_scopes(asked_by text, of_source text) returns table (kind text, key text)
  language sql stable
begin atomic
  select scope.kind, proposal_scope_key(scope.kind, asked_by, of_source, asker)
  from (values ('desk'), ('source'), ('key'), ('automation'), ('person'), ('team'), ('employer'),
    ('bulk_action')) scope (kind)
  left join staff asker on asker.id = actor_id(asked_by, 'staff')
  where proposal_scope_key(scope.kind, asked_by, of_source, asker) is not null;
end;

-- True when a budget holder is charged for it. Bulk actions share one budget of their own: two people approved them,
-- and other people's budgets must not shrink. So a release of a bulk action locks only the row of bulk actions and
-- reads the other circuit breakers without their locks. A breaker that opens at that moment did not count the bulk
-- action, so the release is as if just before it. Later releases see it.
create or replace function charges_scope(of_kind text, of_source text) returns boolean language sql immutable
  return of_source is distinct from 'bulk_action' or of_kind = 'bulk_action';

-- Returns the key of one kind of budget holder. Null: none of that kind. A person's decisions are charged to no other
-- person.
create or replace function charged_scope_key(of_kind text, asked_by text, of_source text, asker staff) returns text
  language sql immutable
  return case when of_kind = 'reviewer' then asker.id
    when charges_scope(of_kind, of_source) then proposal_scope_key(of_kind, asked_by, of_source, asker) end;

create or replace function charged_scopes(asked_by text, of_source text) returns table (kind text, key text)
  language sql stable
begin atomic
  select scope.kind, scope.key from proposal_scopes(asked_by, of_source) scope
    where charges_scope(scope.kind, of_source);
end;

-- Formats whole numbers as JSON. Declared stable, as PostgreSQL regards an array's text: an immutable function would be
-- inlined, which here costs a fifth of the query.
create or replace function as_json(numbers bigint[]) returns text language sql stable
  return coalesce(translate(numbers::text, '{}', '[]'), 'null');

-- Locks the spending of the same budget holders until the transaction ends, in one order. Two concurrent releases are
-- counted in sequence, and the next one sees a breaker that opens. Taken after every subject, enforcement and case, and
-- never by stopping or restoring.
create or replace function lock_spent(asked_by text, of_source text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into spent_total (kind, key)
    select scope.kind, scope.key from charged_scopes(asked_by, of_source) scope
    where not exists (select from spent_total known where known.kind = scope.kind and known.key = scope.key)
    order by 1, 2 on conflict do nothing;
  perform from spent_total total join charged_scopes(asked_by, of_source) scope on scope.kind = total.kind
    and scope.key = total.key
    order by total.kind, total.key for update of total;
end $$;

create or replace function add_spent(of_kind text, of_key text, place integer, people bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  slot_seconds constant integer := 10;
  before spent_total;
begin
  insert into spent_total (kind, key) values (of_kind, of_key) on conflict do nothing;
  select * into before from spent_total where kind = of_kind and key = of_key for update;
  update spent_total set enforcements[place] = enforcements[place] + 1, reach[place] = reach[place] + people
    where kind = of_kind and key = of_key;
  -- A time never precedes the stored one: a clock that is set back removes nothing from a budget.
  insert into spent_slot (kind, key, slot, enforcements, reach)
    select of_kind, of_key, greatest(to_timestamp(floor(extract(epoch from desk_now()) / slot_seconds) * slot_seconds),
      (select max(slot) from spent_slot where kind = of_kind and key = of_key)), before.enforcements, before.reach
    on conflict do nothing;
end $$;

-- Returns for one budget holder the amount spent when a period began, and when the budget's breaker was last closed. It
-- takes two look-ups by key, for any amount, and returns JSON as text: building it value by value takes longer than
-- both look-ups.
create or replace function spent_at_period_start(total spent_total, place bigint, window_ms bigint, budget text)
  returns table (counted text) language sql stable
begin atomic
  select format('{"place":%s,"key":%s,"enforcements":%s,"reach":%s,"enforcementsBefore":%s,"reachBefore":%s,"enforcementsClosed":%s,"reachClosed":%s}',
    place, to_json(total.key), as_json(total.enforcements), as_json(total.reach),
    as_json(coalesce(before.enforcements, total.enforcements)), as_json(coalesce(before.reach, total.reach)),
      as_json(closed.closed_enforcements), as_json(closed.closed_reach))
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

-- Returns the amounts for each of these periods and budget holders; without a row where nothing was ever spent.
create or replace function spent_within(asked_by text, of_source text, kinds text[], windows_ms bigint[],
  budgets text[]) returns json
  language sql stable
begin atomic
  select ('[' || coalesce(string_agg(before.counted, ','), '') || ']')::json
  from unnest(kinds, windows_ms, budgets) with ordinality asked (kind, window_ms, budget_id, place)
  left join staff asker on asker.id = actor_id(asked_by, 'staff')
  join spent_total total on total.kind = asked.kind
    and total.key = charged_scope_key(asked.kind, asked_by, of_source, asker)
  cross join lateral spent_at_period_start(total, asked.place, asked.window_ms, asked.budget_id) before;
end;

-- Returns the amounts of all budget holders.
create or replace function all_spent_within(kinds text[], windows_ms bigint[], budgets text[]) returns json
  language sql stable
begin atomic
  select ('[' || coalesce(string_agg(before.counted, ','), '') || ']')::json
  from unnest(kinds, windows_ms, budgets) with ordinality asked (kind, window_ms, budget_id, place)
  join spent_total total on total.kind = asked.kind
  cross join lateral spent_at_period_start(total, asked.place, asked.window_ms, asked.budget_id) before;
end;

-- True when a breaker is open for the actor.
create or replace function breaker_open(asked_by text, of_source text) returns boolean language sql stable
begin atomic
  select exists (
    select from breaker left join staff asker on asker.id = actor_id(asked_by, 'staff')
    where closed_at is null and breaker.key = proposal_scope_key(breaker.kind, asked_by, of_source, asker));
end;

-- Ensures that no restrictive enforcement takes effect under an open circuit breaker, and that each one is counted,
-- independent of the role that writes.
create or replace function check_enforcement_breaker() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- Unknown reach counts as that of a large account.
  -- Twin of HIGH_REACH in TypeScript.
  unknown_reach constant bigint := 100000;
  people bigint;
begin
  if not is_restrictive(new) then return new; end if;
  perform lock_spent(new.proposed_by, new.source);
  if breaker_open(new.proposed_by, new.source) then
    raise exception 'enforcement % is not released while a breaker is open', new.id using errcode = 'CS001';
  end if;
  people := coalesce(new.reach, (select 0 from account where id = new.account_id and 'reach' = any (absent)),
    unknown_reach);
  perform add_spent(scope.kind, scope.key, spent_place(new.action), people)
    from (select * from charged_scopes(new.proposed_by, new.source) order by kind, key) scope;
  return new;
end $$;

create or replace function count_decision() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform add_spent('reviewer', new.staff_id, spent_place('decision'), 0);
  return null;
end $$;

-- A circuit breaker opens now and stays open until a change closes it.
create or replace function check_breaker() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.opened_at := desk_now();
  if new.closed_at is not null or new.closed_enforcements is not null or new.closed_reach is not null then
    raise exception 'a breaker opens, and is closed by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Deletes amounts that no budget's time reaches any more: of days before the last, the first row of each day stays, for
-- a month. Returns their number.
create or replace function delete_expired_spending() returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp
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

-- The times of storage, and the conditions under which nothing is deleted.

-- Returns the fewest and the most days for which each kind of data is stored.
-- Twin of RETENTION_BOUNDS in TypeScript.
create or replace function retention_bounds() returns table (kind text, days_min integer, days_max integer)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  values ('report', 365, 2190), ('evidence', 183, 2190), ('content', 30, 2190), ('signal', 30, 730),
    ('appeal', 183, 730), ('notice', 183, 730), ('order', 183, 2190), ('view', 30, 365), ('session', 30, 365)
$$;

-- Returns the time for which a kind of data is stored, as the approved version states it and within the bounds. Null:
-- no version is approved.
create or replace function retention_time(of_kind text) returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select least(greatest((declared ->> 'days')::integer, days_min), days_max) * interval '1 day'
  from version_in_force('retention', desk_now()) version
    cross join lateral jsonb_array_elements(version.declares) declared
    join retention_bounds() bounds on bounds.kind = declared ->> 'kind'
  where bounds.kind = of_kind
$$;

-- True while an enforcement in this state is on its way, has an effect, or is being undone.
create or replace function is_enforcement_in_use(state text) returns boolean language sql immutable parallel safe
  return state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect', 'confirmed', 'restoring');

-- True while something about a subject goes on or is preserved: nothing about it is deleted then.
create or replace function is_in_use(of_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select is_preserved(of_subject)
    or exists (select from review_case where subject = of_subject and closed_at is null)
    or exists (select from enforcement where subject = of_subject and is_enforcement_in_use(state))
    or exists (select from enforcement appealed join appeal on appeal.enforcement_id = appealed.id
      where appealed.subject = of_subject and appeal.state = 'open')
    or exists (select from legal_clock where subject = of_subject and ended_at is null)
$$;

-- True when nothing about a subject has gone on for a time: its cases are closed and its enforcements have ended so
-- long.
create or replace function is_long_over(of_subject text, since interval) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not is_in_use(of_subject)
    and not exists (select from review_case where subject = of_subject and closed_at >= desk_now() - since)
    and not exists (select from enforcement where subject = of_subject and moved_at >= desk_now() - since)
    and not exists (select from enforcement appealed join appeal on appeal.enforcement_id = appealed.id
      where appealed.subject = of_subject and appeal.ended_at >= desk_now() - since)
$$;

-- Returns what an entry states: of one that states an emptied entry again, that entry.
create or replace function stated_entry(said jsonb) returns jsonb language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select case when said ->> 'kind' = 'entry_restated' then said -> 'entry' else said end $$;

-- Returns the next ledger entries of these kinds with a payload, in order, and those that state such an entry again.
create or replace function list_next_payloads(kinds text[], after_entry bigint, at_most integer)
  returns table (leaf_id bigint, said jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select payload.leaf_id, stated
  from ledger_payload payload join ledger_entry entry on entry.leaf_id = payload.leaf_id
    cross join lateral stated_entry(convert_from(payload.payload, 'UTF8')::jsonb) stated
  where payload.kind = any (kinds || 'entry_restated'::text) and payload.erased_at is null and payload.leaf_id > after_entry
    and stated ->> 'kind' = any (kinds)
  order by payload.leaf_id limit at_most
$$;

-- Empties payloads and returns the numbers of their entries, which the caller records in the ledger.
create or replace function erase_payloads(entries bigint[]) returns bigint[] language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update ledger_payload set salt = null, payload = null, erased_at = desk_now()
    where leaf_id = any (entries) and erased_at is null;
  return array(select number from ledger_entry join ledger_payload using (leaf_id)
    where leaf_id = any (entries) and erased_at is not null order by number);
end $$;

-- Runs the next step of a sweep and stores its place. Returns true when the sweep is at its end, the number of deleted
-- rows, and what the caller records in the ledger in the same transaction: the numbers of the emptied payloads, and the
-- rows of which no ledger entry tells now. A process that finds another one at work returns at once, and so does a sweep
-- that ended within the hour.
create or replace function delete_expired(of_sweep text, out ended boolean, out deleted integer,
  out numbers bigint[], out gone jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  here text;
  next text;
begin
  select place into here from retention_place where sweep = of_sweep
    and (place <> '' or ended_at is null or ended_at < desk_now() - interval '1 hour') for update skip locked;
  if here is null or retention_time(of_sweep) is null then
    ended := true;
    return;
  end if;
  -- The lock keeps a legal hold from beginning meanwhile: it would preserve a row and lose its entry, or the other way
  -- round.
  lock table legal_hold in share mode;
  case of_sweep
    when 'report' then select * into next, deleted, numbers, gone from delete_expired_reports(here);
    when 'evidence' then select * into next, deleted from delete_expired_evidence(here);
    when 'content' then select * into next, deleted from delete_expired_contents(here);
    when 'view' then select * into next, deleted, numbers, gone from delete_expired_views(here);
    when 'session' then select * into next, deleted, numbers, gone from delete_expired_sessions(here);
  end case;
  ended := next is null;
  update retention_place set place = coalesce(next, ''), ended_at = case when next is null then desk_now() else ended_at end
    where sweep = of_sweep;
end $$;

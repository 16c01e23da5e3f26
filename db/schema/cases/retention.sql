-- Facts about people at work are stored for 30 days: shifts, past duties of the rota, and the ledger's payloads about
-- both. (For facts in verdicts see delete_expired_actor_facts.)

-- Returns the ids of ledger entries about work that are older than that, oldest first, up to a number.
create or replace function list_expired_work(at_most integer) returns setof bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select payload.leaf_id
  from ledger_payload payload join ledger_entry entry on entry.leaf_id = payload.leaf_id
  cross join lateral (select convert_from(payload.payload, 'UTF8')::jsonb as said) told
  where payload.erased_at is null
    and payload.kind in ('shift_started', 'break_started', 'break_ended', 'shift_ended', 'rota_added', 'rota_removed')
    and case when starts_with(payload.kind, 'rota')
      then exists (select from rota_entry where id = said ->> 'entryId'
        and least(removed_at, (until_day + 2)::timestamp at time zone 'UTC') < desk_now() - interval '30 days')
      else (said ->> 'at')::timestamptz < desk_now() - interval '30 days' end
  order by payload.leaf_id limit at_most
$$;

-- The rows that these ledger entries describe, as long as their payloads exist.
create or replace function list_described_work(entries bigint[])
  returns table (leaf_id bigint, kind text, staff_id text, entry_id text, at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select payload.leaf_id, payload.kind, said ->> 'staffId', said ->> 'entryId', (said ->> 'at')::timestamptz
  from ledger_payload payload cross join lateral (select convert_from(payload.payload, 'UTF8')::jsonb as said) told
  where payload.leaf_id = any (entries)
$$;

-- Deletes older work, up to a number at once, rows and payloads together. Returns the numbers of the emptied payloads,
-- which the caller records in the ledger in the same transaction. An entry without a number waits.
create or replace function delete_expired_work(at_most integer) returns bigint[] language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- The time of an act's entry is the start of its transaction.
  rounding constant interval := '1 ms';
  entries bigint[] := array(select list_expired_work(at_most));
begin
  -- A past duty is deleted together with all payloads that mention it, or not at all.
  entries := array(select told.leaf_id from list_described_work(entries) told
    where told.entry_id is null or not exists (select from ledger_payload payload
      where payload.erased_at is null and payload.kind in ('rota_added', 'rota_removed')
        and convert_from(payload.payload, 'UTF8')::jsonb ->> 'entryId' = told.entry_id
        and payload.leaf_id <> all (entries)));
  delete from rota_entry where id in (select entry_id from list_described_work(entries));
  delete from shift_event where id in (
    select (select event.id from shift_event event
      where event.staff_id = told.staff_id and event.at >= told.at - rounding
        and event.kind = case told.kind
          when 'shift_started' then 'start' when 'break_started' then 'break' when 'break_ended' then 'back'
            else 'end' end
      order by event.at, event.id limit 1)
    from list_described_work(entries) told where told.entry_id is null);
  delete from staff_shift where staff_id in (select staff_id from list_described_work(entries) where entry_id is null);
  insert into staff_shift select shift.* from (select distinct staff_id from list_described_work(entries)
    where entry_id is null) of
    cross join lateral compute_shift(of.staff_id) shift;
  update ledger_payload set salt = null, payload = null, erased_at = desk_now() where leaf_id = any (entries);
  return array(select number from ledger_entry where leaf_id = any (entries) order by number);
end $$;

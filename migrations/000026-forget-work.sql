-- Facts about people at work are kept for 30 days: shifts, what is planned of on-call and has passed, and what the ledger
-- tells of both. (Those that verdicts were judged by: forget_actor_facts.)

create index ledger_payload_work on ledger_payload (leaf_id) where erased_at is null
  and kind in ('shift_started', 'break_started', 'break_ended', 'shift_ended', 'rota_added', 'rota_removed');
create index rota_entry_passed on rota_entry (least(removed_at, (until_day + 2)::timestamp at time zone 'UTC'));

-- Takes away what is older, at most so much at once, rows and payloads together; answers the numbers of the leaves whose
-- payloads it emptied, which the caller says in the ledger in this transaction. What has no number yet waits.
create function forget_work(at_most integer) returns bigint[] language plpgsql security definer set search_path = public, pg_temp
  as $$
declare
  kept_for constant interval := '30 days';
  -- The leaf of an act has the time its transaction began.
  rounding constant interval := '1 ms';
  forgotten bigint[];
begin
  create temporary table old_work on commit drop as
    select payload.leaf_id, entry.number, payload.kind, said ->> 'staffId' as staff_id, said ->> 'entryId' as entry_id,
      (said ->> 'at')::timestamptz as at
    from ledger_payload payload join ledger_entry entry on entry.leaf_id = payload.leaf_id
    cross join lateral (select convert_from(payload.payload, 'UTF8')::jsonb as said) told
    where payload.erased_at is null
      and payload.kind in ('shift_started', 'break_started', 'break_ended', 'shift_ended', 'rota_added', 'rota_removed')
      and case when starts_with(payload.kind, 'rota')
        then exists (select from rota_entry where id = said ->> 'entryId'
          and least(removed_at, (until_day + 2)::timestamp at time zone 'UTC') < desk_now() - kept_for)
        else (said ->> 'at')::timestamptz < desk_now() - kept_for end
    order by payload.leaf_id limit at_most;
  -- A duty that has passed goes with all that tells of it, or stays.
  delete from old_work where entry_id in (
    select rota.entry_id from old_work rota where exists (select from ledger_payload payload
      where payload.erased_at is null and payload.kind in ('rota_added', 'rota_removed')
        and convert_from(payload.payload, 'UTF8')::jsonb ->> 'entryId' = rota.entry_id
        and payload.leaf_id not in (select leaf_id from old_work)));
  delete from rota_entry where id in (select entry_id from old_work);
  delete from shift_event where id in (
    select (select event.id from shift_event event
      where event.staff_id = old_work.staff_id and event.at >= old_work.at - rounding
        and event.kind = case old_work.kind
          when 'shift_started' then 'start' when 'break_started' then 'break' when 'break_ended' then 'back' else 'end' end
      order by event.at, event.id limit 1)
    from old_work where entry_id is null);
  delete from staff_shift where staff_id in (select staff_id from old_work where entry_id is null);
  insert into staff_shift select shift.* from (select distinct staff_id from old_work where entry_id is null) of
    cross join lateral shift_of(of.staff_id) shift;
  update ledger_payload set salt = null, payload = null, erased_at = desk_now()
    where leaf_id in (select leaf_id from old_work);
  select array_agg(number order by number) into forgotten from old_work;
  drop table old_work;
  return coalesce(forgotten, '{}');
end $$;

grant execute on function forget_work(integer) to countersign_desk;

-- What sources said and what rules made of it are kept for half a year: from when it was said, and from when nothing is under way any more of
-- what it was about. Rows and what the ledger tells of them go together. (What is preserved stays: keep_preserved.)

create index ledger_payload_automation on ledger_payload (leaf_id) where erased_at is null
  and kind in ('signal_received', 'rule_spoke');
create index automation_run_signal on automation_run (signal_id) where signal_id is not null;

create trigger keep_preserved before delete on signal for each row execute function keep_preserved();
create trigger keep_preserved before delete on automation_run for each row execute function keep_preserved();

create function automation_kept() returns interval language sql immutable as $$ select interval '6 months' $$;

-- Whether all cases about it have been closed for so long: an open one may be decided by what was said, and no rule is to do again what it did
-- with one.
create function is_long_closed(of_subject text) returns boolean language sql stable set search_path = public, pg_temp
  as $$
  select not exists (select from review_case
    where subject = of_subject and (closed_at is null or closed_at >= desk_now() - automation_kept()))
$$;

-- The same of an order: what asked for one that stands is what it stands on.
create function is_long_over(of_order text) returns boolean language sql stable set search_path = public, pg_temp
  as $$
  select not exists (select from desk_order where id = of_order and (
    state not in ('declined', 'stopped', 'expired', 'superseded', 'failed', 'restored') or moved_at >= desk_now() - automation_kept()))
$$;

-- Takes away what is old enough among so many leaves after this one. Answers how far it looked, null where nothing further can be old enough,
-- and the numbers of the leaves whose payloads it emptied, which the caller says in the ledger in this transaction.
create function forget_automation(after_leaf bigint, at_most integer, out last_leaf bigint, out numbers bigint[])
  language plpgsql security definer set search_path = public, pg_temp
  as $$
declare
  looked_at bigint;
begin
  -- What somebody has preserved meanwhile would keep its rows and lose its leaf, or the other way round.
  lock table preservation_hold in share mode;
  create temporary table old_said on commit drop as
    select payload.leaf_id, entry.number, payload.subject, (said ->> 'at')::timestamptz as at,
      said ->> 'signalId' as signal_id, (said ->> 'runId')::bigint as run_id
    from ledger_payload payload join ledger_entry entry on entry.leaf_id = payload.leaf_id
    cross join lateral (select convert_from(payload.payload, 'UTF8')::jsonb as said) told
    where payload.erased_at is null and payload.kind in ('signal_received', 'rule_spoke') and payload.leaf_id > after_leaf
    order by payload.leaf_id limit at_most;
  select count(*), max(leaf_id) filter (where at < desk_now() - automation_kept()) into looked_at, last_leaf from old_said;
  if looked_at < at_most then last_leaf := null; end if;

  with gone as (
    delete from automation_run run using old_said
    where run.id = old_said.run_id and run.at < desk_now() - automation_kept()
      and is_long_closed(run.subject) and (run.order_id is null or is_long_over(run.order_id))
    returning old_said.leaf_id)
  delete from old_said where run_id is not null and leaf_id not in (select leaf_id from gone);
  -- Another statement: it sees which runs are left.
  with gone as (
    delete from signal using old_said
    where signal.id = old_said.signal_id and signal.received_at < desk_now() - automation_kept() and is_long_closed(signal.subject)
      and not exists (select from automation_run where automation_run.signal_id = signal.id)
    returning old_said.leaf_id)
  delete from old_said where signal_id is not null and leaf_id not in (select leaf_id from gone);

  update ledger_payload set salt = null, payload = null, erased_at = desk_now() where leaf_id in (select leaf_id from old_said);
  select coalesce(array_agg(number order by number), '{}') into numbers from old_said;
  drop table old_said;
end $$;

grant execute on function forget_automation(bigint, integer) to countersign_desk;

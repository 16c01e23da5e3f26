-- Signals and rule runs are stored as long as retention.yaml says (half a year without an approved version) after they arrived and after everything about which they were has
-- ended. Rows and their ledger payloads are deleted together. (A legal hold preserves them:
-- skip_delete_under_legal_hold.)

create or replace function automation_retention() returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(retention_time('signal'), interval '6 months') $$;

-- True when all cases about a subject have been closed for half a year: an open case may be decided by a signal, and no
-- rule may act again on a case on which it acted.
create or replace function is_long_closed(of_subject text) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from review_case
    where subject = of_subject and (closed_at is null or closed_at >= desk_now() - automation_retention()))
$$;

-- True when an enforcement has ended for half a year: the run that proposed an active one is its reason.
create or replace function is_long_ended(of_enforcement text) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from enforcement where id = of_enforcement and (
    state not in ('declined', 'stopped', 'expired', 'superseded', 'failed', 'restored')
      or moved_at >= desk_now() - automation_retention()))
$$;

-- The signals and rule runs that these ledger entries describe, as long as their payloads exist.
create or replace function list_described_automation(entries bigint[])
  returns table (leaf_id bigint, at timestamptz, signal_id text, run_id bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select payload.leaf_id, (said ->> 'at')::timestamptz, said ->> 'signalId', (said ->> 'runId')::bigint
  from ledger_payload payload cross join lateral (select convert_from(payload.payload, 'UTF8')::jsonb as said) told
  where payload.leaf_id = any (entries)
$$;

-- Deletes old rows among this many entries after the given one. Returns the last leaf read (null when no further entry
-- can be old enough) and the numbers of the emptied payloads. The caller records these in the ledger in the same
-- transaction.
create or replace function delete_expired_automation(after_entry bigint, at_most integer, out last_entry bigint,
  out numbers bigint[])
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  entries bigint[];
  runs bigint[];
  signals bigint[];
begin
  -- The lock keeps a legal hold from beginning meanwhile: it would preserve a row and lose its entry, or the other way
  -- round.
  lock table legal_hold in share mode;
  entries := array(select payload.leaf_id
    from ledger_payload payload join ledger_entry entry on entry.leaf_id = payload.leaf_id
    where payload.erased_at is null and payload.kind in ('signal_received', 'rule_spoke')
      and payload.leaf_id > after_entry
    order by payload.leaf_id limit at_most);
  if cardinality(entries) = at_most then
    select max(told.leaf_id) into last_entry from list_described_automation(entries) told
      where told.at < desk_now() - automation_retention();
  end if;

  with gone as (
    delete from automation_run run using list_described_automation(entries) told
    where run.id = told.run_id and run.at < desk_now() - automation_retention()
      and is_long_closed(run.subject) and (run.enforcement_id is null or is_long_ended(run.enforcement_id))
    returning told.leaf_id)
  select array_agg(gone.leaf_id) into runs from gone;
  -- It is a statement of its own, so that it sees which runs remain.
  with gone as (
    delete from signal using list_described_automation(entries) told
    where signal.id = told.signal_id and signal.received_at < desk_now() - automation_retention()
      and is_long_closed(signal.subject)
      and not exists (select from automation_run where automation_run.signal_id = signal.id)
    returning told.leaf_id)
  select array_agg(gone.leaf_id) into signals from gone;

  entries := array_cat(runs, signals);
  update ledger_payload set salt = null, payload = null, erased_at = desk_now() where leaf_id = any (entries);
  numbers := array(select number from ledger_entry where leaf_id = any (entries) order by number);
end $$;

create or replace function enqueue_entry_numbering() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into leaf_pending (leaf_id) select id from added;
  return null;
end $$;

-- Numbers entries that have become visible, up to a number; returns how many. Only one caller works at a time: another
-- one returns 0. A table that has just grown has old statistics, from which the planner would read all entries for each
-- call, so joins other than nested loops are off.
create or replace function number_entries(entries_max integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  tail record;
  waiting record;
  next_chain bytea;
  hash bytea;
  numbered bigint[] := '{}';
  hashes bytea[] := '{}';
  chains bytea[] := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtextextended('countersign ledger sequencer', 0)) then
    return 0;
  end if;
  select number, chain into tail from ledger_entry order by number desc limit 1;
  next_chain := coalesce(tail.chain, decode(repeat('00', 32), 'hex'));
  for waiting in
    select leaf.id, leaf.leaf from leaf_pending join ledger_leaf leaf on leaf.id = leaf_pending.leaf_id
    order by leaf.id limit entries_max
  loop
    hash := sha256('\x00'::bytea || waiting.leaf);
    next_chain := sha256('\x02'::bytea || next_chain || hash);
    numbered := numbered || waiting.id;
    hashes := hashes || hash;
    chains := chains || next_chain;
  end loop;
  insert into ledger_entry (number, leaf_id, leaf_hash, chain)
    select coalesce(tail.number, 0) + place, id, leaf_hash, chain
    from unnest(numbered, hashes, chains) with ordinality as entry (id, leaf_hash, chain, place);
  delete from leaf_pending where leaf_id = any (numbered);
  return cardinality(numbered);
end $$;

-- Records the result of a check of the whole ledger, which began within the last day and read up to an existing entry.
-- A check without problems lets the incremental check continue from there.
create or replace function record_ledger_check(began timestamptz, up_to bigint, chain_there bytea, entries_read bigint,
  tables_read integer, checkpoints_read integer, problems_found bigint, problems_named jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if began > desk_now() or began < desk_now() - interval '1 day' or problems_found = 0 and up_to is not null
    and not exists (select from ledger_entry where number = up_to and chain = chain_there) then
    raise exception 'a ledger check must have begun within the last day and end at an existing entry'
      using errcode = 'CS001';
  end if;
  insert into ledger_check (began_at, number, chain, entries, tables, checkpoints, problem_count, problems)
    values (began, up_to, chain_there, entries_read, tables_read, checkpoints_read, problems_found, problems_named);
  if problems_found = 0 and up_to is not null then
    update ledger_follow set number = up_to, chain = chain_there, problem_count = 0, at = desk_now()
      where problem_count > 0;
  end if;
end $$;

-- Records how far the incremental check has read: up to an existing entry, or no further because of a problem. A
-- problem is cleared by a check of the whole ledger and by nothing else.
create or replace function record_ledger_progress(up_to bigint, chain_there bytea, problems_found bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if exists (select from ledger_follow where problem_count > 0 or number > up_to) or problems_found = 0
    and not exists (select from ledger_entry where number = up_to and chain = chain_there) then
    raise exception 'the verified position of the ledger can not move to entry %', up_to using errcode = 'CS001';
  end if;
  insert into ledger_follow (number, chain, problem_count) values (up_to, chain_there, problems_found)
    on conflict (single) do update set number = excluded.number, chain = excluded.chain, at = desk_now(),
      problem_count = excluded.problem_count;
end $$;

-- The append-only record. A leaf in clear says nothing about anyone: version, hour and a salted commitment. What it
-- commits to is a payload kept apart, so that a person can be forgotten and shifts can't be read from outside.

create table ledger_leaf (
  id bigint generated always as identity primary key,
  leaf bytea not null check (octet_length(leaf) between 2 and 1024)
);

create table ledger_payload (
  leaf_id bigint primary key references ledger_leaf (id),
  kind text not null,
  subject text collate "C",
  order_id text collate "C",
  salt bytea check (octet_length(salt) = 32),
  -- Canonical JSON (RFC 8785), as bytes: jsonb would lose what was hashed.
  payload bytea check (octet_length(payload) <= 1048576),
  erased_at timestamptz,
  -- Who did it, as in the payload.
  actor text collate "C",
  check ((erased_at is null) = (salt is not null) and (erased_at is null) = (payload is not null))
);
comment on column ledger_payload.erased_at is
  'When it was emptied, so that somebody is forgotten. A leaf says so too, else it counts as tampered with.';
create index ledger_payload_subject on ledger_payload (subject, leaf_id) where subject is not null;
create index ledger_payload_order on ledger_payload (order_id, leaf_id) where order_id is not null;
create index ledger_payload_kind on ledger_payload (kind, leaf_id);
create index ledger_payload_actor on ledger_payload (actor, leaf_id);

-- Leaves that are written and not yet numbered. Identity values are handed out before commit, so a number taken from
-- them would leave gaps for transactions in flight; whoever becomes visible gets the next number instead.
create table leaf_pending (leaf_id bigint primary key);

create table ledger_entry (
  number bigint primary key,
  leaf_id bigint not null unique references ledger_leaf (id),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  chain bytea not null check (octet_length(chain) = 32)
);
comment on column ledger_entry.leaf_hash is 'SHA-256 of 0x00 and the leaf, as in RFC 6962.';
comment on column ledger_entry.chain is 'SHA-256 of 0x02, the chain before (32 zero bytes at first) and the leaf hash.';

create function leaf_await_number() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into leaf_pending (leaf_id) select id from added;
  return null;
end $$;
create trigger leaf_await_number after insert on ledger_leaf referencing new table as added
  for each statement execute function leaf_await_number();

-- Numbers what has become visible, at most so many leaves; answers how many. One at a time: whoever finds another at
-- work answers 0 and leaves it to them. A table that has just grown has statistics of when it was small, from which the
-- planner would read all leaves for each call: it is told to look up the waiting ones.
create function sequence_leaves(leaves_max integer) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
    order by leaf.id limit leaves_max
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

-- What came of reading the whole ledger again, each time. It is what the desk found, and no proof to anybody else.
create table ledger_check (
  id bigint generated always as identity primary key,
  began_at timestamptz not null,
  ended_at timestamptz not null default desk_now(),
  -- Up to which entry, and its link; null while there was none.
  number bigint check (number > 0),
  chain bytea check (octet_length(chain) = 32),
  leaves bigint not null,
  tables integer not null,
  -- How many heads from outside the database it was held against.
  heads integer not null,
  problem_count bigint not null,
  problems jsonb not null,
  check ((number is null) = (chain is null))
);

-- How far the chain was followed since, entry by entry as they came.
create table ledger_follow (
  single boolean primary key default true check (single),
  number bigint not null check (number > 0),
  chain bytea not null check (octet_length(chain) = 32),
  at timestamptz not null default desk_now(),
  problem_count bigint not null
);

-- Keeps what came of reading the whole ledger, ended at this moment and begun within the day before, up to an entry that there is. One
-- that found nothing wrong lets the chain be followed again from there.
create function record_ledger_check(began timestamptz, up_to bigint, chain_there bytea, leaves_read bigint, tables_read integer,
  heads_read integer, problems_found bigint, problems_named jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if began > desk_now() or began < desk_now() - interval '1 day' or problems_found = 0 and up_to is not null
    and not exists (select from ledger_entry where number = up_to and chain = chain_there) then
    raise exception 'a ledger check must have begun within the last day and end at an existing entry' using errcode = 'CS001';
  end if;
  insert into ledger_check (began_at, number, chain, leaves, tables, heads, problem_count, problems)
    values (began, up_to, chain_there, leaves_read, tables_read, heads_read, problems_found, problems_named);
  if problems_found = 0 and up_to is not null then
    update ledger_follow set number = up_to, chain = chain_there, problem_count = 0, at = desk_now() where problem_count > 0;
  end if;
end $$;

-- Keeps how far the chain was followed: on to an entry that there is, or no further because something was wrong. What was wrong ends by
-- a check of the whole ledger and by nothing else.
create function follow_ledger_to(up_to bigint, chain_there bytea, problems_found bigint) returns void language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
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

grant select, insert on ledger_leaf, ledger_payload to countersign_desk;
grant select on leaf_pending, ledger_entry, ledger_check, ledger_follow to countersign_desk;
grant execute on function sequence_leaves(integer), follow_ledger_to(bigint, bytea, bigint),
  record_ledger_check(timestamptz, bigint, bytea, bigint, integer, integer, bigint, jsonb) to countersign_desk;

-- A mark is part of a database's birth: it can't be put on one that has a history. A demo may begin with a past, lived by a clock
-- that is set by hand until `end_past`.
create function mark_database(as_kind text, past_from timestamptz default null) returns void language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if exists (select from ledger_leaf) then
    raise exception 'a database can be marked % only at its creation, before anything is recorded in it', as_kind;
  end if;
  if past_from >= clock_timestamp() or as_kind <> 'demo' and past_from is not null then
    raise exception 'only a demo may begin with a past, and only before now';
  end if;
  insert into database_mark (kind) values (as_kind);
  if as_kind = 'driven' or past_from is not null then
    insert into driven_clock (at) values (coalesce(past_from, clock_timestamp()));
    create or replace function public.desk_now() returns timestamptz language sql stable
      return (select at from driven_clock);
  end if;
end $$;

-- From here on a demo goes by the server's clock like any desk, and for good. Never back in time.
create function end_past() returns void language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from database_mark where kind = 'demo') then
    raise exception 'only a demo began with a past';
  end if;
  if exists (select from driven_clock where at > clock_timestamp()) then
    raise exception 'the past is not over yet';
  end if;
  delete from driven_clock;
  create or replace function public.desk_now() returns timestamptz language sql stable
    return clock_timestamp();
end $$;

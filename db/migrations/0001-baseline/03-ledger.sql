-- The append-only record. A leaf in clear holds only version, hour and a salted commitment. The committed payload is stored
-- apart, so that a person can be forgotten and shifts can't be read from outside.

create table ledger_leaf (
  id bigint generated always as identity primary key,
  leaf bytea not null check (octet_length(leaf) between 2 and 1024)
);

create table ledger_payload (
  leaf_id bigint primary key references ledger_leaf (id),
  kind text not null,
  subject text collate "C",
  enforcement_id text collate "C",
  salt bytea check (octet_length(salt) = 32),
  -- Canonical JSON (RFC 8785), as bytes: jsonb would lose what was hashed.
  payload bytea check (octet_length(payload) <= 1048576),
  erased_at timestamptz,
  -- The actor, as in the payload.
  actor text collate "C",
  check ((erased_at is null) = (salt is not null) and (erased_at is null) = (payload is not null))
);
comment on column ledger_payload.erased_at is
  'The time at which the payload was erased to forget a person. An entry records it too; without that entry it counts as tampering.';
create index ledger_payload_subject on ledger_payload (subject, leaf_id) where subject is not null;
create index ledger_payload_order on ledger_payload (enforcement_id, leaf_id) where enforcement_id is not null;
create index ledger_payload_kind on ledger_payload (kind, leaf_id);
create index ledger_payload_actor on ledger_payload (actor, leaf_id);
create index ledger_payload_work on ledger_payload (leaf_id) where erased_at is null
  and kind in ('shift_started', 'break_started', 'break_ended', 'shift_ended', 'rota_added', 'rota_removed');
create index ledger_payload_automation on ledger_payload (leaf_id) where erased_at is null
  and kind in ('signal_received', 'rule_spoke');

-- Entries written and not yet numbered. Identity values are assigned before commit, so numbers from them would have gaps for open
-- transactions. The next number goes to the next entry that becomes visible instead.
create table leaf_pending (leaf_id bigint primary key);

create table ledger_entry (
  number bigint primary key,
  leaf_id bigint not null unique references ledger_leaf (id),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  chain bytea not null check (octet_length(chain) = 32)
);
comment on column ledger_entry.leaf_hash is 'SHA-256 of 0x00 and the leaf, as in RFC 6962.';
comment on column ledger_entry.chain is 'SHA-256 of 0x02, the chain before (32 zero bytes at first) and the leaf hash.';

-- The result of each verification of the whole ledger. The desk itself states it, so it proves nothing to others.
create table ledger_check (
  id bigint generated always as identity primary key,
  began_at timestamptz not null,
  ended_at timestamptz not null default desk_now(),
  -- Up to which entry, and its link; null while there was none.
  number bigint check (number > 0),
  chain bytea check (octet_length(chain) = 32),
  entries bigint not null,
  tables integer not null,
  -- The number of checkpoints from outside the database it was compared with.
  checkpoints integer not null,
  problem_count bigint not null,
  problems jsonb not null,
  check ((number is null) = (chain is null))
);

-- The last entry up to which the chain was followed since, entry by entry.
create table ledger_follow (
  single boolean primary key default true check (single),
  number bigint not null check (number > 0),
  chain bytea not null check (octet_length(chain) = 32),
  at timestamptz not null default desk_now(),
  problem_count bigint not null
);

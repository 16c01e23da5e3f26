-- Undoing what one person, key or source caused since a time. The set is fixed at preview.

create sequence bulk_restore_seq;
create table bulk_restore (
  id text collate "C" primary key default 'b-' || nextval('bulk_restore_seq'),
  by_kind text not null check (by_kind in ('staff', 'key', 'source')),
  by_id text not null,
  since timestamptz not null,
  until timestamptz not null,
  order_count integer not null,
  reach_sum bigint not null,
  previewed_by text collate "C" not null,
  previewed_at timestamptz not null default desk_now(),
  reason text check (length(reason) between 1 and 2000),
  started_by text collate "C",
  started_at timestamptz,
  -- Two people are needed: who of them asked first.
  asked_by text collate "C" references staff (id),
  asked_at timestamptz,
  done_at timestamptz
);
create index bulk_restore_starter on bulk_restore (started_by, started_at) where started_by is not null;

create table bulk_restore_item (
  bulk_id text collate "C" not null references bulk_restore (id),
  ordinal integer not null,
  order_id text collate "C" not null references desk_order (id),
  outcome text check (outcome in ('restoring', 'stopped', 'skipped')),
  primary key (bulk_id, ordinal),
  unique (bulk_id, order_id)
);
comment on column bulk_restore_item.ordinal is 'The order of work: newest and highest reach first.';

grant select, insert on bulk_restore, bulk_restore_item to countersign_desk;
grant update (asked_by, asked_at, started_by, started_at, reason, done_at) on bulk_restore to countersign_desk;
grant update (outcome) on bulk_restore_item to countersign_desk;
grant usage on sequence bulk_restore_seq to countersign_desk;

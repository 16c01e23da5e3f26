-- What one person on duty can pull at once, and who is told of it.

-- Nothing harmful begins while it lasts. What people need not wait for goes on: legal duties and restores.
create table harm_freeze (
  id bigint generated always as identity primary key,
  by text collate "C" not null references staff (id),
  reason text not null check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now(),
  until timestamptz not null,
  seconded_by text collate "C" references staff (id),
  -- By which signature it was made to last longer.
  signature_id text collate "C",
  ended_by text collate "C" references staff (id),
  ended_at timestamptz
);
create index freeze_until on harm_freeze (until) where ended_at is null;
create view freeze_in_force as select until from harm_freeze where ended_at is null and until > desk_now();

-- How much harm was done lately, by whom, and what is shut when it is far too much.

-- Running totals, of each action that harms in the order of spent_place. Whatever was spent within some time is the
-- difference between two rows, however long that time is.
create table spent_total (
  kind text collate "C" not null check (kind in ('automation', 'campaign', 'desk', 'employer', 'key', 'person', 'reviewer', 'source', 'team')),
  key text collate "C" not null,
  orders bigint[] not null default '{0,0,0,0,0,0,0}',
  reach bigint[] not null default '{0,0,0,0,0,0,0}',
  primary key (kind, key)
) with (fillfactor = 50);
comment on column spent_total.kind is 'reviewer: of a person the decisions alone, which are counted apart so that nobody who decides waits for what takes effect.';

-- The same, as it was when each slot of ten seconds in which anything was spent began.
create table spent_slot (
  kind text collate "C" not null,
  key text collate "C" not null,
  slot timestamptz not null,
  orders bigint[] not null,
  reach bigint[] not null,
  primary key (kind, key, slot)
);
create index spent_slot_at on spent_slot (slot);

-- What has been shut, by which budget, and for whom: nothing harmful of theirs begins until two people open it again.
create table breaker (
  id bigint generated always as identity primary key,
  budget_id text not null check (length(budget_id) between 1 and 64),
  kind text collate "C" not null check (kind in ('automation', 'campaign', 'desk', 'employer', 'key', 'person', 'source', 'team')),
  key text collate "C" not null,
  -- What had been spent within the budget's time, and which order would have been the next.
  orders bigint not null,
  reach bigint not null,
  within_ms bigint not null,
  order_id text collate "C" not null references desk_order (id),
  opened_at timestamptz not null default desk_now(),
  closed_at timestamptz,
  change_id text collate "C",
  -- As the totals were then: what was spent before counts towards no other.
  closed_orders bigint[],
  closed_reach bigint[],
  check ((closed_at is null) = (change_id is null))
);
create unique index breaker_open on breaker (kind, key, budget_id) where closed_at is null;
create index breaker_latest on breaker (kind, key, budget_id, id desc);
create index breaker_opened on breaker (opened_at);

-- Who has stopped, declined, restored or frozen so much within an hour that leads are told. What they did stays as it is.
create table brake_alarm (
  staff_id text collate "C" not null references staff (id),
  brake text not null check (brake in ('stop', 'decline', 'restore', 'freeze')),
  at timestamptz not null default desk_now(),
  primary key (staff_id, brake, at)
);

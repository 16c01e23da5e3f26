-- The limits that one person on duty sets at once, and the people who are alerted.

-- Nothing restrictive begins while it lasts. What people need not wait for goes on: legal duties and restores.
create table enforcement_freeze (
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
create index freeze_until on enforcement_freeze (until) where ended_at is null;
create view freeze_in_force as select until from enforcement_freeze where ended_at is null and until > desk_now();

-- Recent restrictive acts by actor, and the breakers that are open because there were far too many.

-- Running totals of each restrictive action, in the order of spent_place. The amount spent within a time is the difference of two
-- rows, for a time of any length.
create table spent_total (
  kind text collate "C" not null check (kind in ('automation', 'bulk_action', 'desk', 'employer', 'key', 'person', 'reviewer', 'source', 'team')),
  key text collate "C" not null,
  enforcements bigint[] not null default '{0,0,0,0,0,0,0}',
  reach bigint[] not null default '{0,0,0,0,0,0,0}',
  primary key (kind, key)
) with (fillfactor = 50);
comment on column spent_total.kind is 'reviewer: the decisions of a person, counted apart so that a decision never waits for an effect.';

-- The same, as it was when each slot of ten seconds in which anything was spent began.
create table spent_slot (
  kind text collate "C" not null,
  key text collate "C" not null,
  slot timestamptz not null,
  enforcements bigint[] not null,
  reach bigint[] not null,
  primary key (kind, key, slot)
);
create index spent_slot_at on spent_slot (slot);

-- Open breakers, with their budget and actor: nothing restrictive of that actor begins until two people close the breaker.
create table breaker (
  id bigint generated always as identity primary key,
  budget_id text not null check (length(budget_id) between 1 and 64),
  kind text collate "C" not null check (kind in ('automation', 'bulk_action', 'desk', 'employer', 'key', 'person', 'source', 'team')),
  key text collate "C" not null,
  -- The amount spent within the budget's time, and the enforcement that would have been next.
  enforcements bigint not null,
  reach bigint not null,
  within_ms bigint not null,
  enforcement_id text collate "C" not null references enforcement (id),
  opened_at timestamptz not null default desk_now(),
  closed_at timestamptz,
  change_id text collate "C",
  -- As the totals were then: what was spent before counts towards no other.
  closed_enforcements bigint[],
  closed_reach bigint[],
  check ((closed_at is null) = (change_id is null))
);
create unique index breaker_open on breaker (kind, key, budget_id) where closed_at is null;
create index breaker_latest on breaker (kind, key, budget_id, id desc);
create index breaker_opened on breaker (opened_at);

-- People who stopped, declined, restored or froze so much within an hour that leads are alerted. Their acts stay as they are.
create table stop_alarm (
  staff_id text collate "C" not null references staff (id),
  kind text not null check (kind in ('stop', 'decline', 'restore', 'freeze')),
  at timestamptz not null default desk_now(),
  primary key (staff_id, kind, at)
);

-- Bulk actions: one decision over many subjects. The set is fixed before any approval. An approver first judges a random sample
-- blind. Each subject is an enforcement like any other.

create sequence bulk_action_seq;
create table bulk_action (
  id text collate "C" primary key default 'bulk_' || nextval('bulk_action_seq'),
  action text not null check (action in ('label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate')),
  label text check (length(label) between 1 and 64),
  duration_ms bigint check (duration_ms between 60000 and 315576000000),
  policy_id text not null,
  -- The search or the list that made the set, and the reason why it is one set, in words.
  found_by text not null check (length(found_by) between 1 and 2000),
  rationale text not null check (length(rationale) between 1 and 10000),
  -- The hash of the subjects' keys in byte order, one per line.
  list_hash bytea not null check (octet_length(list_hash) = 32),
  subject_count integer not null check (subject_count between 2 and 100000),
  -- The sum over the accounts concerned, each counted once; unknown reach counts as nothing.
  reach_sum bigint not null,
  -- By which rules it goes, as they were when it was asked for: canonical JSON.
  rules text not null check (length(rules) <= 20000),
  sample_size integer not null check (sample_size between 1 and 1000),
  wrong_share double precision not null check (wrong_share between 0 and 1),
  -- The proposer's standing at the moment of the proposal. Deleted after 30 days.
  actor_facts jsonb,
  proposed_by text collate "C" not null references staff (id),
  proposed_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  -- The number of subjects that need no approval of their own.
  ordinary_count integer not null default 0,
  state text not null default 'preparing' check (state in ('preparing', 'proposed', 'running', 'looking', 'done', 'stopped',
    'declined', 'expired')),
  stage integer not null default 0 check (stage >= 0),
  moved_at timestamptz not null default desk_now(),
  moved_by text collate "C" not null,
  moved_why text check (length(moved_why) <= 2000),
  approved_by text collate "C" references staff (id),
  approved_at timestamptz,
  signature_id text collate "C" references signature (id),
  -- The progress of ordinary subjects: handled, with an enforcement, and found to be not ordinary.
  done_count integer not null default 0,
  created_count integer not null default 0,
  hit_count integer not null default 0,
  check ((action = 'label') = (label is not null)),
  check ((action = 'suspend') <= (duration_ms is not null)),
  check (action not in ('remove', 'deactivate') or duration_ms is null)
);
create index bulk_action_open on bulk_action (expires_at) where state in ('preparing', 'proposed');
create index bulk_action_at on bulk_action (proposed_at, id);

create table bulk_action_item (
  bulk_action_id text collate "C" not null references bulk_action (id),
  -- Random, so that any first part is a sample of all.
  ordinal integer not null,
  subject text collate "C" not null,
  account_id text collate "C",
  reach bigint,
  -- guarded: it needs approval, so it becomes an enforcement of its own. Null: not yet judged.
  expected text check (expected in ('ordinary', 'guarded')),
  -- The number of times the platform could not be asked about it.
  tries integer not null default 0,
  outcome text check (outcome in ('created', 'joined', 'stands', 'dropped')),
  enforcement_id text collate "C" unique references enforcement (id),
  primary key (bulk_action_id, ordinal),
  unique (bulk_action_id, subject),
  check ((outcome = 'created') = (enforcement_id is not null))
);
create index bulk_action_item_open on bulk_action_item (bulk_action_id, expected, tries, ordinal) where outcome is null;
-- In the order in which subjects are processed. An index that begins with `expected` would not give this order.
create index bulk_action_item_unseen on bulk_action_item (bulk_action_id, tries, ordinal) where outcome is null and expected is null;
create index bulk_action_item_guarded on bulk_action_item (bulk_action_id, outcome) where expected = 'guarded';
create index bulk_action_item_reach on bulk_action_item (bulk_action_id, reach desc nulls last, ordinal);

-- The sample that a person judges before they learn the proposed action. It is drawn once for each person.
create table bulk_action_sample (
  bulk_action_id text collate "C" not null references bulk_action (id),
  staff_id text collate "C" not null references staff (id),
  place integer not null,
  subject text collate "C" not null,
  drawn_at timestamptz not null default desk_now(),
  conclusion text check (conclusion in ('violation', 'no_violation')),
  judged_at timestamptz,
  primary key (bulk_action_id, staff_id, place),
  check ((conclusion is null) = (judged_at is null))
);

create table bulk_action_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into bulk_action_transition (from_state, to_state) values
  ('preparing', 'proposed'), ('preparing', 'stopped'), ('preparing', 'expired'),
  ('proposed', 'running'), ('proposed', 'declined'), ('proposed', 'stopped'), ('proposed', 'expired'),
  ('running', 'looking'), ('running', 'done'), ('running', 'stopped'),
  ('looking', 'running'), ('looking', 'stopped');

-- Erasures of what is stored about one person, each agreed to by two people.

create sequence person_erasure_seq;
create table person_erasure (
  id text collate "C" primary key default 'erasure_' || nextval('person_erasure_seq'),
  person text not null check (person in ('account', 'reporter', 'staff')),
  -- The platform's id of the account or the reporter, or the id of the member of staff. Null: it was erased.
  person_id text collate "C" check (length(person_id) between 1 and 256),
  -- Makes the hash that two people sign say nothing once the id is gone.
  salt bytea check (octet_length(salt) = 32),
  digest bytea not null check (octet_length(digest) = 32),
  requested_by text collate "C" not null references staff (id),
  requested_at timestamptz not null default desk_now(),
  change_id text collate "C" unique references desk_change (id),
  -- The time at which the agreed change took effect. From then on a periodic task collects what it erases.
  begun_at timestamptz,
  -- The last ledger entry that was read.
  leaf_id bigint not null default 0,
  ended_at timestamptz,
  check ((person_id is null) = (salt is null) and (person_id is null) = (ended_at is not null)),
  check (begun_at is not null or ended_at is null)
);
create index person_erasure_open on person_erasure (begun_at) where ended_at is null and begun_at is not null;

-- The ledger entries whose payload the erasure empties.
create table person_erasure_entry (
  erasure_id text collate "C" not null references person_erasure (id),
  leaf_id bigint not null references ledger_leaf (id),
  primary key (erasure_id, leaf_id)
);

-- The constraint allows one more kind of change, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

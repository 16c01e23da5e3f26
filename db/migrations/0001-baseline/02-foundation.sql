-- The two roles of this database, and its time. The owner migrates. The application role, countersign_desk, cannot disable
-- triggers and cannot change or delete what must stay. Roles belong to the cluster and are created at set-up; migrations only
-- grant.

create table database_mark (
  single boolean primary key default true check (single),
  kind text not null check (kind in ('demo', 'driven'))
);
comment on table database_mark is
  'Empty for a real desk. demo: generated people and fault switches are allowed, and it may begin with a past. driven: its clock is set by hand (tests, replays), which serve refuses.';

-- Empty where the server's clock is the desk's. Nothing is served while it isn't.
create table driven_clock (
  single boolean primary key default true check (single),
  at timestamptz not null
);

-- /readyz updates this row: a standby, a read-only server and a full disk answer questions and take no write.
create table write_probe (
  single boolean primary key default true check (single),
  written_at timestamptz not null default desk_now()
);
insert into write_probe default values;

-- The terms of each kind of organisation, as data that the functions read. The application role changes no row.
-- company: shifts and teams. community: a few volunteers. solo: one person, whose own later review stands in for a second person's.
create table organisation_terms (
  organisation text primary key,
  -- A higher rank is stricter: more people must agree.
  strictness integer not null unique,
  -- False: a person who was active within a day is on duty.
  has_shifts boolean not null,
  -- The most approvals that the floor under protected accounts requires.
  floor_max integer not null check (floor_max > 0),
  -- True: the approvers of an enforcement are too few to be excluded from judging its appeal.
  approvers_judge_appeals boolean not null,
  -- A person's own review counts as a second person's from this time on. Null: only another person's counts.
  own_review_after interval check (own_review_after >= interval '1 day'),
  -- The time for which a request for a restore waits for the second one.
  restore_request_duration interval not null
);
insert into organisation_terms values
  ('solo', 0, false, 1, true, '1 day', '72 hours'),
  ('community', 1, false, 1, true, null, '24 hours'),
  ('company', 2, true, 2, false, null, '24 hours');

-- The organisation's profile and whether its guards hold what they judge: the latest row counts. Without a row it is a company
-- whose guards hold.
create table desk_profile (
  id bigint generated always as identity primary key,
  organisation text not null references organisation_terms check (organisation in ('company', 'community', 'solo')),
  -- Verdicts are recorded and nothing is held.
  shadow boolean not null,
  -- False: the desk shows counts of people at work only by shift, and never by person.
  person_metrics boolean not null,
  set_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C"
);

create sequence api_key_seq;
create table api_key (
  id text collate "C" primary key default 'key_' || nextval('api_key_seq'),
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['report', 'facts', 'scim', 'events', 'account_events', 'signals', 'appeals', 'orders']),
  -- The source of the signals it sends, by the name that the rules use.
  source text collate "C" check (source ~ '^[a-z][a-z0-9-]{0,63}$'),
  -- The authority whose orders it sends. Such a key does nothing else.
  authority_id text collate "C",
  -- SHA-256 of 32 random bytes: nothing to guess, so nothing to slow down.
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null default desk_now(),
  revoked_at timestamptz,
  constraint signals_have_a_source check ((source is not null) = ('signals' = any (scopes))),
  constraint orders_have_an_authority check ((authority_id is not null) = ('orders' = any (scopes))),
  constraint orders_stand_alone check (not 'orders' = any (scopes) or cardinality(scopes) = 1)
);

-- Work that must happen on time. A row is done when it is gone; who takes it holds it 15 seconds at most.
create table job (
  kind text not null
    check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm',
    'alert', 'leave', 'escalate', 'detect_drift', 'deliver', 'bulk_action', 'automate', 'unconfirmed')),
  key text collate "C" not null,
  priority text not null
    check (priority in ('effect', 'restore', 'background', 'drift', 'notice', 'bulk_action', 'automation', 'reconcile')),
  due_at timestamptz not null default desk_now(),
  lease_until timestamptz,
  lease_id bigint not null default 0,
  attempt integer not null default 0,
  primary key (kind, key)
);
create index job_next on job (priority, due_at);

-- The answers to requests with an Idempotency-Key. A row commits with the effect of its request, and is deleted a day later.
create table idempotency_key (
  -- The person or the API key that sent it: staff:… or key:….
  caller text collate "C" not null check (caller ~ '^(staff|key):.'),
  key_hash bytea not null check (octet_length(key_hash) = 32),
  -- Of the method, the address and the body. A key is for one request only.
  request_hash bytea not null check (octet_length(request_hash) = 32),
  -- Of the rights of the caller then. With other rights the answer is not shown again.
  rights_hash bytea not null check (octet_length(rights_hash) = 32),
  status integer not null check (status between 200 and 299),
  headers jsonb not null,
  -- Null: it holds a secret, which is stored nowhere in plain text.
  body text,
  at timestamptz not null default desk_now(),
  primary key (caller, key_hash)
);
create index idempotency_key_at on idempotency_key (at);

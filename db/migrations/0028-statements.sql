-- The basis of decisions towards the people affected, and the statements that they get.

-- The basis of a decision towards the person affected, as its reviewer stated it. Null: none was stated.
alter table decision add column basis jsonb;
-- Not validated: every stored row has none and satisfies it.
alter table decision add constraint decision_basis_check
  check (basis is null or jsonb_typeof(basis) = 'object' and length(basis::text) <= 20000) not valid;

-- The statements that people get. PostgreSQL makes each in the transaction that releases or restores an enforcement, so
-- there is none about an effect that never began, and no effect without one.
create sequence statement_seq;
create table statement (
  id text collate "C" primary key default 'stm_' || nextval('statement_seq'),
  kind text not null check (kind in ('restriction', 'warning', 'ended', 'mistake')),
  enforcement_id text collate "C" not null references enforcement (id),
  subject text collate "C" not null,
  made_at timestamptz not null default desk_now(),
  -- Null: it is on its way to the platform, or waits for its text.
  delivery text check (delivery in ('shown', 'unsupported', 'withheld')),
  delivered_at timestamptz,
  unique (enforcement_id, kind),
  check ((delivery is null) = (delivered_at is null))
);
comment on column statement.delivery is
  'shown: the platform shows it. unsupported: the platform shows none. withheld: its enforcement never took effect.';
create index statement_undelivered on statement (subject, made_at) where delivery is null;

-- The content of a statement: the only place with its texts, so a person can be erased. Insert only.
create table statement_content (
  statement_id text collate "C" primary key references statement (id),
  -- The facts from which the texts are made, without any person.
  facts jsonb not null check (jsonb_typeof(facts) = 'object' and length(facts::text) <= 40000),
  -- The texts by language, the first for readers of no other. Empty: the desk had no templates.
  texts jsonb not null check (jsonb_typeof(texts) = 'array' and length(texts::text) <= 200000),
  redress jsonb not null check (jsonb_typeof(redress) = 'array' and length(redress::text) <= 20000),
  -- The SHA-256 over the canonical JSON of the three.
  hash bytea not null check (octet_length(hash) = 32),
  -- The versions of policies and templates by which it was made.
  policies_hash bytea not null check (octet_length(policies_hash) = 32),
  notices_hash bytea not null check (octet_length(notices_hash) = 32),
  rendered_at timestamptz not null default desk_now()
);

-- The constraint allows one more scope, so every stored row satisfies it.
alter table api_key drop constraint api_key_scopes_check;
alter table api_key add constraint api_key_scopes_check
  check (cardinality(scopes) > 0 and scopes <@ array['report', 'facts', 'scim', 'events', 'account_events', 'signals',
    'appeals', 'orders', 'enforcements']) not valid;
alter table api_key validate constraint api_key_scopes_check;

-- Legal deadlines: the time by which a subject must be out of sight, counted from an order, a valid request or a match.

create sequence legal_clock_seq;
create table legal_clock (
  id text collate "C" primary key default 'clock_' || nextval('legal_clock_seq'),
  subject text collate "C" not null,
  policy_id text not null,
  -- The order, valid request or match that started it. A report starts none.
  cause text collate "C" not null,
  -- The case in which it became known.
  case_id text collate "C" not null references review_case (id),
  known_at timestamptz not null default desk_now(),
  -- From this time on its case comes before others, and on-call is paged.
  page_at timestamptz not null,
  due_at timestamptz not null,
  told_at timestamptz,
  missed_at timestamptz,
  ended_at timestamptz,
  -- met: it was read to be out of sight. decided: a reviewer found that the law does not ask for it.
  how text check (how in ('met', 'decided')),
  check (known_at <= page_at and page_at < due_at),
  check ((ended_at is null) = (how is null))
);
-- A report that repeats while the clock runs was known before.
create unique index legal_clock_runs on legal_clock (subject, policy_id) where ended_at is null;
create index legal_clock_near on legal_clock (page_at) where ended_at is null;
create index legal_clock_missed on legal_clock (due_at desc) where missed_at is not null;

-- Referrals to authorities about a case. Insert only: a mistake is corrected by another row that names the one it corrects.
create sequence referral_seq;
create table referral (
  id text collate "C" primary key default 'referral_' || nextval('referral_seq'),
  case_id text collate "C" not null references review_case (id),
  subject text collate "C" not null,
  account_id text collate "C",
  kind text not null check (kind in ('child_safety', 'threat_to_life')),
  authority text not null check (length(authority) between 1 and 200),
  -- The authority's own reference of the matter.
  reference text not null check (length(reference) between 1 and 200),
  sent_at timestamptz not null,
  what text not null check (length(what) between 1 and 2000),
  -- Evidence and media that were sent, by their ids here.
  pieces text[] not null check (cardinality(pieces) <= 200),
  corrects text collate "C" references referral (id),
  made_by text collate "C" not null references staff (id),
  made_at timestamptz not null default desk_now(),
  check (sent_at <= made_at + interval '5 minutes')
);
create index referral_case on referral (case_id, made_at);
create index referral_account on referral (account_id, made_at) where account_id is not null;
create index referral_made on referral (made_at);

-- Legal holds: one person keeps a subject from being deleted, until a time or until two people lift the hold.
create sequence legal_hold_seq;
create table legal_hold (
  id text collate "C" primary key default 'lhold_' || nextval('legal_hold_seq'),
  subject text collate "C" not null,
  account_id text collate "C",
  reason text not null check (length(reason) between 1 and 2000),
  -- The authority that asked for it, and its reference.
  authority text check (length(authority) between 1 and 200),
  reference text check (length(reference) between 1 and 200),
  until timestamptz,
  placed_by text collate "C" not null references staff (id),
  placed_at timestamptz not null default desk_now(),
  lifted_at timestamptz,
  change_id text collate "C",
  check (until > placed_at),
  check ((lifted_at is null) = (change_id is null))
);
create index legal_hold_subject on legal_hold (subject) where lifted_at is null;
create index legal_hold_account on legal_hold (account_id) where lifted_at is null;
create index legal_hold_placed on legal_hold (placed_at);

-- Lists of child-abuse material that analysts verified, and the contents whose bytes the desk itself found on one. Of the material there
-- are hashes here and nothing else, and the entries of a list are read by no role but the schema's owner.

create sequence match_list_seq;
create table match_list (
  id text collate "C" primary key default 'mlist_' || nextval('match_list_seq'),
  name text not null check (length(name) between 1 and 100),
  source text not null check (length(source) between 1 and 500),
  -- The hash of the file it was read from.
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- A chain over its parts in their order: what two people agree to names it, so nothing is added or changed afterwards.
  entries_hash bytea not null default decode(repeat('00', 32), 'hex'),
  parts integer not null default 0,
  entries integer not null default 0 check (entries between 0 and 1000000),
  staged_at timestamptz not null default desk_now(),
  -- Null: two people have not agreed to it, and it counts for nothing.
  change_id text collate "C" unique,
  agreed_at timestamptz,
  -- One person had it end, such as for an entry that was wrong. It never counts again.
  end_change_id text collate "C",
  ended_at timestamptz,
  check ((change_id is null) = (agreed_at is null)),
  check ((end_change_id is null) = (ended_at is null) and (ended_at is null or agreed_at is not null))
);

create table match_entry (
  list_id text collate "C" not null references match_list (id),
  part integer not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- The time at which an analyst verified it, as its source says.
  verified_at timestamptz not null,
  primary key (sha256, list_id)
);
create index match_entry_part on match_entry (list_id, part);

-- The bytes of one of a content's media had a hash that stands on a list. Rows are added by record_content_match and never changed.
create sequence content_match_seq;
create table content_match (
  id text collate "C" primary key default 'match_' || nextval('content_match_seq'),
  case_id text collate "C" not null references review_case (id),
  subject text collate "C" not null,
  media_id text collate "C" not null references content_media (id),
  list_id text collate "C" not null references match_list (id),
  sha256 bytea not null check (octet_length(sha256) = 32),
  made_by text collate "C" not null references staff (id),
  made_at timestamptz not null default desk_now()
);
create index content_match_subject on content_match (subject, made_at);

-- Authorities and their orders, requests that the law calls valid, and what may start a legal clock: a report never does.

create sequence authority_seq;
create table authority (
  id text collate "C" primary key default 'authority_' || nextval('authority_seq'),
  name text not null check (length(name) between 1 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- The contact by which a person at the desk asks it whether an order is its own.
  contact text not null check (length(contact) between 1 and 500),
  registered_at timestamptz not null default desk_now(),
  registered_by text collate "C" not null unique,
  revoked_at timestamptz,
  revoked_by text collate "C" unique,
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index authority_registered_once on authority (lower(name), country) where revoked_at is null;

-- The orders of authorities. Written by the two functions below alone. `authority_id` and `key_id` are set together: the order was received
-- with a key bound to that authority, so it is authenticated. Else a person entered it, and it proves no more than they do.
create sequence authority_order_seq;
create table authority_order (
  id text collate "C" primary key default 'order_' || nextval('authority_order_seq'),
  authority_id text collate "C" references authority (id),
  key_id text collate "C" references api_key (id),
  entered_by text collate "C" references staff (id),
  -- The authority's name as of then.
  authority text not null check (length(authority) between 1 and 200),
  -- The authority's own number for it.
  reference text not null check (length(reference) between 1 and 200),
  kind text not null check (kind in ('removal_order', 'other')),
  policy_id text not null check (length(policy_id) between 1 and 64),
  -- The contents it names, by the platform's ids.
  contents text[] not null check (cardinality(contents) between 1 and 100),
  -- The countries in which it has the contents blocked; null: everywhere.
  countries text[] check (cardinality(countries) > 0),
  received_at timestamptz not null,
  entered_at timestamptz not null default desk_now(),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  document_sha256 bytea check (octet_length(document_sha256) = 32),
  check ((authority_id is null) = (key_id is null)),
  check ((key_id is null) <> (entered_by is null)),
  check (entered_by is null or document_sha256 is not null),
  check (received_at between entered_at - interval '90 days' and entered_at)
);
create unique index authority_order_once on authority_order (coalesce(authority_id, entered_by), reference);
create index authority_order_contents on authority_order using gin (contents);
create index authority_order_received on authority_order (received_at desc, id desc);

-- The file itself, apart from what is read of every order.
create table authority_order_document (
  order_id text collate "C" primary key references authority_order (id),
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type in ('application/pdf', 'text/plain', 'image/png', 'image/jpeg')),
  bytes bytea not null check (octet_length(bytes) between 1 and 5242880)
);

-- A request to take content offline, as the law describes one (TAKE IT DOWN Act, section 3). It is valid when signed, with the
-- content identified, a statement of good faith and a contact. The missing parts are computed here.
create sequence removal_request_seq;
create table removal_request (
  id text collate "C" primary key default 'removal_' || nextval('removal_request_seq'),
  key_id text collate "C" references api_key (id),
  entered_by text collate "C" references staff (id),
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  policy_id text not null check (length(policy_id) between 1 and 64),
  -- Null: the content could not be identified.
  content_id text collate "C" check (length(content_id) between 1 and 256),
  -- These six are of a person, and forgotten half a year after it was received.
  signature text check (length(signature) between 1 and 500),
  identification text check (length(identification) between 1 and 2000),
  good_faith text check (length(good_faith) between 1 and 2000),
  contact text check (length(contact) between 1 and 500),
  salt bytea check (octet_length(salt) = 16),
  body_hash bytea check (octet_length(body_hash) = 32),
  -- The hash of the salt and the request's text. Never deleted.
  said_hash bytea not null check (octet_length(said_hash) = 32),
  received_at timestamptz not null,
  entered_at timestamptz not null default desk_now(),
  missing text[] not null,
  valid boolean not null,
  check ((key_id is null) <> (entered_by is null)),
  check (valid = (missing = '{}'))
);
create unique index removal_request_once on removal_request (coalesce(key_id, entered_by), client_id);
create index removal_request_content on removal_request (content_id, received_at desc);
create index removal_request_kept on removal_request (received_at) where salt is not null;

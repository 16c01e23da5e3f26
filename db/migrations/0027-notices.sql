-- Notices of people outside, and the letters to them.

-- The constraints allow further kinds, so every stored row satisfies them.
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check
  check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm',
    'alert', 'leave', 'escalate', 'detect_drift', 'deliver', 'bulk_action', 'automate', 'unconfirmed', 'notice', 'answer',
    'letter')) not valid;
alter table job validate constraint job_kind_check;

-- A person outside, as one notice or appeal names them. Every personal detail of theirs is in this table alone.
create sequence correspondent_seq;
create table correspondent (
  id text collate "C" primary key default 'corr_' || nextval('correspondent_seq'),
  -- A keyed hash of the e-mail address: the same in all rows of one person. Null: they gave none, or it was erased.
  mark bytea check (octet_length(mark) = 32),
  -- Name, e-mail address and signature. Only a key outside the database opens it. Null: erased.
  sealed bytea check (octet_length(sealed) between 1 and 8192),
  language text not null check (language in ('en', 'de', 'ar')),
  made_at timestamptz not null default desk_now(),
  -- The person opened a link that was sent to the address.
  confirmed_at timestamptz,
  erased_at timestamptz,
  check ((sealed is null) = (erased_at is not null)),
  check (erased_at is null or mark is null)
);
create index correspondent_mark on correspondent (mark) where mark is not null;
create index correspondent_kept on correspondent (made_at) where erased_at is null;

create sequence notice_seq;
create table notice (
  id text collate "C" primary key default 'ntc_' || nextval('notice_seq'),
  -- The number that the sender gets. It is random, so that it does not tell how many notices there are.
  reference text not null unique check (reference ~ '^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$'),
  -- The form that was sent, by its random number: a form that is sent twice is one notice.
  form bytea not null unique check (octet_length(form) = 16),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  -- Null: an anonymous notice of child sexual abuse.
  correspondent_id text collate "C" references correspondent (id),
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  subject text collate "C" not null check (length(subject) between 9 and 300),
  address text not null check (length(address) between 1 and 2048),
  language text not null check (language in ('en', 'de', 'ar')),
  -- The words of the sender. They move to the report when it is stored.
  reason text check (length(reason) between 1 and 8000),
  -- The hash of a file that the desk must not receive.
  sha256 bytea check (octet_length(sha256) = 32),
  signed boolean not null,
  made_at timestamptz not null default desk_now(),
  -- The earliest time at which its report is stored. Null: after its sender opened the link to confirm it.
  due_at timestamptz,
  accepted_at timestamptz,
  report_id text collate "C",
  case_id text collate "C",
  removal_request_id text collate "C" references removal_request (id),
  outcome text check (outcome in ('actioned', 'not_actioned')),
  concluded_at timestamptz,
  check ((accepted_at is null) = (report_id is null) and (accepted_at is null) = (case_id is null)),
  check ((accepted_at is null) = (reason is not null)),
  check ((outcome is null) = (concluded_at is null) and (outcome is null or accepted_at is not null))
);
create index notice_case on notice (case_id, id) where case_id is not null;
create index notice_correspondent on notice (correspondent_id);
create index notice_waiting on notice (made_at) where accepted_at is null;
create index notice_unconfirmed_clock on notice (accepted_at) where removal_request_id is not null;

-- Files of a notice until its report is stored. There is no place for those of child sexual abuse or intimate images.
create table notice_file (
  notice_id text collate "C" not null references notice (id),
  place smallint not null check (place between 0 and 9),
  media_type text not null check (length(media_type) between 1 and 127),
  bytes bytea not null check (octet_length(bytes) between 1 and 2097152),
  primary key (notice_id, place)
);

-- Links in letters and on pages. Only their hash is stored, so that the database opens none.
create table public_link (
  hash bytea primary key check (octet_length(hash) = 32),
  kind text not null check (kind ~ '^[a-z_]{1,32}$'),
  -- The row that the page is about.
  about text collate "C" not null,
  made_at timestamptz not null default desk_now(),
  expires_at timestamptz not null check (expires_at > made_at)
);
create index public_link_about on public_link (about);
create index public_link_expired on public_link (expires_at);

-- Letters to people outside, and what became of each.
create table letter (
  id bigint generated always as identity primary key,
  correspondent_id text collate "C" not null references correspondent (id),
  notice_id text collate "C" not null references notice (id),
  kind text not null check (kind in ('confirm', 'receipt', 'outcome')),
  outcome text check (outcome in ('actioned', 'not_actioned')),
  made_at timestamptz not null default desk_now(),
  next_at timestamptz not null default desk_now(),
  attempt integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  last_error text check (length(last_error) <= 500),
  check ((kind = 'outcome') = (outcome is not null)),
  check (sent_at is null or given_up_at is null)
);
create index letter_notice on letter (notice_id, id);
create index letter_correspondent on letter (correspondent_id);
create index letter_waiting on letter (next_at) where sent_at is null and given_up_at is null;

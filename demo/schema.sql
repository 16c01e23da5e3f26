-- The platform's own people and posts. They are loaded from outside, and may be loaded again.
create table if not exists account (
  id text primary key,
  handle text not null unique,
  display_name text not null,
  bio text not null,
  reach integer, -- null: not known
  verified integer not null,
  tags text not null, -- JSON list
  created_at text -- null: not known
) strict;

create table if not exists content (
  id text primary key,
  account_id text not null references account (id),
  kind text not null,
  text text not null,
  language text,
  parent_id text, -- what it answers
  created_at text
) strict;
create index if not exists content_by_parent on content (parent_id) where parent_id is not null;
create index if not exists content_by_account on content (account_id, created_at);
create index if not exists content_by_time on content (created_at);

-- Signals that accounts share, as this platform observed it. The id is random: it names no device, card or address.
create table if not exists account_signal (
  account_id text not null references account (id),
  kind text not null, -- device, payment, network
  signal_id text not null,
  primary key (account_id, kind, signal_id)
) strict, without rowid;
create index if not exists account_signal_by_signal on account_signal (kind, signal_id);

-- The owners and moderators of communities and lists, their members, and the posts in them.
create table if not exists community_owner (
  community_id text not null references account (id),
  account_id text not null references account (id),
  primary key (community_id, account_id)
) strict, without rowid;
create table if not exists community_member (
  community_id text not null references account (id),
  account_id text not null references account (id),
  primary key (community_id, account_id)
) strict, without rowid;
create table if not exists community_post (
  community_id text not null references account (id),
  content_id text not null references content (id),
  primary key (community_id, content_id)
) strict, without rowid;

-- The time at which a post was last edited. A post without a row was never edited.
create table if not exists content_edit (
  content_id text primary key references content (id),
  at text not null
) strict, without rowid;

-- The media beside a post's text.
create table if not exists media (
  content_id text not null references content (id),
  place integer not null,
  kind text not null,
  media_type text not null,
  alternative_text text,
  sha256 text not null,
  streamed integer not null default 0, -- 1: the desk reads it by ranges
  bytes blob not null,
  primary key (content_id, place)
) strict, without rowid;

-- The state that an effect gave to a subject. It is stored apart from the subject, so that loading neither lifts nor
-- repeats an effect. A subject without a row is visible, has full spread, may post and has no labels.
create table if not exists subject_state (
  kind text not null,
  id text not null,
  visible integer not null,
  spread text not null,
  may_post integer not null,
  labels text not null, -- JSON list
  blocked_countries text not null default '[]', -- JSON list
  primary key (kind, id)
) strict, without rowid;

-- The actions of the platform's own that stand on a subject, as JSON.
create table if not exists own_action (
  kind text not null,
  id text not null,
  action text not null,
  primary key (kind, id, action)
) strict, without rowid;

-- The time at which the credentials of an account were reset and its sessions ended: the owner has regained it.
create table if not exists credentials_reset (
  account_id text primary key,
  at text not null
) strict, without rowid;

-- The times at which any person last changed an account's credentials.
create table if not exists credentials_change (
  account_id text primary key,
  at text not null
) strict, without rowid;

create table if not exists warning (
  seq integer primary key,
  event_id text not null, -- Not unique: a warning delivered twice must be countable.
  kind text not null,
  id text not null,
  policy_id text not null,
  text text not null,
  at text not null
) strict;
create index if not exists warning_by_subject on warning (kind, id);

-- The statements of reasons that the desk gave for an effect, for the person concerned.
create table if not exists shown_statement (
  seq integer primary key,
  statement_id text not null, -- Not unique: a statement shown twice must be countable.
  kind text not null,
  id text not null,
  statement text not null, -- JSON
  at text not null
) strict;
create index if not exists shown_statement_by_subject on shown_statement (kind, id);

-- The platform's own record: one row for each actual change, written together with the change.
create table if not exists effect (
  seq integer primary key autoincrement,
  at text not null,
  kind text not null,
  id text not null,
  generation integer not null,
  from_state text not null,
  to_state text not null,
  cause text not null,
  event_id text
) strict;
create index if not exists effect_by_subject on effect (kind, id, seq);

-- The tables in which platform-kit stores its state.
create table if not exists subject_record (
  kind text not null,
  id text not null,
  record text not null,
  next_revert_at_ms integer,
  primary key (kind, id)
) strict;
create index if not exists subject_record_by_revert on subject_record (next_revert_at_ms, kind, id) where next_revert_at_ms is not null;

create table if not exists received_call (
  id text primary key,
  forget_at_ms integer not null
) strict;
create index if not exists received_call_by_time on received_call (forget_at_ms);

-- Restrictive effects of the last hour, for the platform's own limits.
create table if not exists taking (
  at_ms integer not null,
  reach integer not null
) strict;
create index if not exists taking_by_time on taking (at_ms);

-- The enforcements of the last day by which one person took contents of an account offline alone.
create table if not exists acted_alone (
  account_id text not null,
  enforcement_id text not null,
  at_ms integer not null,
  primary key (account_id, enforcement_id)
) strict, without rowid;

-- Notices to the platform's own people on call: an effect is being held, and they can stop it until `not_before`.
create table if not exists on_call_notice (
  seq integer primary key,
  at text not null,
  kind text not null,
  id text not null,
  not_before text not null,
  enforcements text not null
) strict;

-- Notices to the same people: one person took a content of a protected account offline alone.
create table if not exists acted_alone_notice (
  seq integer primary key,
  at text not null,
  id text not null,
  account_id text not null,
  enforcement_id text not null,
  ground text not null
) strict;

create table if not exists seeded (
  once integer primary key check (once = 1)
) strict;

-- Where people and machines are told besides the desk itself, and what became of each message.

alter table due drop constraint due_kind_check;
alter table due add constraint due_kind_check check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome',
  'release', 'expire', 'confirm', 'page', 'leave', 'escalate', 'watch', 'deliver'));

create sequence channel_seq;
create table channel (
  id text collate "C" primary key default 'm-' || nextval('channel_seq'),
  -- configured: the one webhook that the environment names.
  kind text not null check (kind in ('configured', 'webhook', 'slack', 'mail')),
  name text not null check (length(name) between 1 and 100),
  -- Of one person; null: the desk's.
  staff_id text collate "C" references staff (id),
  -- What is told there: only what can't wait, that and once a day what waits, or all of it.
  takes text not null check (takes in ('calls', 'digest', 'all')),
  -- Address and secret can be read only with a key that is not in the database.
  address bytea,
  secret bytea,
  -- As much of the address as others may see.
  shows text not null check (length(shows) <= 300),
  added_at timestamptz not null default desk_now(),
  removed_at timestamptz,
  -- How it goes.
  failures integer not null default 0,
  failing_since timestamptz,
  last_error text check (length(last_error) <= 500),
  rests_until timestamptz,
  dead_since timestamptz,
  last_sent_at timestamptz,
  digest_at timestamptz,
  check ((kind = 'configured') = (address is null)),
  check (takes <> 'digest' or staff_id is not null)
);
create unique index channel_configured on channel (kind) where kind = 'configured';
create index channel_staff on channel (staff_id) where removed_at is null;

create table delivery (
  id bigint generated always as identity primary key,
  channel_id text collate "C" not null references channel (id),
  kind text not null check (kind in ('page', 'test', 'digest')),
  page_id bigint references page (id),
  made_at timestamptz not null default desk_now(),
  next_at timestamptz not null default desk_now(),
  attempt integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  check ((kind = 'page') = (page_id is not null))
);
create unique index delivery_once on delivery (channel_id, page_id) where page_id is not null;
create index delivery_waiting on delivery (channel_id, next_at) where sent_at is null and given_up_at is null;
create index delivery_made on delivery (made_at);

grant select, insert on channel, delivery to countersign_desk;
grant update (removed_at, failures, failing_since, last_error, rests_until, dead_since, last_sent_at, digest_at) on channel to countersign_desk;
grant update (next_at, attempt, sent_at, given_up_at) on delivery to countersign_desk;
grant delete on delivery to countersign_desk;
grant usage on sequence channel_seq to countersign_desk;

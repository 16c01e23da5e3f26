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
  -- What is told there: only what can't wait, that and once a day what waits, all of it, or by kind and id what happens.
  takes text not null check (takes in ('calls', 'digest', 'all', 'events')),
  -- Of events: which kinds, by whose right, and up to which entry of the ledger they were taken.
  events text[] check (cardinality(events) > 0),
  key_id text collate "C" references api_key (id),
  told_to bigint,
  -- Address and secret can be read only with a key that is not in the database.
  address bytea,
  secret bytea,
  -- Both sign until then, so that the other side has time to learn the newer one.
  previous_secret bytea,
  previous_until timestamptz,
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
  check (takes <> 'digest' or staff_id is not null),
  check (takes <> 'events' or kind = 'webhook' and staff_id is null),
  check ((takes = 'events') = (events is not null) and (takes = 'events') = (key_id is not null)
    and (takes = 'events') = (told_to is not null)),
  check ((previous_secret is null) = (previous_until is null))
);
create unique index channel_configured on channel (kind) where kind = 'configured';
create index channel_staff on channel (staff_id) where removed_at is null;
create index channel_events on channel (told_to) where takes = 'events' and removed_at is null;

create table delivery (
  id bigint generated always as identity primary key,
  channel_id text collate "C" not null references channel (id),
  kind text not null check (kind in ('page', 'test', 'digest', 'event')),
  page_id bigint references page (id),
  -- What happened, by kind and id, and which entry of the ledger says so. The kind stale: more was missed than is told.
  event_kind text,
  event_id text,
  event_number bigint,
  made_at timestamptz not null default desk_now(),
  next_at timestamptz not null default desk_now(),
  attempt integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  check ((kind = 'page') = (page_id is not null)),
  check ((kind = 'event') = (event_kind is not null) and (kind = 'event') = (event_id is not null)
    and (kind = 'event') = (event_number is not null))
);
create unique index delivery_once on delivery (channel_id, page_id) where page_id is not null;
create index delivery_waiting on delivery (channel_id, next_at) where sent_at is null and given_up_at is null;
create index delivery_made on delivery (made_at);

grant select, insert on channel, delivery to countersign_desk;
grant update (removed_at, failures, failing_since, last_error, rests_until, dead_since, last_sent_at, digest_at, told_to) on channel to countersign_desk;
grant update (next_at, attempt, sent_at, given_up_at) on delivery to countersign_desk;
grant delete on delivery to countersign_desk;
grant usage on sequence channel_seq to countersign_desk;

-- Alerts to one person or to everyone with a role. One row for each alert.
create table alert (
  id bigint generated always as identity primary key,
  kind text not null check (length(kind) between 1 and 64),
  to_staff text collate "C" references staff (id),
  to_role text check (to_role in ('reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin')),
  why text not null check (length(why) between 1 and 2000),
  subject text collate "C",
  enforcement_id text collate "C" references enforcement (id),
  at timestamptz not null default desk_now(),
  seen_by text collate "C" references staff (id),
  seen_at timestamptz,
  check ((to_staff is null) <> (to_role is null)),
  -- An alert to the person on call escalates to the next tier when it is not seen in time.
  tier text check (tier in ('primary', 'secondary', 'leads')),
  -- The alert it began with.
  escalated_from bigint references alert (id),
  -- The subject of the alert, and the place where a person attends to it.
  drift_id text collate "C"
);
create index alert_staff on alert (to_staff, id) where to_staff is not null;
create index alert_role on alert (to_role, id) where to_role is not null;
create unique index alert_once on alert (kind, enforcement_id, coalesce(to_staff, to_role)) where enforcement_id is not null;
create index alert_subject on alert (subject, at) where subject is not null;

-- Channels that notify people and machines outside the desk, and the result of each message.

create sequence channel_seq;
create table channel (
  id text collate "C" primary key default 'ch_' || nextval('channel_seq'),
  -- configured: the one webhook that the environment names.
  kind text not null check (kind in ('configured', 'webhook', 'slack', 'mail')),
  name text not null check (length(name) between 1 and 100),
  -- The person it belongs to; null: the desk.
  staff_id text collate "C" references staff (id),
  -- The alerts this channel takes: only urgent ones, those and a daily summary of the rest, all, or events by kind and id.
  takes text not null check (takes in ('calls', 'digest', 'all', 'events')),
  -- For events: their kinds, the API key whose rights limit them, and the last ledger entry sent.
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
  -- The state of its deliveries.
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
  kind text not null check (kind in ('alert', 'test', 'digest', 'event')),
  alert_id bigint references alert (id),
  -- The event by kind and id, with the ledger entry that records it. The kind stale says that more was missed than is listed.
  event_kind text,
  event_id text,
  event_number bigint,
  made_at timestamptz not null default desk_now(),
  next_at timestamptz not null default desk_now(),
  attempt integer not null default 0,
  sent_at timestamptz,
  given_up_at timestamptz,
  check ((kind = 'alert') = (alert_id is not null)),
  check ((kind = 'event') = (event_kind is not null) and (kind = 'event') = (event_id is not null)
    and (kind = 'event') = (event_number is not null))
);
create unique index delivery_once on delivery (channel_id, alert_id) where alert_id is not null;
create index delivery_waiting on delivery (channel_id, next_at) where sent_at is null and given_up_at is null;
create index delivery_made on delivery (made_at);

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

-- The keys of this desk, by their fingerprints: a process that has others could not open what these have sealed, and would sign
-- what no platform takes.
create table desk_key (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('channel', 'signing')),
  fingerprint text not null check (length(fingerprint) between 16 and 128),
  known_since timestamptz not null default desk_now(),
  unique (kind, fingerprint)
);

-- True when a process may run with this key. The first one becomes the desk's; a key that took over from a known one in the same data
-- folder is known from then on; any other is announced by the owner. What was sealed opens with the newest key alone.
create function claim_desk_key(key_kind text, key_fingerprint text, predecessor text) returns boolean language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign desk key', 0));
  if not exists (select from desk_key where kind = key_kind)
    or exists (select from desk_key where kind = key_kind and key_kind = 'signing' and fingerprint = predecessor) then
    insert into desk_key (kind, fingerprint) values (key_kind, key_fingerprint) on conflict do nothing;
  end if;
  return key_fingerprint in (
    select fingerprint from desk_key where kind = key_kind
      and (kind = 'signing' or id = (select max(id) from desk_key newest where newest.kind = key_kind)));
end $$;
revoke all on function claim_desk_key(text, text, text) from public;
grant execute on function claim_desk_key(text, text, text) to countersign_desk;
grant select on desk_key to countersign_desk;

-- The address to which effects go, and the fingerprint of the secret that signs them: the newest row counts. While the desk is being set up
-- the row holds what is configured; after that a change of two people.
create table connector_pin (
  id bigint generated always as identity primary key,
  address text not null check (length(address) between 1 and 500),
  secret_fingerprint text not null check (secret_fingerprint ~ '^[A-Za-z0-9_-]{43}$'),
  pinned_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C" references desk_change (id)
);

-- True when a process may reach its platform so: as the newest row says, or for a day as the one before, while machines are restarted
-- one after the other. `pinned`: the row that this call made.
create function claim_connector(at_address text, with_secret text, out known boolean, out pinned bigint) language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign connector', 0));
  if not exists (select from connector_pin) or not exists (select from setup_end) and (at_address, with_secret) is distinct from (
      select (address, secret_fingerprint) from connector_pin order by id desc limit 1) then
    insert into connector_pin (address, secret_fingerprint) values (at_address, with_secret) returning id into pinned;
  end if;
  known := exists (
    select from (select address, secret_fingerprint, row_number() over (order by id desc) as place, max(pinned_at) over () as newest_at
      from connector_pin) pin
    where (address, secret_fingerprint) = (at_address, with_secret)
      and (place = 1 or place = 2 and newest_at > desk_now() - interval '1 day'));
end $$;

-- Pins what two people agreed to, if what they were shown is still so.
create function carry_out_connector(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
begin
  insert into connector_pin (address, secret_fingerprint, change_id)
  select said ->> 'address', said ->> 'secretFingerprint', changing.id
  from (select * from connector_pin order by id desc limit 1) newest
  where (newest.address, newest.secret_fingerprint) = (said -> 'from' ->> 'address', said -> 'from' ->> 'secretFingerprint');
  if not found then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

grant select on connector_pin to countersign_desk;
grant execute on function claim_connector(text, text) to countersign_desk;

-- The keys of this desk, by their fingerprints: a process that has others could not open what these have restricted, and would sign
-- what no platform takes.
create table desk_key (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('channel', 'signing')),
  fingerprint text not null check (length(fingerprint) between 16 and 128),
  known_since timestamptz not null default desk_now(),
  unique (kind, fingerprint)
);

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

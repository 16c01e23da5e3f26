-- The labels that the desk published as a labeler of the AT Protocol, in the order in which every reader sees them.
-- Append-only: of the rows with one source, address, version and value the newest counts.
create table label (
  seq bigint primary key,
  subject text collate "C" not null,
  generation bigint not null check (generation > 0),
  src text collate "C" not null check (starts_with(src, 'did:') and length(src) between 8 and 300),
  uri text collate "C" not null check (length(uri) between 1 and 1024),
  cid text collate "C" check (length(cid) between 1 and 200),
  val text collate "C" not null,
  -- True for a row that takes an earlier one back.
  neg boolean not null,
  cts timestamptz(3) not null,
  exp timestamptz(3),
  -- The public key under which `sig` is valid. The private key is never in the database.
  signing_key text collate "C" not null check (starts_with(signing_key, 'did:key:') and length(signing_key) <= 200),
  sig bytea not null check (octet_length(sig) = 64),
  check (not neg or exp is null),
  -- Twin of LABEL_VALUE in TypeScript.
  constraint label_val_check check (val ~ '^[a-z][a-z-]{0,62}$')
);
create index label_uri on label (uri, seq desc);

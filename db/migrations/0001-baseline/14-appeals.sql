-- Appeals: a person affected by an enforcement says that it is wrong, and a reviewer who had no part in it judges.

create sequence appeal_seq;
create table appeal (
  id text collate "C" primary key default 'apl_' || nextval('appeal_seq'),
  key_id text collate "C" not null,
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  -- These five are forgotten half a year after it was judged.
  body_hash bytea check (octet_length(body_hash) = 32),
  appellant text check (length(appellant) between 1 and 256),
  words text check (length(words) between 1 and 10000),
  -- The evidence that was unknown when an earlier appeal was judged.
  new_evidence text check (length(new_evidence) between 1 and 2000),
  salt bytea check (octet_length(salt) = 16),
  -- The hash of the salt, the new evidence, the appellant and the appeal's text. It stays, and reveals nothing.
  said_hash bytea not null check (octet_length(said_hash) = 32),
  language text,
  enforcement_id text collate "C" not null references enforcement (id),
  subject text collate "C" not null,
  account_id text collate "C",
  received_at timestamptz not null default desk_now(),
  -- restored: the enforcement was undone for another reason. ended: it ran out.
  state text not null default 'open' check (state in ('open', 'upheld', 'overturned', 'restored', 'ended')),
  ended_at timestamptz,
  judged_by text collate "C" references staff (id),
  -- The answer given to the person who appealed.
  reason text check (length(reason) between 1 and 2000),
  unique (key_id, client_id),
  check ((state = 'open') = (ended_at is null)),
  check ((state in ('upheld', 'overturned')) = (judged_by is not null)),
  check ((judged_by is null) = (reason is null))
);
create unique index appeal_one_open on appeal (enforcement_id) where state = 'open';
create index appeal_enforcement on appeal (enforcement_id, received_at);
create index appeal_ended on appeal (ended_at) where words is not null and ended_at is not null;

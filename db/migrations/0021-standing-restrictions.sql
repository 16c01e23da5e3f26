-- Restrictions of another moderation tool that stood when they were imported. A row has no effect. It says what the tool
-- took, so that an enforcement that takes the restriction over can give it back.
create sequence standing_restriction_seq;
create table standing_restriction (
  id text collate "C" primary key default 'standing_' || nextval('standing_restriction_seq'),
  key_id text collate "C" not null references api_key (id),
  -- The id in the other tool.
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  subject text collate "C" not null check (length(subject) between 9 and 300),
  action text not null check (action in ('label', 'limit', 'lock', 'hide', 'remove', 'suspend', 'deactivate')),
  label text check (length(label) between 1 and 128),
  tool text not null check (length(tool) between 1 and 128),
  since timestamptz not null,
  -- Null: it has no end.
  until timestamptz,
  decided_by text check (length(decided_by) between 1 and 256),
  reason text check (length(reason) between 1 and 10000),
  imported_at timestamptz not null default desk_now(),
  -- The enforcement that took it over. Null: none.
  enforcement_id text collate "C" references enforcement (id),
  unique (key_id, client_id),
  check ((action = 'label') = (label is not null))
);
create index standing_restriction_open on standing_restriction (subject, id) where enforcement_id is null;

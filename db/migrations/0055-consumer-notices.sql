-- Texts for consumers who bought what is illegal (DSA, article 32), and what platforms state of telling them.

create sequence consumer_notice_seq;

-- Restrictions of items as illegal about which consumers may get a text. Triggers write it.
create table consumer_duty (
  enforcement_id text collate "C" primary key references enforcement (id),
  -- The item and the name of its seller as the platform stated them when its person got the reasons. Null: the text has
  -- them, or they are erased.
  item jsonb,
  trader text check (length(trader) <= 300),
  -- The time at which it is looked at next. Null: buyers were told, and are told nothing more unless it is undone.
  next_at timestamptz default desk_now()
);
create index consumer_duty_next on consumer_duty (next_at) where next_at is not null;

-- The facts of a text for the buyers of one offer. The platform tells them: the desk has no buyer and no address.
create table consumer_notice (
  id text collate "C" primary key default 'cnt_' || nextval('consumer_notice_seq'),
  enforcement_id text collate "C" not null references enforcement (id),
  -- consumers: the offer is illegal. correction: that is taken back.
  kind text not null check (kind in ('consumers', 'correction')),
  made_at timestamptz not null default desk_now(),
  -- Those who bought it since then are told.
  sold_from timestamptz not null,
  -- The id of the law in policies.yaml.
  law text check (length(law) <= 64),
  -- The names as the platform stated them. Null: erased.
  product text check (length(product) <= 200),
  trader text check (length(trader) <= 300),
  -- The version of the templates when it was made.
  notices_hash bytea not null check (octet_length(notices_hash) = 32),
  unique (enforcement_id, kind)
);
create index consumer_notice_made on consumer_notice (made_at, id);

-- A platform states how many buyers it has told until now, and how many it can't reach. Insert only.
create table consumer_receipt (
  notice_id text collate "C" not null references consumer_notice (id),
  stated_at timestamptz not null default desk_now(),
  key_id text collate "C" not null references api_key (id),
  told integer not null check (told >= 0),
  without_contact integer not null check (without_contact >= 0),
  primary key (notice_id, stated_at)
);

-- Facts about accounts and contents, by source and time of reading. Facts come through the connector or by an API key with scope
-- facts; a report's claims about an account are evidence and are never stored here.

create table account (
  id text collate "C" primary key check (length(id) between 1 and 256),
  handle text check (length(handle) <= 256),
  display_name text check (length(display_name) <= 1024),
  verified boolean,
  tags text[] not null default '{}',
  account_created_at timestamptz,
  bio_domains text[] check (cardinality(bio_domains) <= 32),
  reach bigint check (reach >= 0),
  reach_counted bigint check (reach_counted >= 0),
  absent text[] not null default '{}',
  protected boolean not null,
  source text not null,
  facts_at timestamptz not null,
  items bigint check (items >= 0)
);
comment on column account.bio_domains is 'The domains of the links in its description, in lower case; null: not known.';
comment on column account.reach is 'As last read; null: unknown.';
comment on column account.reach_counted is 'The highest reading of 180 days: what the desk goes by. Null: never read.';
comment on column account.absent is 'Names of the facts the platform has no such thing for.';
comment on column account.protected is 'By the account''s facts alone: taking it offline is not one person''s to do.';
create index account_by_handle on account ((search_handle(handle) collate "C"), id);
create index account_by_name on account ((search_name(display_name) collate "C"), id);
-- A short pending list: the writer that fills it waits until it is merged.
create index account_words on account using gin (search_words(coalesce(handle, '') || ' ' || coalesce(display_name, '')))
  with (gin_pending_list_limit = 512);
comment on column account.items is 'How many contents it has, as last read; null: unknown.';

create table account_reach (
  account_id text collate "C" not null references account (id),
  day date not null,
  reach bigint not null check (reach >= 0),
  primary key (account_id, day)
);
comment on table account_reach is 'The highest reading of each day. Written by raise_account_facts alone.';

create table content (
  id text collate "C" primary key check (length(id) between 1 and 256),
  account_id text collate "C" not null,
  kind text not null check (length(kind) between 1 and 64),
  text text check (length(text) <= 100000),
  language text check (length(language) <= 35),
  -- The content it replies to, whether the desk knows that or not.
  parent_id text collate "C" check (length(parent_id) between 1 and 256),
  content_created_at timestamptz,
  source text not null,
  facts_at timestamptz not null
);
create index content_account on content (account_id);
create index content_parent on content (parent_id) where parent_id is not null;
create index content_words on content using gin (search_words(text)) with (gin_pending_list_limit = 512);

-- Every account that was named as a content's author before the present one. An enforcement on the content is judged by the
-- strictest of all, so naming another author never loosens anything.
create table former_author (
  content_id text collate "C" not null references content (id),
  account_id text collate "C" not null,
  -- The source that had named it.
  source text not null,
  until timestamptz not null default desk_now(),
  primary key (content_id, account_id)
);

-- Pictures, films and sounds of contents: what they are and where the platform has them. Their bytes are never kept here.
create sequence content_media_seq;
create table content_media (
  id text collate "C" primary key default 'media_' || nextval('content_media_seq'),
  content_id text collate "C" not null references content (id),
  reference text not null check (length(reference) between 1 and 1024),
  place smallint not null,
  kind text not null check (kind in ('image', 'video', 'audio')),
  media_type text not null check (length(media_type) between 1 and 127),
  alternative_text text check (length(alternative_text) <= 5000),
  class text not null check (class in ('ordinary', 'sensitive', 'restricted')),
  sha256 bytea check (octet_length(sha256) = 32),
  -- The time since which the content is read without it. Reported media stay on record even when they are gone.
  gone_at timestamptz,
  check (class <> 'restricted' or sha256 is not null),
  check (class <> 'restricted' or alternative_text is null)
);
create index content_media_content on content_media (content_id);
create index content_media_restricted on content_media (sha256) where class = 'restricted';

-- Tags that protect an account, since when. Rows are added by raise_account_facts and by a change; a change of two people ends one.
create table protective_tag (
  id bigint generated always as identity primary key,
  account_id text collate "C" not null references account (id),
  tag text not null,
  since timestamptz not null default desk_now(),
  dropped_at timestamptz,
  -- By which change.
  change_id text collate "C",
  check ((dropped_at is null) = (change_id is null))
);
create unique index protective_tag_standing on protective_tag (account_id, tag) where dropped_at is null;

-- The facts of an account that the platform has answered at least once. An account without them is unknown.
create table account_known (
  account_id text collate "C" not null references account (id),
  -- no_reach: it has no such thing for this account.
  fact text not null check (fact in ('tags', 'no_reach')),
  since timestamptz not null default desk_now(),
  primary key (account_id, fact)
);

-- The share of an account that hiding one more content would take away.

-- The accounts that an account resembles. They stand apart from the accounts because reach changes all the time, and each change
-- there would rewrite every other index, those of words too.
create table account_lookalike (
  account_id text collate "C" primary key references account (id),
  handle_skeleton text collate "C" check (length(handle_skeleton) <= 256),
  name_skeleton text collate "C" check (length(name_skeleton) <= 256),
  handle_stem text collate "C" check (length(handle_stem) <= 256),
  name_stem text collate "C" check (length(name_stem) <= 256),
  reach bigint not null check (reach >= 0),
  vouched boolean not null default false,
  check ((handle_skeleton is null) = (name_skeleton is null))
);
comment on column account_lookalike.handle_skeleton is
  'What all handles share that can be taken for each other; empty: none is to be seen. Null: not worked out yet.';
comment on column account_lookalike.handle_stem is 'The skeleton of the handle without the number at its end; null: it has none.';
comment on column account_lookalike.reach is 'The counted reach of the account; 0 when no reach was ever reported.';
comment on column account_lookalike.vouched is 'True when its identity is known: the account is verified, or has a tag.';
-- By reach, so that the highest is the first there is, however many share a name.
create index account_lookalike_by_handle on account_lookalike (handle_skeleton, reach desc, account_id)
  where handle_skeleton <> '';
create index account_lookalike_by_name on account_lookalike (name_skeleton, reach desc, account_id)
  where name_skeleton <> '';
create index account_lookalike_missing on account_lookalike (account_id) where handle_skeleton is null;
-- Those worth being taken for: few among all.
create index account_lookalike_notable on account_lookalike
  using gin ((skeleton_neighbours(handle_skeleton) || skeleton_neighbours(name_skeleton))) with (fastupdate = off)
  where vouched or reach >= 10000;

-- Older facts of accounts under a legal hold: while a hold lasts on an account or on one of its contents, each change stores here
-- what it overwrites. The value at the beginning of the hold is therefore the first row since, or still current.
create table overwritten_facts (
  id bigint generated always as identity primary key,
  -- The account, as a key.
  subject text collate "C" not null,
  -- Its row as it stood.
  facts jsonb not null,
  overwritten_at timestamptz not null default desk_now()
);
create index overwritten_facts_subject on overwritten_facts (subject, overwritten_at);

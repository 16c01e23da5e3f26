-- What is known of accounts and contents, by source and time of reading. Facts come through the connector or by a key
-- with scope facts; what a report claims about an account is evidence and never lands here.

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
  facts_at timestamptz not null
);
comment on column account.bio_domains is 'The domains of the links in its description, in lower case; null: not known.';
comment on column account.reach is 'As last read; null: unknown.';
comment on column account.reach_counted is 'The highest reading of 180 days: what the desk goes by. Null: never read.';
comment on column account.absent is 'Names of the facts the platform has no such thing for.';
comment on column account.protected is 'By the account''s facts alone: making it dark is not one person''s to do.';
create index account_handle on account (lower(handle));

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
  -- What it answers, known here or not.
  parent_id text collate "C" check (length(parent_id) between 1 and 256),
  content_created_at timestamptz,
  source text not null,
  facts_at timestamptz not null
);
create index content_account on content (account_id);

-- Every account that was named as a content's author before the present one. An enforcement on the content is judged by the
-- strictest of all of them, so naming another author never loosens anything.
create table former_author (
  content_id text collate "C" not null references content (id),
  account_id text collate "C" not null,
  -- The source that had named it.
  source text not null,
  until timestamptz not null default desk_now(),
  primary key (content_id, account_id)
);

-- A content keeps its id, and only the platform itself names another author: an API key can't reassign a post. The former
-- author is recorded by this trigger alone.
create function keep_author() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.id <> old.id then
    raise exception 'content % keeps its id', old.id using errcode = 'CS001';
  end if;
  if new.source <> 'platform' then
    raise exception 'content % keeps its author: only the platform names another', old.id using errcode = 'CS001';
  end if;
  insert into former_author (content_id, account_id, source) values (old.id, old.account_id, old.source)
    on conflict (content_id, account_id) do nothing;
  return new;
end $$;
create trigger keep_author before update on content for each row
  when (new.account_id <> old.account_id or new.id <> old.id) execute function keep_author();

-- Clocks differ by seconds. Facts dated at most 5 s ahead count as read now; facts from further ahead would keep all later
-- ones out, so they are refused.
create function check_facts_at() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.facts_at > desk_now() + interval '5 seconds' then
    raise exception 'the facts of % are dated in the future', new.id using errcode = 'CS001';
  end if;
  new.facts_at := desk_now();
  return new;
end $$;
create trigger check_facts_at before insert or update on account for each row
  when (new.facts_at > desk_now()) execute function check_facts_at();
create trigger check_facts_at before insert or update on content for each row
  when (new.facts_at > desk_now()) execute function check_facts_at();

-- True when a former author of this subject is protected. An account without a row counts as protected. (In plpgsql, which keeps
-- its plan: claims and intake call it.)
create function has_protected_former_author(on_subject text) returns boolean language plpgsql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not starts_with(on_subject, 'content:') then return false; end if;
  return exists (select from former_author former left join account on account.id = former.account_id
    where former.content_id = substr(on_subject, 9) and coalesce(account.protected, true));
end $$;
create index content_parent on content (parent_id) where parent_id is not null;

-- Pictures, films and sounds of contents: what they are and where the platform has them. Their bytes are never kept here.
create sequence content_media_seq;
create table content_media (
  id text collate "C" primary key default 'm-' || nextval('content_media_seq'),
  content_id text collate "C" not null references content (id),
  reference text not null check (length(reference) between 1 and 1024),
  place smallint not null,
  kind text not null check (kind in ('image', 'video', 'audio')),
  media_type text not null check (length(media_type) between 1 and 127),
  alternative_text text check (length(alternative_text) <= 5000),
  class text not null check (class in ('ordinary', 'sensitive', 'sealed')),
  sha256 bytea check (octet_length(sha256) = 32),
  -- Since when the content is read to be without it. What was reported stays on record, whoever takes it away.
  gone_at timestamptz,
  check (class <> 'sealed' or sha256 is not null),
  check (class <> 'sealed' or alternative_text is null)
);
create index content_media_content on content_media (content_id);
create index content_media_sealed on content_media (sha256) where class = 'sealed';

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

-- Which facts of an account the platform has answered at least once. An account without them is unknown.
create table account_known (
  account_id text collate "C" not null references account (id),
  -- no_reach: it has no such thing for this account.
  fact text not null check (fact in ('tags', 'no_reach')),
  since timestamptz not null default desk_now(),
  primary key (account_id, fact)
);

-- Twin of PUBLIC_INTEREST_TAGS in TypeScript.
create function protective_tags() returns text[] language sql immutable
  return array['public_office', 'candidate', 'newsroom', 'emergency_service', 'election_body', 'human_rights'];

-- Takes readings of accounts, each {id, at, reach, noReach, tags}, and keeps what makes them need more: the highest reach of a
-- day, tags that protect. Called by the application role, it can only raise. What is dated ahead counts for nothing.
create function raise_account_facts(readings json) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into account_reach (account_id, day, reach)
    select id, (at at time zone 'UTC')::date, max(reach)
    from json_to_recordset(readings) reading (id text, at timestamptz, reach bigint)
    where reach is not null and at <= desk_now() + interval '30 seconds'
    group by 1, 2 order by 1, 2
    on conflict (account_id, day) do update set reach = greatest(account_reach.reach, excluded.reach);
  insert into account_known (account_id, fact)
    select distinct id, known.fact
    from json_to_recordset(readings) reading (id text, "noReach" boolean, tags text[])
    cross join lateral (values ('tags', tags is not null), ('no_reach', "noReach")) known (fact, holds)
    where known.holds order by 1, 2
    on conflict do nothing;
  insert into protective_tag (account_id, tag)
    select distinct id, tag from json_to_recordset(readings) reading (id text, tags text[]) cross join lateral unnest(tags) tag
    where tag = any (protective_tags()) order by 1, 2
    on conflict (account_id, tag) where dropped_at is null do nothing;
end $$;

-- The highest reach read within 180 days; where none was, the last there is.
create function counted_reach(of_account text) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce(
    (select max(reach) from account_reach where account_id = of_account and day >= (desk_now() at time zone 'UTC')::date - 180),
    (select reach from account_reach where account_id = of_account order by day desc limit 1));
end $$;

-- True when the rows that only raise_account_facts writes say that an account is protected.
-- Twin of protectedBy in TypeScript.
create function is_recorded_protected(of_account text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select exists (select from protective_tag where account_id = of_account and dropped_at is null)
      or coalesce(counted_reach(of_account) >= 100000, false));
end $$;

-- Tags that protect stay, and so does the protection they give, whoever writes here: only the schema's owner drops one. What
-- is on record of an account's reach is never understated in its row.
create function keep_protection() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if pg_has_role(current_user, (select relowner from pg_class where oid = 'account'::regclass), 'member') then return new; end if;
  if new.id <> old.id then
    raise exception 'account % keeps its id', old.id using errcode = 'CS001';
  end if;
  if exists (select from unnest(old.tags) tag where tag = any (protective_tags()) and tag <> all (new.tags))
    or not new.protected and (new.tags && protective_tags() or is_recorded_protected(new.id)) then
    raise exception 'account % keeps what protects it', old.id using errcode = 'CS001';
  end if;
  new.reach_counted := greatest(new.reach_counted, counted_reach(new.id));
  return new;
end $$;
create trigger keep_protection before update on account for each row
  when (new.tags is distinct from old.tags or new.protected is distinct from old.protected or new.id <> old.id
    or new.reach_counted is distinct from old.reach_counted)
  execute function keep_protection();

grant select, insert, update on account, content, content_media to countersign_desk;
grant select on account_reach, protective_tag, account_known, former_author to countersign_desk;
grant execute on function protective_tags(), raise_account_facts(json), counted_reach(text), is_recorded_protected(text),
  has_protected_former_author(text) to countersign_desk;
grant usage on sequence content_media_seq to countersign_desk;

-- A content keeps its id, and only the platform itself names another author: an API key can't reassign a post. The
-- former author is recorded by this trigger alone.
create or replace function check_author_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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

-- Clocks differ by seconds. Facts dated at most 5 s ahead count as read now; facts from further ahead would block all
-- later ones, so they are refused.
create or replace function check_facts_at() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.facts_at > desk_now() + interval '5 seconds' then
    raise exception 'the facts of % are dated in the future', new.id using errcode = 'CS001';
  end if;
  new.facts_at := desk_now();
  return new;
end $$;

-- True when a former author of this subject is protected. An account without a row counts as protected. (In plpgsql,
-- which keeps its plan: claims and intake call it.)
create or replace function has_protected_former_author(on_subject text) returns boolean language plpgsql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if subject_kind(on_subject) <> 'content' then return false; end if;
  return exists (select from former_author former left join account on account.id = former.account_id
    where former.content_id = subject_id(on_subject, 'content') and coalesce(account.protected, true));
end $$;

-- Twin of PUBLIC_INTEREST_TAGS in TypeScript.
create or replace function protective_tags() returns text[] language sql immutable
  return array['public_office', 'candidate', 'newsroom', 'emergency_service', 'election_body', 'human_rights'];

-- Takes facts of accounts, each {id, at, reach, noReach, tags}, and stores those that strengthen protection: the
-- highest reach of a day, and protective tags. The application role that calls it can only raise them. Facts dated
-- ahead count for nothing.
create or replace function raise_account_facts(readings json) returns void language plpgsql security definer
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
    select distinct id, tag from json_to_recordset(readings) reading (id text, tags text[]) cross
      join lateral unnest(tags) tag
    where tag = any (protective_tags()) order by 1, 2
    on conflict (account_id, tag) where dropped_at is null do nothing;
end $$;

-- Returns the highest reach within 180 days; without one, the last known reach. A domain reaches at least as many as the
-- accounts that it covers together.
create or replace function counted_reach(of_account text) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  own constant bigint := coalesce(
    (select max(reach) from account_reach where account_id = of_account
      and day >= (desk_now() at time zone 'UTC')::date - 180),
    (select reach from account_reach where account_id = of_account order by day desc limit 1));
begin
  return case when own is null or collection_kind(of_account) is null then own
    else greatest(own, covered_reach(of_account)) end;
end $$;

-- True when an account is protected by the rows that only raise_account_facts writes.
-- Twin of protectedBy in TypeScript.
create or replace function is_recorded_protected(of_account text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select exists (select from protective_tag where account_id = of_account and dropped_at is null)
      or coalesce(counted_reach(of_account) >= 100000, false));
end $$;

-- Protective tags stay, and so does their protection, regardless of who writes here: only the schema's owner drops one.
-- The row never understates the recorded reach of its account.
create or replace function forbid_protection_loss() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if pg_has_role(current_user, (select relowner from pg_class where oid = 'account'::regclass),
    'member') then return new; end if;
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

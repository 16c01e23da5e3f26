-- A list, a community or a domain counts as an account whose id names it: @domain:bad.example. So every rule for accounts
-- holds for it, and those of the accounts that it covers besides.

-- Returns what an id names: list, community or domain. Null: it is no collection.
-- Twin of collectionKind in TypeScript.
create or replace function collection_kind(account_id text) returns text language sql immutable parallel safe
  return substring(account_id from '^(?:[a-z][a-z0-9-]{0,29}~)?@(list|community|domain):');

-- Returns the accounts of a platform whose handle ends with a domain or a subdomain of it.
create or replace function accounts_of_domain(of_platform text, domain text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select account.id from (select reverse(lower(domain)) as host) asked
  join account on strpos(account.handle, '.') > 0 and (
    reverse(lower(regexp_replace(account.handle, '^.*@', ''))) collate "C" = asked.host
    or reverse(lower(regexp_replace(account.handle, '^.*@', ''))) collate "C" between asked.host || '.' and asked.host || '/')
  where platform_of_id(account.id) = of_platform and collection_kind(account.id) is null
$$;

-- Returns the accounts that a collection covers: those that go offline with a domain, and those that own or moderate a
-- list or a community. None for any other account.
create or replace function covered_accounts(of_account text) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  kind constant text := collection_kind(of_account);
begin
  if kind is null then return; end if;
  return query select account_id from collection_member where collection_id = of_account;
  if kind = 'domain' then
    return query select accounts_of_domain(platform_of_id(of_account),
      rtrim(substr(of_account, strpos(of_account, '@domain:') + length('@domain:')), '.'));
  end if;
end $$;

-- Returns the sum of the counted reach of the accounts that a domain covers: it takes all of them offline. 0 for others.
create or replace function covered_reach(of_account text) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if collection_kind(of_account) is distinct from 'domain' then return 0; end if;
  return (select coalesce(sum(counted_reach(id)), 0)::bigint
    from (select distinct covered_accounts(of_account) as id) covered);
end $$;

-- Stores which accounts a collection covers, and returns what they add to its facts: their reach together, their
-- protective tags, and whether one of them has unknown facts. The application role that calls it can only add.
-- Twin of COVERED_MAX in TypeScript.
create or replace function cover_accounts(of_account text, members text[])
  returns table (reach bigint, tags text[], unknown boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if collection_kind(of_account) is null or cardinality(members) > 1000 then
    raise exception '% covers no such accounts', of_account using errcode = 'CS001';
  end if;
  insert into account (id, protected, source, facts_at) values (of_account, true, '', '-infinity')
    on conflict (id) do nothing;
  insert into collection_member (collection_id, account_id)
    select of_account, member from unnest(members) member
    where platform_of_id(member) = platform_of_id(of_account) and collection_kind(member) is null
    order by 2 on conflict do nothing;
  return query
    select covered_reach(of_account),
      array(select distinct held.tag from protective_tag held
        where held.dropped_at is null and held.account_id in (select covered_accounts(of_account)) order by 1),
      exists (select from covered_accounts(of_account) id where not exists (
          select from account_known known where known.account_id = id and known.fact = 'tags')
        or counted_reach(id) is null and not exists (
          select from account_known known where known.account_id = id and known.fact = 'no_reach'));
end $$;

-- Returns the accounts by whose protection an act on a subject is judged: those to which it may belong, and those that
-- they cover as a collection.
create or replace function list_judged_accounts(on_subject text, of_account text) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query select list_affected_accounts(on_subject, of_account)
    union select covered_accounts(subject_id(on_subject, 'account')) union select covered_accounts(of_account);
end $$;

-- True while the account is offline because a domain that covers it was taken offline or limited by an enforcement.
create or replace function is_covered_by_enforcement(of_account text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (select from enforcement standing where is_standing(standing.state)
    and standing.subject = any (array(select 'account:' || collection_id from collection_member
      where account_id = of_account)
      || array(select 'account:' || case platform_of_id(of_account) when 'default' then '' else
        platform_of_id(of_account) || '~' end || '@domain:' || domain
        from account known cross join lateral (
          select array_to_string(labels[n:], '.') as domain
          from string_to_array(lower(regexp_replace(known.handle, '^.*@', '')), '.') labels,
            generate_series(1, cardinality(labels)) n) suffix
        where known.id = of_account)));
end $$;

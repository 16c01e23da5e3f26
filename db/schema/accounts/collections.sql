-- A list, a community or a domain counts as an account whose id names it: @domain:bad.example. So every rule for accounts
-- holds for it, and those of the accounts that it covers besides.

-- Returns what an id names: list, community or domain. Null: it is no collection.
-- Twin of collectionKind in TypeScript.
create or replace function collection_kind(account_id text) returns text language sql immutable parallel safe
  return substring(account_id from '^(?:[a-z][a-z0-9-]{0,29}~)?@(list|community|domain):');

-- True for an id that names a domain otherwise than by its one name: in ASCII and lower case, without a dot at the end.
-- Twin of canonicalId in TypeScript.
create or replace function is_other_spelling(account_id text) returns boolean language sql immutable parallel safe
  return account_id ~ '^([a-z][a-z0-9-]{0,29}~)?@domain:'
    and substr(account_id, strpos(account_id, '@domain:') + length('@domain:')) collate "C" ~ '[A-Z]|[^!-~]|\.$';

-- Refuses a second spelling of a domain: a rule about the one would not hold for the other.
create or replace function refuse_other_spelling() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  raise exception 'a domain has one name: in lower case, without a dot at the end' using errcode = 'CS001';
end $$;

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
-- list or a community. None for any other account. Of a domain at most 1,001: more count as unknown, so their number does
-- not delay an act. Twin of COVERED_MAX in TypeScript.
create or replace function covered_accounts(of_account text) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  kind constant text := collection_kind(of_account);
begin
  if kind is null then return; end if;
  if kind <> 'domain' then
    return query select account_id from collection_member where collection_id = of_account;
    return;
  end if;
  return query select distinct id from (
    (select account_id as id from collection_member where collection_id = of_account limit 1001)
    union all
    (select * from accounts_of_domain(platform_of_id(of_account),
      rtrim(substr(of_account, strpos(of_account, '@domain:') + length('@domain:')), '.')) limit 1001)) covered
  limit 1001;
end $$;

-- True for a domain that covers too many accounts to judge it by each: its reach counts as unknown, so it takes the most
-- people. Twin of COVERED_MAX in TypeScript.
create or replace function covers_too_many(of_account text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if collection_kind(of_account) is distinct from 'domain' then return false; end if;
  return (select count(*) > 1000 from covered_accounts(of_account));
end $$;

-- Returns the sum of the counted reach of the accounts that a domain covers: it takes all of them offline. 0 for others,
-- and for a domain of too many, whose reach is unknown.
create or replace function covered_reach(of_account text) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if collection_kind(of_account) is distinct from 'domain' or covers_too_many(of_account) then return 0; end if;
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
      covers_too_many(of_account) or exists (select from covered_accounts(of_account) id where not exists (
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

-- Returns the domains that cover an account, by its handle and as its platform stated them, and since when the desk
-- knows it. Lists and communities take none of their accounts along.
create or replace function domains_of_account(of_account text) returns table (domain_id text, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select collection_id, since from collection_member
    where account_id = of_account and collection_kind(collection_id) = 'domain'
  union all
  select case platform_of_id(of_account) when 'default' then '' else platform_of_id(of_account) || '~' end
      || '@domain:' || array_to_string(labels[n:], '.'), '-infinity'
    from account known
    cross join lateral string_to_array(lower(regexp_replace(known.handle, '^.*@', '')), '.') labels
    cross join lateral generate_series(1, cardinality(labels)) n
    where known.id = of_account and collection_kind(of_account) is null
$$;

-- True when a domain covers an account, however many others it covers.
create or replace function is_of_domain(of_account text, domain text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return collection_kind(domain) = 'domain' and exists (select from domains_of_account(of_account) covering
    where covering.domain_id = rtrim(domain, '.'));
end $$;

-- Returns the effects that an account has because enforcements on domains that cover it stand. An account that
-- was stated to belong to a domain only after the release explains nothing.
create or replace function effects_of_domains(of_account text)
  returns table (hidden boolean, muted boolean, limited boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query
    select coalesce(bool_or(effect_hides(standing.action, standing.own_action)), false),
      coalesce(bool_or(effect_locks(standing.action, standing.own_action)), false),
      coalesce(bool_or(effect_limits(standing.action, standing.own_action)), false)
    from domains_of_account(of_account) covering
    join enforcement standing on standing.subject = 'account:' || covering.domain_id and is_standing(standing.state)
    where exists (select from enforcement_move released where released.enforcement_id = standing.id
      and released.to_state = 'releasing' and released.at >= covering.since);
end $$;

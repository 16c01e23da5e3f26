-- True when a process may run with this key. The first key becomes the desk's. A key that took over from a known one in
-- the same data folder is known from then on; the database's owner registers any other. Restricted data opens with the
-- newest key alone.
create or replace function claim_desk_key(key_kind text, key_fingerprint text, predecessor text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign desk key', 0));
  if not exists (select from desk_key where kind = key_kind)
    or exists (select from desk_key where kind = key_kind and key_kind = 'signing' and fingerprint = predecessor) then
    insert into desk_key (kind, fingerprint) values (key_kind, key_fingerprint) on conflict do nothing;
  end if;
  return key_fingerprint in (
    select fingerprint from desk_key where kind = key_kind
      and (kind = 'signing' or id = (select max(id) from desk_key newest where newest.kind = key_kind)));
end $$;

-- True when a process may use this address and secret for a platform: those of its newest row, or for a day those of the
-- row before, while machines are restarted one after the other. `pinned`: the row that this call inserted. After set-up
-- only the default platform has a first row without a change.
create or replace function claim_connector(for_platform text, at_address text, with_secret text,
  out known boolean, out pinned bigint)
  language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign connector', 0));
  if for_platform = 'default' and not exists (select from connector_pin where platform = for_platform)
    or not exists (select from setup_end) and (at_address, with_secret) is distinct from (
      select (address, secret_fingerprint) from connector_pin where platform = for_platform order by id desc limit 1)
      and find_platform_at(at_address, for_platform) is null then
    insert into connector_pin (platform, address, secret_fingerprint) values (for_platform, at_address, with_secret)
    returning id into pinned;
  end if;
  known := exists (
    select from (select address, secret_fingerprint, row_number() over (order by id desc) as place,
      max(pinned_at) over () as newest_at
      from connector_pin where platform = for_platform) pin
    where (address, secret_fingerprint) = (at_address, with_secret)
      and (place = 1 or place = 2 and newest_at > desk_now() - interval '1 day'));
end $$;

-- Stores the platform address and secret to which two people agreed, if the values that they were shown are still the
-- present ones.
create or replace function carry_out_connector(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  for_platform constant text := coalesce(said ->> 'platform', 'default');
begin
  insert into connector_pin (platform, address, secret_fingerprint, change_id)
  select for_platform, said ->> 'address', said ->> 'secretFingerprint', changing.id
  from (select 1) one
  left join (select * from connector_pin where platform = for_platform order by id desc limit 1) newest on true
  where (newest.address, newest.secret_fingerprint) is not distinct from (said -> 'from' ->> 'address',
    said -> 'from' ->> 'secretFingerprint');
  if not found then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

-- Returns the origin of a platform's address, as a URL's href states it. Twin of originOf in TypeScript.
create or replace function origin_of_address(address text) returns text language sql immutable parallel safe
  set search_path = pg_catalog, public, pg_temp
  as $$ select regexp_replace(substring(address from '^[a-z]+://[^/?#]+'), '\.(?=:[0-9]+$|$)', '') $$;

-- Finds another platform whose newest address has the origin of this one.
create or replace function find_platform_at(at_address text, other_than text) returns text language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select platform from connector_pin pin
  where platform <> other_than and origin_of_address(address) = origin_of_address(at_address)
    and id = (select max(id) from connector_pin newest where newest.platform = pin.platform)
  order by platform limit 1
$$;

-- Refuses an address at the origin of another platform: that would be one platform with two sets of accounts, and a
-- protection in one set would not count in the other.
create or replace function check_connector_origin() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  other constant text := find_platform_at(new.address, new.platform);
begin
  if other is not null then
    raise exception 'the platform % has the address % already', other, origin_of_address(new.address)
      using errcode = 'CS001';
  end if;
  return new;
end $$;

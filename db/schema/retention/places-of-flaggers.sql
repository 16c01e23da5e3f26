-- The changes that registered a trusted flagger or set what is known of it, those that were not agreed included.
create or replace function changes_of_flagger(flagger text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with told as (select id, body::jsonb as said from desk_change where kind = 'flagger')
  select id from told where said ->> 'flaggerId' = flagger
  union select said ->> 'from' from told where said ->> 'flaggerId' = flagger and said ? 'from'
  union select change_id from trusted_flagger where id = flagger
$$;

-- The places of trusted flaggers. The organisation's name and status stay, with what came of its notices; how to reach its
-- people goes.
create or replace function flagger_places() returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  values
    ('desk_change', 'r.id in (select changes_of_flagger($1))', null,
      '{"body": "(r.body::jsonb || ''{\"contact\": \"[erased]\", \"email\": null}'')::text", "says": "''[erased]''", "message": "null"}'::jsonb),
    ('trusted_flagger', 'r.id = $1', 'id, name, contact, email, coordinator, reference, areas, registered_at, expires_at, suspended_at',
      '{"contact": "''[erased]''", "email": "null"}')
$$;

-- Returns the platform of an account or a content by the desk's id of it. Twin of platformOfId in TypeScript.
create or replace function platform_of_id(id text) returns text language sql immutable parallel safe
  set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(substring(id from '^([a-z][a-z0-9-]{0,29})~'), 'default') $$;

-- Refuses a row about a platform whose address and secret were never agreed. The argument names the column: `subject`
-- holds the kind before the id, and `platform` the name alone.
create or replace function check_platform() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant text := to_jsonb(new) ->> tg_argv[0];
  name constant text := case tg_argv[0] when 'platform' then said
    when 'subject' then platform_of_id(substr(said, strpos(said, ':') + 1)) else platform_of_id(said) end;
begin
  if not exists (select from connector_pin where platform = name) then
    raise exception 'the platform % is none of this desk', name
      using errcode = '23514', constraint = 'known_platform';
  end if;
  return new;
end $$;

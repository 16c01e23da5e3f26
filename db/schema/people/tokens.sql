-- True when ten access tokens, or ten API keys, were revoked within the hour. A thief of the application role can call
-- the functions below, so the limit gives the others time to read what countersign verify names. Tokens of people who
-- have ended don't count, nor does anything in a demo or during set-up.
create or replace function revocations_used_up(of_keys boolean) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from setup_end) and not exists (select from database_mark where kind = 'demo')
    and 10 <= case when of_keys
    then (select count(*) from api_key where revoked_at > desk_now() - interval '1 hour')
    else (select count(*) from staff_token token join staff member on member.id = token.staff_id
      where token.revoked_at > desk_now() - interval '1 hour'
        and coalesce(token.revoked_at < member.ended_at, true)) end
$$;

-- Refuses to revoke one more within the hour. Without the lock, two concurrent ones would both be the last.
create or replace function check_revocations(of_keys boolean) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('revocations', of_keys::integer));
  if revocations_used_up(of_keys) then
    raise exception '10 % were revoked within the hour', case when of_keys then 'API keys' else 'tokens' end
      using errcode = 'CS001';
  end if;
end $$;

-- Revokes a token, and returns its person and whether it was not revoked before. No row: there is no such token. Apart
-- from revoke_tokens_of it is the only way in which the application role revokes one.
create or replace function revoke_token(of_token text) returns table (person text, fresh boolean)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  known staff_token;
begin
  select * into known from staff_token where id = of_token for update;
  if known.id is null then return; end if;
  if known.revoked_at is null then
    perform check_revocations(false);
    update staff_token set revoked_at = desk_now() where id = of_token;
  end if;
  return query select known.staff_id, known.revoked_at is null;
end $$;

-- Revokes every token of a person who has ended, and returns their number.
create or replace function revoke_tokens_of(of_person text) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  done bigint;
begin
  if not exists (select from staff where id = of_person and ended_at is not null) then
    raise exception '% has not ended', of_person using errcode = 'CS001';
  end if;
  update staff_token set revoked_at = desk_now() where staff_id = of_person and revoked_at is null
    and expires_at > desk_now();
  get diagnostics done = row_count;
  return done;
end $$;

-- Revokes an API key, and returns whether it was not revoked before. Null: there is no such key. It is the only way in
-- which the application role revokes one.
create or replace function revoke_key(of_key text) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  known api_key;
begin
  select * into known from api_key where id = of_key for update;
  if known.id is null then return null; end if;
  if known.revoked_at is null then
    perform check_revocations(true);
    update api_key set revoked_at = desk_now() where id = of_key;
  end if;
  return known.revoked_at is null;
end $$;

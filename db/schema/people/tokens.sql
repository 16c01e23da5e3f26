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

-- Alerts the leads and the administrators of a revocation, once the desk is set up. PostgreSQL does it, so a thief of the
-- application role revokes nothing silently. Returns the text, or null where no alert is due: a demo revokes its own keys
-- when it starts again.
create or replace function alert_revocation(told text, by_whom text) returns text language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with alerted as (
    insert into alert (kind, to_role, why) select 'key_revoked', role, left(told, 2000)
    from unnest(array['lead', 'admin']) role
    where exists (select from setup_end)
      and not (by_whom = 'desk' and exists (select from database_mark where kind = 'demo'))
    returning id, why),
  queued as (insert into job (kind, key, priority) select 'alert', id::text, 'notice' from alerted)
  select min(why) from alerted
$$;

-- Revokes an API key, alerts the leads and the administrators, and returns whether it was not revoked before, with the
-- text of the alert. No row: there is no such key. It is the only way in which the application role revokes one.
create or replace function revoke_key(of_key text, by_whom text, why text) returns table (fresh boolean, alerted text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  known api_key;
  who constant text := coalesce((select pseudonym from staff where id = actor_id(by_whom, 'staff')), by_whom);
  told text;
begin
  select * into known from api_key where id = of_key for update;
  if known.id is null then return; end if;
  if known.revoked_at is null then
    perform check_revocations(true);
    update api_key set revoked_at = desk_now() where id = of_key;
    -- Nothing proves the name: the role states it. The reason comes last, so that a long one cuts nothing else off.
    told := alert_revocation(format('An API key was revoked in the name of %s: "%s" (%s). Check the ledger. The reason '
      'given: %s', who, known.name, of_key, why), by_whom);
  end if;
  return query select known.revoked_at is null, told;
end $$;

-- Revokes an API key without a reason, as programs of release 0.1.0 ask it.
create or replace function revoke_key(of_key text) returns boolean language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select fresh from revoke_key(of_key, 'desk', 'none was given') $$;

-- Records that an API key was used, to the minute. Requests that use it at once do not wait for each other.
create or replace function touch_key(of_key text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  update api_key set used_at = desk_now() where id = (
    select id from api_key where id = of_key and revoked_at is null
      and (used_at is null or used_at < desk_now() - interval '1 minute')
    for update skip locked)
$$;

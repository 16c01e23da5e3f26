-- Records that a person was present. The time only rises and never lies ahead, so this ends no session by idleness.
create or replace function touch_session(of_session text, touched timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  update staff_session set seen_at = greatest(seen_at, least(touched, desk_now())) where id = of_session
    and revoked_at is null
$$;

-- True when sessions of a person were ended ten times within the hour. A person signs in again with one touch, so a
-- thief of the application role, who can insert sessions, keeps no person away for long.
create or replace function session_ends_used_up(of_person text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct revoked_at) >= 10 from staff_session
  where staff_id = of_person and revoked_at > desk_now() - interval '1 hour'
$$;

-- True when a secret belongs to an active session or token of this person. It takes the secret, not its hash, which the
-- application role can read.
create or replace function is_secret_of(of_person text, secret text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from staff_session where staff_id = of_person
    and secret_hash = sha256(convert_to(secret, 'UTF8'))
      and revoked_at is null and ends_at > desk_now())
    or exists (select from staff_token where staff_id = of_person and secret_hash = sha256(convert_to(secret, 'UTF8'))
      and revoked_at is null and expires_at > desk_now())
$$;

-- Refuses an actor who may not end these sessions. A person proves their identity by a secret of theirs, and another
-- person signs it. The identity provider ends only sessions that began with it. Any actor may end the sessions of a
-- person whose work here has ended.
create or replace function check_session_end(of_person text, of_session text, by_whom text, proof text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if exists (select from staff where id = of_person and ended_at is not null) or exists (
    select from staff_session where id = of_session and staff_id = of_person
      and secret_hash = sha256(convert_to(proof, 'UTF8'))) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('sessions of ' || of_person, 0));
  if session_ends_used_up(of_person) then
    raise exception 'sessions of % were ended 10 times within the hour', of_person using errcode = 'CS001';
  end if;
  if by_whom = 'staff:' || of_person and is_secret_of(of_person, proof) or by_whom = 'desk' and exists (
    select from sign_on_session there join staff_session here on here.id = there.session_id
    where here.id = of_session and here.staff_id = of_person and here.credential_id is null) then
    return;
  end if;
  if by_whom = 'staff:' || of_person or actor_kind(by_whom) <> 'staff' then
    raise exception '% can not end sessions of %', by_whom, of_person using errcode = 'CS001';
  end if;
  perform remove_power(of_person, 'session', by_whom, proof);
end $$;

-- Deletes the devices of sessions that have ended. The application role deletes no other device and changes none.
create or replace function delete_session_devices() returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  delete from session_device using staff_session session
  where session.id = session_id and (session.revoked_at is not null or session.ends_at <= desk_now())
$$;

-- Ends a person's active sessions, or one, and returns their ids. With revoke_other_sessions it is the only way in
-- which the application role ends a session. The proof is the secret with which the person came, or the id of another person's signature.
create or replace function revoke_sessions(of_person text, of_session text, by_whom text, proof text) returns setof text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- One time for all of them: together they count as ended once.
  moment constant timestamptz := desk_now();
begin
  perform check_session_end(of_person, of_session, by_whom, proof);
  return query update staff_session set revoked_at = moment
    where staff_id = of_person and (of_session is null or id = of_session) and revoked_at is null
      and ends_at > moment
    returning id;
end $$;

-- Ends a person's active sessions but for the one with which they came, and returns their ids. The proof is their
-- secret. Together they count as ended once.
create or replace function revoke_other_sessions(of_person text, own_session text, proof text) returns setof text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  moment constant timestamptz := desk_now();
begin
  perform check_session_end(of_person, null, 'staff:' || of_person, proof);
  return query update staff_session set revoked_at = moment
    where staff_id = of_person and id is distinct from own_session and revoked_at is null and ends_at > moment
    returning id;
end $$;

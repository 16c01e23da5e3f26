-- Grants a role to a person who works here, for all platforms or some, or removes it.
create or replace function change_role(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  granted constant boolean := said ->> 'op' = 'grant';
  done bigint;
begin
  update staff set
    roles = array(select distinct role from unnest(case when granted then roles || (said ->> 'role')
      else array_remove(roles, said ->> 'role') end) role order by role),
    role_platforms = role_platforms - (said ->> 'role') || case when granted and said ? 'platforms'
      then jsonb_build_object(said ->> 'role', said -> 'platforms') else '{}' end
  where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Grants a clearance to a person who works here, or removes it.
create or replace function change_clearance(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  granted constant boolean := said ->> 'op' = 'grant';
  done bigint;
begin
  update staff set clearances = array(select distinct clearance from unnest(case when granted
    then clearances || (said ->> 'clearance') else array_remove(clearances, said ->> 'clearance') end) clearance
    order by clearance)
  where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Adds a person who may approve.
create or replace function add_approver(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  person constant jsonb := said -> 'person';
  done bigint;
begin
  insert into staff (pseudonym, name, roles, languages, clearances, employment, employer, site, team, rolling_contract,
    starts_at, ends_at)
  values (person ->> 'pseudonym', person ->> 'name', array(select jsonb_array_elements_text(person -> 'roles')),
    array(select jsonb_array_elements_text(person -> 'languages')),
    array(select jsonb_array_elements_text(person -> 'clearances')), person ->> 'employment', person ->> 'employer',
    person ->> 'site', person ->> 'team', (person ->> 'rollingContract')::boolean,
    coalesce((person ->> 'startsAt')::timestamptz, desk_now()), (person ->> 'endsAt')::timestamptz);
  get diagnostics done = row_count;
  return done;
end $$;

-- Moves the end of a person's contract to a later day, from the end that the people who agreed were shown.
create or replace function extend_contract(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  -- The person who agreed saw the end date of that time and knows nothing of an earlier one set since, so that one
  -- stays.
  update staff set ends_at = (said ->> 'endsAt')::timestamptz
  where id = said ->> 'staffId' and ended_at is null
    and date_trunc('milliseconds', ends_at) = (said ->> 'from')::timestamptz
    and coalesce((said ->> 'endsAt')::timestamptz > ends_at, true);
  get diagnostics done = row_count;
  return done;
end $$;

-- Moves a person who works here to another team.
create or replace function move_to_team(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update staff set team = said ->> 'team' where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Enrols a passkey. Its signatures count a day later, when everyone has been alerted.
create or replace function add_passkey(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into passkey (id, staff_id, public_key, counter, backup_eligible, backed_up, transports, aaguid,
    label, software,
    counts_from)
  select said ->> 'credentialId', id, decode(said ->> 'publicKey', 'hex'), (said ->> 'counter')::bigint,
    (said ->> 'backupEligible')::boolean, (said ->> 'backedUp')::boolean,
    array(select jsonb_array_elements_text(said -> 'transports')), said ->> 'aaguid', said ->> 'label',
    said ->> 'aaguid' = '434f554e-5445-5253-4947-4e2d64656d6f',
    -- A new passkey's signatures count once everyone has been alerted.
    desk_now() + interval '1 day'
  from staff where id = said ->> 'staffId' and ended_at is null
  on conflict do nothing;
  get diagnostics done = row_count;
  return done;
end $$;

-- Links an identity of the provider to a person, unless another person has it.
create or replace function link_sign_on(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into sign_on_link (issuer, subject, staff_id, change_id)
  select said ->> 'issuer', said ->> 'subject', id, changing.id from staff where id = said ->> 'staffId'
    and ended_at is null
    and not exists (select from sign_on_link where issuer = said ->> 'issuer' and subject = said ->> 'subject')
    and not exists (select from directory_person where external_id = said ->> 'subject');
  get diagnostics done = row_count;
  return done;
end $$;

-- Removes a passkey. A person never removes their own last one, not even by two concurrent requests.
create or replace function remove_passkey(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update passkey set removed_at = desk_now()
  where id = said ->> 'credentialId' and staff_id = said ->> 'staffId' and removed_at is null
    -- The proposer is never locked out, not even by two concurrent requests.
    and (staff_id <> changing.proposed_by or exists (select from passkey other
      where other.staff_id = passkey.staff_id and other.id <> passkey.id and other.removed_at is null));
  get diagnostics done = row_count;
  return done;
end $$;

-- Creates an access token of a person who works here.
create or replace function add_staff_token(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into staff_token (staff_id, label, secret_hash, expires_at)
  select id, said ->> 'label', decode(said ->> 'fingerprint', 'hex'),
    desk_now() + (said ->> 'days')::integer * interval '1 day'
  from staff where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Creates an API key; one for an authority or a trusted flagger only while that is registered.
create or replace function add_api_key(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into api_key (name, scopes, source, authority_id, flagger_id, platform, secret_hash)
  select said ->> 'name', array(select jsonb_array_elements_text(said -> 'scopes')), said ->> 'source',
    said ->> 'authorityId', said ->> 'flaggerId', coalesce(said ->> 'platform', 'default'),
    decode(said ->> 'fingerprint', 'hex')
  where (said ->> 'authorityId' is null
      or exists (select from authority where id = said ->> 'authorityId' and revoked_at is null))
    and (said ->> 'flaggerId' is null
      or exists (select from trusted_flagger where id = said ->> 'flaggerId' and suspended_at is null));
  get diagnostics done = row_count;
  return done;
end $$;

-- Lifts a legal hold that still lasts.
create or replace function lift_legal_hold(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update legal_hold set lifted_at = desk_now(), change_id = changing.id
  where id = said ->> 'holdId' and lifted_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Gives a webhook another secret. The former one counts for a day.
create or replace function change_webhook_secret(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update channel set previous_secret = secret, previous_until = desk_now() + interval '1 day',
    secret = decode(said ->> 'sealed', 'hex')
  where id = said ->> 'channelId' and kind = 'webhook' and removed_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Removes a channel of the desk, which told its readers of the change a day before.
create or replace function remove_channel(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update channel set removed_at = desk_now()
  where id = said ->> 'channelId' and staff_id is null and kind <> 'configured' and removed_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Denies actions to a role or to a person who works here, if the change starts from those denied at present and leaves
-- each newly denied action to a person who reviews. Concurrent denials are applied one after the other.
create or replace function set_action_denial(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign action denials', 0));
  if said -> 'from' is distinct from to_jsonb(coalesce((select denial.actions from list_action_denials() denial
    where denial.role is not distinct from said ->> 'role'
      and denial.staff_id is not distinct from said ->> 'staffId'), '{}')) then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  if not (said -> 'actions') <@ (said -> 'from') and list_actions_without_taker(said ->> 'role', said ->> 'staffId',
    array(select jsonb_array_elements_text(said -> 'actions'))) <> '{}' then
    raise exception 'change % leaves an action that no person may take', changing.id using errcode = 'CS001';
  end if;
  insert into action_denial (role, staff_id, actions, change_id)
  select said ->> 'role', said ->> 'staffId', array(select jsonb_array_elements_text(said -> 'actions')), changing.id
  where said ->> 'staffId' is null or exists (select from staff where id = said ->> 'staffId' and ended_at is null);
  get diagnostics done = row_count;
  return done;
end $$;

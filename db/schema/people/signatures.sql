create or replace function check_signing() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.at := desk_now();
  new.until := new.at + interval '5 minutes';
  return new;
end $$;

create or replace function base64url(bytes bytea) returns text language sql immutable
  return translate(encode(bytes, 'base64'), E'+/=\n', '-_');

-- Checks all parts of a signature that PostgreSQL can check: prepared for this person and in time, by a valid passkey
-- of theirs that stays locked until the end, with the user verified, over exactly these bytes. The desk verifies the
-- signature itself before it writes the row, and `countersign verify` and the platform verify it again.
create or replace function check_signature() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  user_present constant integer := 1;
  user_verified constant integer := 4;
  prepared signing;
  credential passkey;
  client jsonb;
  flags integer;
begin
  new.signed_at := desk_now();
  select * into prepared from signing where id = new.id;
  if (new.staff_id, new.act, new.about, new.core, new.as_shown) is distinct from
      (prepared.staff_id, prepared.act, prepared.about, prepared.core, prepared.as_shown) then
    raise exception 'signature % is not of what was prepared', new.id using errcode = 'CS001';
  end if;
  if prepared.until <= desk_now() then
    raise exception 'what signature % is of has expired', new.id using errcode = 'CS001';
  end if;
  if new.act not in ('freeze_extend', 'restore_second') and exists (
    select from staff_standing(new.staff_id) standing
    where not standing.active or standing.restricted and not may_sign_while_restricted(new.staff_id, new.act)) then
    raise exception '% is no longer here, or was restricted, and signs nothing but what undoes harm', new.staff_id
      using errcode = 'CS001';
  end if;
  select * into credential from passkey where id = new.credential_id for share;
  if credential.staff_id is distinct from new.staff_id or credential.removed_at is not null
    or credential.counts_from > desk_now() then
    raise exception 'signature % is by a key that does not count for %', new.id, new.staff_id using errcode = 'CS001';
  end if;
  client := convert_from(new.client_data, 'UTF8')::jsonb;
  if client ->> 'type' is distinct from 'webauthn.get' or coalesce((client -> 'crossOrigin')::boolean, false)
    or client ->> 'challenge' is distinct from base64url(sha256(convert_to(
      '{"asShown":' || new.as_shown || ',"core":' || new.core || '}', 'UTF8'))) then
    raise exception 'signature % is over something else', new.id using errcode = 'CS001';
  end if;
  flags := get_byte(new.authenticator_data, 32);
  if flags & user_present = 0 or flags & user_verified = 0 then
    raise exception 'signature % was made without verifying who made it', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Uses a signature for an act, once, if it is of this act, this person and this moment. The triggers of signed rows
-- call it: no such row exists without.
create or replace function use_signature(of_signature text, of_act text, about_what text, by_whom text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from signature
    where id = of_signature and act = of_act and about = about_what and staff_id = by_whom
      and signed_at > desk_now() - interval '5 minutes') then
    raise exception '% did not sign % of %', by_whom, of_act, about_what using errcode = 'CS001';
  end if;
  insert into signature_use (signature_id) values (of_signature) on conflict do nothing;
  if not found then
    raise exception 'signature % was used already', of_signature using errcode = 'CS001';
  end if;
end $$;

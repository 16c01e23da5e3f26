-- What people put their name to: each yes that loosens or harms is an assertion of a passkey of theirs, made over the very
-- bytes that are kept here. Rows are added and never changed; what is signed is used once.

-- What somebody would sign now, as it was prepared for them. It waits five minutes.
create sequence signing_seq;
create table signing (
  id text collate "C" primary key default 'g-' || nextval('signing_seq'),
  staff_id text collate "C" not null references staff (id),
  act text not null check (act in ('agree', 'confirm', 'resume', 'reinstate', 'change_agree', 'freeze_extend',
    'restore_second', 'exception_agree', 'keys', 'campaign_agree', 'staff_end', 'staff_restrict', 'staff_rights', 'propose')),
  about text collate "C" not null check (length(about) between 1 and 64),
  -- Canonical JSON (RFC 8785), both.
  core text not null check (length(core) <= 20000),
  as_shown text not null check (length(as_shown) <= 400000),
  at timestamptz not null default desk_now(),
  until timestamptz not null default desk_now() + interval '5 minutes'
);
create index signing_until on signing (until);

create function check_signing() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.at := desk_now();
  new.until := new.at + interval '5 minutes';
  return new;
end $$;
create trigger check_signing before insert on signing for each row execute function check_signing();

-- The whole assertion, so that anybody with the enrolled keys can check it again.
create table signature (
  -- The signing's, so that nothing that was prepared is signed twice.
  id text collate "C" primary key,
  staff_id text collate "C" not null references staff (id),
  credential_id text collate "C" not null references passkey (id),
  act text not null,
  about text collate "C" not null,
  core text not null,
  as_shown text not null,
  client_data bytea not null check (octet_length(client_data) <= 4096),
  authenticator_data bytea not null check (octet_length(authenticator_data) between 37 and 4096),
  signature bytea not null check (octet_length(signature) between 8 and 1024),
  signed_at timestamptz not null default desk_now()
);
create index signature_staff on signature (staff_id, signed_at);
create index signature_credential on signature (credential_id);

-- Which signatures an act was done by. No act is done twice by one.
create table signature_use (
  signature_id text collate "C" primary key references signature (id)
);

create function base64url(bytes bytea) returns text language sql immutable
  return translate(encode(bytes, 'base64'), E'+/=\n', '-_');

-- All of a signature that PostgreSQL can check: that it is of what was prepared for this person and not too late, by a key
-- of theirs that counts and that is held until this is done, with the person verified, over exactly these bytes. The
-- signature itself is checked by whoever reads it: the desk before it writes this, `countersign verify`, the platform.
create function check_signature() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
    where not standing.active or standing.restricted and not signs_though_restricted(new.staff_id, new.act)) then
    raise exception '% is no longer here, or was restricted, and signs nothing but what undoes harm', new.staff_id using errcode = 'CS001';
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
create trigger check_signature before insert on signature for each row execute function check_signature();

-- Takes a signature for an act, once, if it is of this act, of this person and of now. Called by the triggers of what is
-- signed: no such row is there without.
create function use_signature(of_signature text, of_act text, about_what text, by_whom text) returns void language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
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

alter table approval add foreign key (signature_id) references signature (id);
alter table desk_order add foreign key (signature_id) references signature (id);
alter table order_restore add foreign key (signature_id) references signature (id);
alter table bulk_restore add foreign key (signature_id) references signature (id);
alter table harm_freeze add foreign key (signature_id) references signature (id);
alter table desk_change add foreign key (signature_id) references signature (id);
alter table rota_entry add foreign key (removal_signature_id) references signature (id);
alter table change_answer add foreign key (signature_id) references signature (id);
alter table newsworthy_exception add foreign key (signature_id) references signature (id);

-- What was prepared and never signed is of no use to anybody.
grant select, insert, delete on signing to countersign_desk;
grant select, insert on signature to countersign_desk;
grant select on signature_use to countersign_desk;
grant usage on sequence signing_seq to countersign_desk;
grant execute on function base64url(bytea) to countersign_desk;

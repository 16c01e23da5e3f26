-- What people sign with. A key is kept for good, also when it counts no more: what was signed with it stays provable.

create table passkey (
  -- The credential's id, base64url, as browsers say it.
  id text collate "C" primary key check (id ~ '^[A-Za-z0-9_-]+$' and length(id) between 16 and 1364),
  staff_id text collate "C" not null references staff (id),
  -- COSE, as the authenticator gave it.
  public_key bytea not null check (octet_length(public_key) between 32 and 4096),
  -- How often it was used, as the authenticator counts; 0 for those that don't.
  counter bigint not null default 0 check (counter between 0 and 4294967295),
  backup_eligible boolean not null,
  backed_up boolean not null check (backup_eligible or not backed_up),
  transports text[] not null default '{}',
  aaguid text not null check (aaguid ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
  label text not null check (length(label) between 1 and 100),
  -- Made by the program itself, which keeps its private key: for tests, replays and the demo.
  software boolean not null check (software = (aaguid = '434f554e-5445-5253-4947-4e2d64656d6f')),
  added_at timestamptz not null default desk_now(),
  -- From when what it signs counts. It opens the door at once.
  counts_from timestamptz not null default desk_now(),
  removed_at timestamptz
);
create index passkey_staff on passkey (staff_id);

-- The private half of a software key, PKCS #8. Never there on a desk that is real.
create table software_key (
  credential_id text collate "C" primary key references passkey (id),
  private_key bytea not null check (octet_length(private_key) between 32 and 4096)
);

create function check_software() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from database_mark) then
    raise exception 'a software key may stand only in a database marked demo or driven' using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_software before insert on passkey for each row when (new.software) execute function check_software();
create trigger check_software before insert on software_key for each row execute function check_software();

-- An authenticator's counter never goes back, and what was removed stays so. A key of somebody's own comes only by the
-- owner's functions.
create function check_passkey() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if not new.software and not is_owner() then
      raise exception 'a passkey is enrolled, not written' using errcode = 'CS001';
    end if;
    new.added_at := desk_now();
    new.counts_from := greatest(new.counts_from, new.added_at);
    new.removed_at := null;
    return new;
  end if;
  if new.counter < old.counter then
    raise exception 'the counter of passkey % goes up only', old.id using errcode = 'CS001';
  end if;
  if old.removed_at is not null and new.removed_at is distinct from old.removed_at then
    raise exception 'passkey % is removed and stays so', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_passkey before insert or update on passkey for each row execute function check_passkey();

grant select, insert on passkey, software_key to countersign_desk;
grant update (counter, backed_up) on passkey to countersign_desk;

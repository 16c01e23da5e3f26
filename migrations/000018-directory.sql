-- Who a directory says works here (SCIM 2.0). A person of the directory is one row for ever; behind it stands whoever they
-- are at the desk at the moment, who has no rights until changes give them some.

create sequence directory_person_seq;
create table directory_person (
  id text collate "C" primary key default 'u-' || nextval('directory_person_seq'),
  -- Null: they were never active. Somebody who comes back is another row of staff: who ended stays so.
  staff_id text collate "C" unique references staff (id),
  -- What the directory says. Whoever was ended at the desk is gone all the same.
  active boolean not null,
  user_name text check (length(user_name) between 1 and 256),
  -- By which they are known to whoever signs them in, so it is said once.
  external_id text check (length(external_id) between 1 and 256),
  display_name text check (length(display_name) between 1 and 200),
  given_name text check (length(given_name) between 1 and 200),
  family_name text check (length(family_name) between 1 and 200),
  email text check (length(email) between 1 and 256),
  -- Makes the hash that the ledger keeps of all of these say nothing once they are gone.
  salt bytea check (octet_length(salt) = 16),
  created_at timestamptz not null default desk_now(),
  modified_at timestamptz not null default desk_now(),
  removed_at timestamptz,
  constraint forgotten_when_removed check (
    (removed_at is null) = (user_name is not null and salt is not null)
    and (removed_at is null or num_nonnulls(external_id, display_name, given_name, family_name, email) = 0 and not active))
);
create unique index directory_person_user_name on directory_person (lower(user_name));
create unique index directory_person_external_id on directory_person (external_id);

create sequence directory_group_seq;
create table directory_group (
  id text collate "C" primary key default 'g-' || nextval('directory_group_seq'),
  display_name text not null check (length(display_name) between 1 and 256),
  external_id text unique check (length(external_id) between 1 and 256),
  created_at timestamptz not null default desk_now(),
  modified_at timestamptz not null default desk_now()
);
create unique index directory_group_name on directory_group (lower(display_name));

create table directory_member (
  group_id text collate "C" not null references directory_group (id) on delete cascade,
  person_id text collate "C" not null references directory_person (id),
  primary key (group_id, person_id)
);
create index directory_member_person on directory_member (person_id);

-- Which roles others say somebody has. None of it is a right: it is asked for, until a change does it.
create table directory_role (
  person_id text collate "C" not null references directory_person (id),
  role text not null check (role in ('reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin')),
  -- The person's own entry, a group they are in, or what was said of them at signing in.
  source text not null check (source in ('user', 'group', 'sign_in')),
  said boolean not null,
  at timestamptz not null default desk_now(),
  primary key (person_id, role, source)
);

-- By this row people are signed in. So whoever writes here can't put an outsider in somebody's place: behind it comes
-- nobody who has a right already, and by which name they are known elsewhere is said once, before they have one. When it last changed is
-- of the moment: by it a directory ends people.
create function check_directory_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.modified_at := desk_now();
  if tg_op = 'UPDATE' then
    if old.removed_at is not null then
      raise exception '% is removed and stays so', old.id using errcode = 'CS001';
    end if;
    if old.external_id is not null and new.external_id is distinct from old.external_id and new.removed_at is null then
      raise exception 'by which name % is known elsewhere was said already', old.id using errcode = 'CS001';
    end if;
    if new.staff_id is not distinct from old.staff_id and new.external_id is not distinct from old.external_id
      or new.removed_at is not null then return new; end if;
    if new.staff_id is distinct from old.staff_id
      and exists (select from staff where id = old.staff_id and ended_at is null and (ends_at is null or ends_at > desk_now())) then
      raise exception '% is still there', old.staff_id using errcode = 'CS001';
    end if;
  end if;
  if exists (select from staff where id = new.staff_id and (cardinality(roles) > 0 or cardinality(clearances) > 0)) then
    raise exception '% has rights already', new.staff_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_directory_person before insert or update on directory_person
  for each row execute function check_directory_person();

grant select, insert on directory_person, directory_group, directory_member, directory_role to countersign_desk;
grant update (staff_id, active, user_name, external_id, display_name, given_name, family_name, email, salt, modified_at,
  removed_at) on directory_person to countersign_desk;
grant update (display_name, external_id, modified_at) on directory_group to countersign_desk;
grant update (said, at) on directory_role to countersign_desk;
grant delete on directory_group, directory_member to countersign_desk;
grant usage on sequence directory_person_seq, directory_group_seq to countersign_desk;

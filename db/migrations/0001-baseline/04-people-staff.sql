-- People, their shifts, and the credentials of machines and people.

create sequence staff_seq;
create table staff (
  id text collate "C" primary key default 'staff_' || nextval('staff_seq'),
  pseudonym text not null unique check (length(pseudonym) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  -- Empty: a person made known by a directory, until a change grants a role.
  roles text[] not null check (roles <@ array['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'])
    -- An auditor has no other role, and an administrator enforces nothing.
    -- Twin of findRoleConflict in TypeScript.
    constraint roles_fit_together check (not ('auditor' = any (roles) and cardinality(roles) > 1)
      and not ('admin' = any (roles) and roles && array['reviewer', 'senior', 'lead'])),
  languages text[] not null default '{}',
  clearances text[] not null default '{}',
  employment text not null default 'employee' check (employment in ('employee', 'contractor')),
  employer text not null check (length(employer) between 1 and 100),
  site text not null check (length(site) between 1 and 100),
  team text not null check (length(team) between 1 and 100),
  rolling_contract boolean not null default false,
  starts_at timestamptz not null default desk_now(),
  ends_at timestamptz,
  -- The time, person and signature of the last change to an earlier end.
  end_set_at timestamptz,
  end_set_by text check (length(end_set_by) between 1 and 100),
  end_signature_id text collate "C",
  -- True: every lead was notified of this end at least 72 hours before, so that any lead may postpone it, once.
  end_told boolean not null default false,
  end_postponed_at timestamptz,
  notice_given_at timestamptz,
  notice_kind text check (notice_kind in ('voluntary', 'involuntary')),
  -- The end that everyone but administrators is told when the end is not the person's own wish: the one known before. Null: there
  -- was none.
  told_ends_at timestamptz,
  ended_at timestamptz,
  -- Null, and ended: from before it was written down.
  ended_by text check (length(ended_by) between 1 and 100),
  created_at timestamptz not null default desk_now(),
  -- An approval counts from this time on: a day after the person was added, so that all leads hear of a new approver first.
  approves_from timestamptz not null default '-infinity',
  constraint contractors_have_an_end check (employment = 'employee' or ends_at is not null)
);
comment on column staff.name is 'Seen by admin only; everywhere else people go by their pseudonym.';
comment on column staff.ended_at is 'When their rights were cut. Null: still here.';

-- The events of a shift, as they happened. Insert only, so a long day is never shortened afterwards.
create table shift_event (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  kind text not null check (kind in ('start', 'break', 'back', 'end')),
  -- Twin of SHIFT_MINUTES_MAX in TypeScript.
  planned_minutes integer check (planned_minutes between 1 and 720),
  at timestamptz not null default desk_now(),
  check ((kind = 'start') = (planned_minutes is not null))
);
create index shift_event_latest on shift_event (staff_id, at desc, id desc);
create index shift_event_at on shift_event (at);

-- The state of each person's shift: the sum of their events, updated with each, so that an enforcement reads one row.
create table staff_shift (
  staff_id text collate "C" primary key references staff (id),
  -- The latest event.
  kind text not null,
  at timestamptz not null,
  -- The latest shift; null: none within a day of that event.
  started_at timestamptz,
  planned_minutes integer,
  -- The last begin of work after a counted rest, and after a rest that begins a new day.
  rested_at timestamptz,
  day_began_at timestamptz
);
create index staff_shift_running on staff_shift (started_at) where kind <> 'end';
comment on table staff_shift is 'The state of each shift as shift_event records it. Only a trigger of shift_event writes it.';

-- Restricted people: one person restricts them at once, two lift it. They keep stop and restore.
create table staff_restriction (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  -- many: by a person who has reached the limit of rights taken alone. The restricted person keeps stop, restore and undoing.
  cause text not null check (cause in ('one', 'many')),
  -- They end a day later. `former_end`: when they would have ended without.
  ending boolean not null default false,
  former_end timestamptz,
  reason text not null check (length(reason) between 1 and 2000),
  by text not null check (length(by) between 1 and 100),
  at timestamptz not null default desk_now(),
  lifted_at timestamptz,
  -- By which change it was lifted. Null, and lifted: by the way back in.
  change_id text collate "C",
  signature_id text collate "C",
  check (not ending or cause = 'many')
);
create unique index staff_restriction_standing on staff_restriction (staff_id) where lifted_at is null;

-- The rota, week by week, in the time zone of a place. A turn that ends no later than it begins ends the day after.
create sequence rota_entry_seq;
create table rota_entry (
  id text collate "C" primary key default 'rota_' || nextval('rota_entry_seq'),
  staff_id text collate "C" not null references staff (id),
  turn text not null check (turn in ('primary', 'secondary')),
  -- An unknown name is refused here, so that reading a person's standing never fails.
  zone text not null check (length(zone) between 1 and 64 and timestamptz '2000-01-01 00:00Z' at time zone zone is not null),
  -- 1: Monday.
  days integer[] not null check (cardinality(days) between 1 and 7 and days <@ array[1, 2, 3, 4, 5, 6, 7]),
  begins time not null,
  ends time not null,
  from_day date not null,
  until_day date,
  added_by text collate "C" not null references staff (id),
  added_at timestamptz not null default desk_now(),
  removed_by text collate "C" references staff (id),
  removed_at timestamptz,
  -- The signature by which they were taken off it. Null while the desk was being set up.
  removal_signature_id text collate "C",
  check (until_day >= from_day)
);
create index rota_entry_staff on rota_entry (staff_id) where removed_at is null;
create index rota_entry_passed on rota_entry (least(removed_at, (until_day + 2)::timestamp at time zone 'UTC'));

create sequence staff_token_seq;
create table staff_token (
  id text collate "C" primary key default 'token_' || nextval('staff_token_seq'),
  staff_id text collate "C" not null references staff (id),
  label text not null check (length(label) between 1 and 100),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index staff_token_staff on staff_token (staff_id);

-- Passkeys. A row is kept for good, also when the key no longer counts, so that its signatures stay provable.

create table passkey (
  -- The credential's id, base64url, as browsers say it.
  id text collate "C" primary key check (id ~ '^[A-Za-z0-9_-]+$' and length(id) between 16 and 1364),
  staff_id text collate "C" not null references staff (id),
  -- COSE, as the authenticator gave it.
  public_key bytea not null check (octet_length(public_key) between 32 and 4096),
  -- The authenticator's own count of uses; 0 for authenticators that do not count.
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

-- The people of a directory (SCIM 2.0). A person of the directory is one row for ever; the row names the current member of staff,
-- who has no rights until changes give them some.

create sequence directory_person_seq;
create table directory_person (
  id text collate "C" primary key default 'user_' || nextval('directory_person_seq'),
  -- Null: they were never active. A person who returns is a new row of staff: an ended one stays ended.
  staff_id text collate "C" unique references staff (id),
  -- As the directory states it. A person ended at the desk stays ended.
  active boolean not null,
  user_name text check (length(user_name) between 1 and 256),
  -- The id by which the identity provider knows them. Set once.
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
  id text collate "C" primary key default 'group_' || nextval('directory_group_seq'),
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

-- Roles that a directory or provider claims for a person. These are no rights: each is proposed, and a change grants it.
create table directory_role (
  person_id text collate "C" not null references directory_person (id),
  role text not null check (role in ('reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin')),
  -- The source: the person's own entry, a group, or a claim at sign-in.
  source text not null check (source in ('user', 'group', 'sign_in')),
  said boolean not null,
  at timestamptz not null default desk_now(),
  primary key (person_id, role, source)
);

-- Signatures: each loosening or restrictive agreement is a passkey's assertion over the very bytes that are stored here. Rows are
-- added and never changed; each signature is used once.

-- The text that was prepared for one person to sign now. It waits five minutes.
create sequence signing_seq;
create table signing (
  id text collate "C" primary key default 'signing_' || nextval('signing_seq'),
  staff_id text collate "C" not null references staff (id),
  act text not null check (act in ('agree', 'confirm', 'resume', 'reinstate', 'change_agree', 'freeze_extend',
    'restore_second', 'exception_agree', 'keys', 'bulk_action_agree', 'staff_end', 'staff_restrict', 'staff_rights', 'propose')),
  about text collate "C" not null check (length(about) between 1 and 128),
  -- Canonical JSON (RFC 8785), both.
  core text not null check (length(core) <= 20000),
  as_shown text not null check (length(as_shown) <= 400000),
  at timestamptz not null default desk_now(),
  until timestamptz not null default desk_now() + interval '5 minutes'
);
create index signing_until on signing (until);

-- The whole assertion, so that any reader with the enrolled keys can verify it.
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
-- Signatures about an enforcement travel with its effect, those about a list with that list.
create index signature_about on signature (about);

-- The signatures that each act used. One signature never makes two acts.
create table signature_use (
  signature_id text collate "C" primary key references signature (id)
);

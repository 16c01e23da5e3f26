-- Signing in with a passkey, and how people get theirs.

-- Challenges that the desk gave to authenticators. Each is good once and for a few minutes.
create table ceremony (
  -- The challenge, base64url of 32 random bytes.
  challenge text collate "C" primary key check (length(challenge) = 43),
  kind text not null check (kind in ('sign_in', 'enrol')),
  -- The person for whom a passkey is made; at sign-in the passkey itself names the person.
  staff_id text collate "C" references staff (id),
  invitation_id text collate "C",
  began_at timestamptz not null default desk_now(),
  check ((kind = 'enrol') = (staff_id is not null))
);
create index ceremony_began on ceremony (began_at);

create sequence staff_session_seq;
create table staff_session (
  id text collate "C" primary key default 'session_' || nextval('staff_session_seq'),
  staff_id text collate "C" not null references staff (id),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  -- Null: by single sign-on.
  credential_id text collate "C" references passkey (id),
  began_at timestamptz not null default desk_now(),
  seen_at timestamptz not null default desk_now(),
  -- The session ends at this time, however active it is.
  ends_at timestamptz not null,
  revoked_at timestamptz,
  check (ends_at <= began_at + interval '1 day')
);
create index staff_session_staff on staff_session (staff_id, ends_at);

create sequence invitation_seq;
create table invitation (
  id text collate "C" primary key default 'inv_' || nextval('invitation_seq'),
  staff_id text collate "C" not null references staff (id),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  -- staff:ID, or desk: the person who sets it up.
  made_by text collate "C" not null check (made_by ~ '^(desk|staff:staff_[0-9]+)$'),
  made_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check (expires_at > made_at and expires_at <= made_at + interval '7 days')
);
create index invitation_staff on invitation (staff_id);

-- While this is open, an administrator's invitation enrols at once, since no other person could approve yet. It opens with the
-- first key and closes for good when three people besides administrators hold one, or after seven days.
create table key_window (
  single boolean primary key default true check (single),
  opened_at timestamptz not null default desk_now(),
  closed_at timestamptz,
  -- enough: three hold a key. time: seven days were over.
  why text check (why in ('enough', 'time')),
  check ((closed_at is null) = (why is null))
);

-- The recovery for the case that too few keys are left to approve a change and the first keys are long issued. The owner of the
-- database begins it, for two people who are here; everyone is notified; a day later each of the two enrols a key.
create table key_recovery (
  id bigint generated always as identity primary key,
  first_id text collate "C" not null references staff (id),
  second_id text collate "C" not null references staff (id) check (second_id <> first_id),
  reason text not null check (length(reason) between 1 and 2000),
  begun_at timestamptz not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  ended_at timestamptz,
  -- used: both have their keys. over: they had two days for it.
  how text check (how in ('used', 'stopped', 'over')),
  check ((ended_at is null) = (how is null))
);
create unique index key_recovery_standing on key_recovery ((true)) where ended_at is null;

-- Leaving to the second, restricting at once, and who is told at night.

-- Removals of rights by one actor. Ending, restricting and removing a role, a clearance, a passkey, a session or a shift count
-- together over seven days: at most min(5, a fifth of all), and at least one person. Beyond that the people affected lose reading
-- and restrictive rights at once, and keep stop, restore and undoing this for a day. The rows name the actor and the person
-- alone. Insert only, by the functions below.
create table power_removal (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  what text not null check (what in ('end', 'end_date', 'restriction', 'role', 'clearance', 'session', 'shift')),
  -- staff:ID, or directory: all keys of directories together, since one directory may hold several.
  actor text collate "C" not null check (length(actor) between 1 and 100),
  at timestamptz not null default desk_now()
);
create index power_removal_actor on power_removal (actor, at);

-- Lists of keys as platforms pin them: whose signatures they count. A list is made once and never changed; the next one is
-- signed by people of the one before, and those signatures stand among all others.

create table key_list (
  version integer primary key check (version >= 1),
  -- Canonical JSON (RFC 8785), as it is exported, signed and pinned.
  body text not null check (length(body) between 2 and 4000000),
  -- SHA-256 of the body, base64url.
  hash text not null,
  made_by text not null,
  made_at timestamptz not null default desk_now()
);

-- Single sign-on: the state stored while a person is at their company's identity provider, and the people it knows that no
-- directory provided.

create table sign_on (
  -- SHA-256 of what the browser that went away keeps in a cookie: another's errand can't be finished in it.
  browser_hash bytea primary key check (octet_length(browser_hash) = 32),
  state text not null check (length(state) between 32 and 128),
  nonce text not null check (length(nonce) between 32 and 128),
  verifier text not null check (length(verifier) between 43 and 128),
  began_at timestamptz not null default desk_now()
);
create index sign_on_began on sign_on (began_at);

-- The person's account at the identity provider, where no directory names it. Only a change writes here.
create table sign_on_link (
  issuer text collate "C" not null check (length(issuer) between 1 and 500),
  subject text collate "C" not null check (length(subject) between 1 and 256),
  staff_id text collate "C" not null references staff (id),
  change_id text collate "C" not null,
  linked_at timestamptz not null default desk_now(),
  primary key (issuer, subject)
);

-- The provider's session that this session came from, so that signing out there ends it here.
create table sign_on_session (
  session_id text collate "C" primary key references staff_session (id),
  issuer text collate "C" not null check (length(issuer) between 1 and 500),
  subject text collate "C" not null check (length(subject) between 1 and 256),
  provider_session text collate "C" check (length(provider_session) between 1 and 256)
);
create index sign_on_session_subject on sign_on_session (issuer, subject);
create index sign_on_session_provider on sign_on_session (issuer, provider_session);

-- Each person's wishes for how media are shown; without a row every softening is on. Private to that person, and no measure of
-- their work.
create table staff_wellbeing (
  staff_id text collate "C" primary key references staff (id),
  blur boolean not null,
  grey boolean not null,
  mute boolean not null
);

-- Each person's settings of the console; without a row the browser decides. Private to that person, and no measure of their
-- work.
create table staff_preference (
  staff_id text collate "C" primary key references staff (id),
  -- Null: the language of the browser.
  language text check (language ~ '^[a-z]{2}$'),
  -- Null: the time zone of the browser.
  time_zone text check (length(time_zone) <= 64),
  tour_closed boolean not null,
  checklist_closed boolean not null
);

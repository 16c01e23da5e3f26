-- Drift detection: protected accounts are read back on a schedule, and drift alerts at once.

-- The last known state of each protected account, so that the next reading can tell what changed.
create table drift_reading (
  account_id text collate "C" primary key references account (id),
  -- As the platform showed it when no enforcement stood on it and nothing was wrong. Null: not looked at yet.
  usual jsonb,
  handle text,
  -- The reach that the next reading is compared with: the highest of a day.
  reach bigint,
  reach_at timestamptz,
  items bigint,
  credentials_changed_at timestamptz,
  -- One reading's difference. It is believed when the next reading finds it too.
  doubt text[] not null default '{}',
  read_at timestamptz,
  -- A visitor's view, where the platform names a public address. Null: it names none.
  visit text check (visit in ('shown', 'not_shown', 'unknown')),
  unread_since timestamptz,
  unread_why text check (length(unread_why) <= 500)
);
create index drift_reading_unread on drift_reading (unread_since) where unread_since is not null;

create sequence drift_seq;
create table drift (
  id text collate "C" primary key default 'drift_' || nextval('drift_seq'),
  subject text collate "C" not null,
  account_id text collate "C" not null references account (id),
  kind text not null check (kind in ('offline', 'gone', 'unseen', 'locked', 'limited', 'raised', 'emptied', 'reach', 'handle', 'credentials')),
  -- The value before and after, where it is a word or a number.
  was text check (length(was) <= 1024),
  is_now text check (length(is_now) <= 1024),
  -- brought_up: the desk gives back what was taken. told: it is people's to see to.
  answer text not null check (answer in ('brought_up', 'told')),
  found_at timestamptz not null default desk_now(),
  -- The number of times the same difference was found again, and when last.
  times integer not null default 1,
  last_at timestamptz not null default desk_now(),
  -- The platform was read to show it as it was.
  ended_at timestamptz,
  closed_by text collate "C" references staff (id),
  closed_at timestamptz,
  close_reason text check (length(close_reason) between 1 and 2000),
  check ((closed_by is null) = (closed_at is null) and (closed_by is null) = (close_reason is null))
);
create unique index drift_open on drift (subject, kind) where ended_at is null and closed_at is null;
create index drift_at on drift (found_at);
create index drift_account on drift (account_id, found_at);

-- Game days: an account marked as a test is taken offline by an enforcement like any other, and what people do about it is measured.

-- Accounts that may be drilled on. Two people mark one: a real account that counted as a test would be taken for an exercise.
create table drill_account (
  account_id text collate "C" primary key references account (id),
  marked_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C"
);

-- A drill again and again: every so many weeks, at an hour of the place it is planned for.
create sequence drill_schedule_seq;
create table drill_schedule (
  id text collate "C" primary key default 'sched_' || nextval('drill_schedule_seq'),
  scenario text not null,
  account_id text collate "C" not null references account (id),
  planned_by text collate "C" not null references staff (id),
  planned_at timestamptz not null default desk_now(),
  every_weeks integer not null check (every_weeks between 1 and 26),
  -- From 1, Monday.
  weekday integer not null check (weekday between 1 and 7),
  at_time text not null check (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  zone text not null check (length(zone) between 1 and 64),
  next_at timestamptz not null default desk_now(),
  -- The reason why the last due drill was not planned. Null: it was planned.
  skipped text check (length(skipped) between 1 and 300),
  ended_by text collate "C" references staff (id)
);
create index drill_schedule_next on drill_schedule (next_at) where ended_by is null;

create sequence drill_run_seq;
create table drill_run (
  id text collate "C" primary key default 'drill_' || nextval('drill_run_seq'),
  scenario text not null check (scenario in ('wrong-takedown', 'last-hour', 'stolen-session', 'silent-on-call')),
  account_id text collate "C" not null references account (id),
  -- The first drill of the series it belongs to.
  part_of text collate "C" references drill_run (id),
  schedule_id text collate "C" references drill_schedule (id),
  planned_by text collate "C" not null references staff (id),
  planned_at timestamptz not null default desk_now(),
  begins_at timestamptz not null,
  -- The enforcement that makes the test account offline. Null: not begun.
  enforcement_id text collate "C" unique references enforcement (id),
  -- The reason why it did not begin.
  refused text check (length(refused) between 1 and 2000),
  check (enforcement_id is null or refused is null)
);
create index drill_run_open on drill_run (begins_at) where enforcement_id is null and refused is null;

-- The events of whole days of UTC, which charts of more than 92 days read. Half hours are deleted by then. The periodic
-- task that writes snapshots writes them too (count_flow_day); nothing changes them afterwards.

-- The ends of the days that were counted. The cells of a day are written with it or not at all.
create table flow_day (
  at timestamptz primary key check (at = date_trunc('day', at, 'UTC'))
);

-- The columns are those of queue_flow.
create table queue_day_flow (
  id bigint generated always as identity primary key,
  at timestamptz not null references flow_day (at) on delete cascade,
  rolled_up smallint not null check (rolled_up between 0 and 3),
  queue text,
  language text,
  opened integer not null,
  closed integer not null,
  reports integer not null,
  decisions integer not null,
  unique nulls not distinct (at, rolled_up, queue, language)
);
create index queue_day_flow_range on queue_day_flow (rolled_up, queue, language, at);

-- The columns are those of decision_flow.
create table decision_day_flow (
  id bigint generated always as identity primary key,
  at timestamptz not null references flow_day (at) on delete cascade,
  rolled_up smallint not null check (rolled_up between 0 and 3),
  queue text,
  language text,
  decided integer not null check (decided > 0),
  late integer not null check (late between 0 and decided),
  ages integer[] not null,
  cases integer[] not null check (cardinality(cases) = cardinality(ages)),
  -- The median of the ages and their 95th percentile: a year of lists of ages would take seconds to read.
  age_half integer not null,
  age_most integer not null,
  unique nulls not distinct (at, rolled_up, queue, language)
);
create index decision_day_flow_range on decision_day_flow (rolled_up, queue, language, at);

-- The same of waiting cases. Null: counted before.
alter table queue_snapshot_cell add column age_half integer;
alter table queue_snapshot_cell add column age_most integer;

-- Replaced by functions that count a stretch of any length.
-- accepted: no program calls them, only the function that counts a moment, which is replaced with them.
drop function if exists insert_queue_flow(timestamptz);
-- accepted: likewise.
drop function if exists insert_decision_flow(timestamptz);

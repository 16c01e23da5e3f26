-- Snapshots of the queue and counts of its arrivals, so that a chart reads some hundred rows and not all cases. A periodic
-- task writes them (count_queue_snapshot); nothing changes them afterwards.

-- The moments that were counted. The cells of a moment are written with it or not at all.
create table queue_snapshot (
  at timestamptz primary key
);

-- The waiting cases of a moment. One row for each queue with each language (rolled_up 0), for each queue (1), for each
-- language (2) and for all together (3). A cell without waiting cases has no row.
create table queue_snapshot_cell (
  id bigint generated always as identity primary key,
  at timestamptz not null references queue_snapshot (at) on delete cascade,
  rolled_up smallint not null check (rolled_up between 0 and 3),
  queue text,
  language text,
  waiting integer not null check (waiting > 0),
  late integer not null check (late between 0 and waiting),
  oldest timestamptz not null,
  -- The rounded ages in minutes (rounded_age_minutes), and the number of cases of each.
  ages integer[] not null,
  cases integer[] not null check (cardinality(cases) = cardinality(ages)),
  unique nulls not distinct (at, rolled_up, queue, language)
);

-- The events of the half hour that ended at a moment, by the queue and the language of their cases, in the same cells. A
-- cell without events has no row.
create table queue_flow (
  id bigint generated always as identity primary key,
  at timestamptz not null references queue_snapshot (at) on delete cascade,
  rolled_up smallint not null check (rolled_up between 0 and 3),
  queue text,
  language text,
  opened integer not null,
  closed integer not null,
  reports integer not null,
  decisions integer not null,
  unique nulls not distinct (at, rolled_up, queue, language)
);
-- The decisions of the half hour that ended at a moment, escalations left out, in the same cells.
create table decision_flow (
  id bigint generated always as identity primary key,
  at timestamptz not null references queue_snapshot (at) on delete cascade,
  rolled_up smallint not null check (rolled_up between 0 and 3),
  queue text,
  language text,
  decided integer not null check (decided > 0),
  late integer not null check (late between 0 and decided),
  -- The rounded times from opening to decision in minutes, and the number of decisions of each.
  ages integer[] not null,
  cases integer[] not null check (cardinality(cases) = cardinality(ages)),
  unique nulls not distinct (at, rolled_up, queue, language)
);
create index decision_flow_range on decision_flow (rolled_up, queue, language, at);
create index decision_flow_language on decision_flow (language, at) where rolled_up = 0;
create index queue_flow_range on queue_flow (rolled_up, queue, language, at);
create index queue_flow_language on queue_flow (language, at) where rolled_up = 0;

-- The counts of whole days of UTC from which transparency reports are made, and the reports that were made final.
-- PostgreSQL counts a day when it is over (count_transparency_day), before anything of it is deleted; nothing changes a
-- count afterwards.

create table transparency_day (
  day date primary key,
  counted_at timestamptz not null default desk_now(),
  -- The SHA-256 over the counts of the day, which the ledger has too. Set in the transaction that makes the row.
  hash bytea check (octet_length(hash) = 32)
);

-- A count names no person and no subject. Its facets are words of the desk's own lists, or ids of policies.
create table transparency_count (
  id bigint generated always as identity primary key,
  day date not null references transparency_day (day),
  figure text not null check (figure ~ '^[a-z_]{1,40}$'),
  facets jsonb not null check (jsonb_typeof(facets) = 'object' and length(facets::text) <= 4000),
  -- The time that it took, rounded. Null: it has none.
  seconds integer check (seconds >= 0),
  cases bigint not null check (cases > 0),
  unique nulls not distinct (day, figure, facets, seconds)
);

-- The last day that is counted, one row. Days without a row in transparency_day up to it had nothing to count. Null: none.
create table transparency_progress (
  only_row boolean primary key default true check (only_row),
  counted_until date
);
insert into transparency_progress default values;

-- The transparency reports that were made final. Insert only.
create sequence transparency_report_seq;
create table transparency_report (
  id text collate "C" primary key default 'trep_' || nextval('transparency_report_seq'),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  -- The files by name, as canonical JSON, and the SHA-256 over it.
  files text not null check (length(files) <= 5000000),
  hash bytea not null check (octet_length(hash) = 32),
  made_by text collate "C" not null references staff (id),
  made_at timestamptz not null default desk_now(),
  unique (first_day, last_day, hash)
);

-- Reports that are durable and in no case yet. Each leaves in the transaction that stores it with its case.
create table report_inbox (
  id bigint generated always as identity primary key,
  report_id text collate "C" not null,
  received_at timestamptz not null,
  key_id text collate "C" not null,
  body_hash bytea not null check (octet_length(body_hash) = 32),
  subject text collate "C" not null,
  report jsonb not null,
  traceparent text,
  due_at timestamptz not null default desk_now(),
  sql_state text
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 20000, autovacuum_vacuum_insert_threshold = -1);
comment on column report_inbox.due_at is 'Not joined before this time.';
comment on column report_inbox.sql_state is 'The error with which the database refused it. Null: it was not refused.';

-- The key of a report is stored before its case is known. The report has the case then.
alter table report_key alter column case_id drop not null;

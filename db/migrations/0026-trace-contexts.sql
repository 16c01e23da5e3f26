-- The trace of a case or an enforcement, where tracing is on: what happens to it later is a step in the same trace. Nothing
-- decides by a row of this table. Rows are deleted after 30 days.

create table trace_context (
  -- The case or the enforcement. No reference: a trace that outlives its case does no harm.
  id text collate "C" primary key,
  -- The W3C traceparent of the step in which it began.
  traceparent text not null check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$'),
  at timestamptz not null default desk_now()
);
create index trace_context_at on trace_context (at);

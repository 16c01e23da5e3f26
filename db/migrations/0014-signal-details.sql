-- The explanation of a signal by its source: rationale, clause, model, and the passages of the text that caused it.
-- Stored signals have none.
alter table signal add column details jsonb;
alter table signal add
  constraint signal_details_check check (jsonb_typeof(details) = 'object' and length(details::text) <= 20000) not valid;
alter table signal validate constraint signal_details_check;

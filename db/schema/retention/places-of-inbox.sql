-- The places of keys, and of reports that wait for their case, by the names of reporters. A blanked report joins none, and
-- is deleted with the next expired data. They come before the places by which a report is found.
create or replace function inbox_places(names text) returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select known.tbl, replace(known.matches, '[names]', names), known.exports, known.erases from (values
    ('report_key', 'r.report_id in (select reports_of_reporter(name) from ([names]) named (name)
        union select report_id from report_inbox where report ->> ''reporterId'' in ([names]))', 'report_id, client_id, received_at',
      '{"client_id": "''erased '' || r.report_id", "body_hash": "decode(repeat(''00'', 32), ''hex'')"}'::jsonb),
    ('report_inbox', 'r.report ->> ''reporterId'' in ([names])', 'report_id, received_at, report - ''evidence'' as report',
      '{"report": "jsonb_build_object(''id'', ''erased '' || r.report_id)", "body_hash": "decode(repeat(''00'', 32), ''hex'')",
        "traceparent": "null", "due_at": "''infinity''"}')) known (tbl, matches, exports, erases)
$$;

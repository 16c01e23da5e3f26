-- The rows of misuse by a person: of who reports under these names, or of an account.
create or replace function misuse_senders(of_kind text, of_person text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select id from misuse_sender where kind = of_kind and person_id = of_person $$;

create or replace function misuse_measures(of_kind text, of_person text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select id from misuse_measure where sender_id in (select misuse_senders(of_kind, of_person)) $$;

-- The places of misuse, for a kind of sender and a query for its names. The acts stay, without words and without person.
create or replace function misuse_places(of_kind text, names text)
  returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select known.tbl, replace(replace(known.matches, '[kind]', quote_literal(of_kind)), '[names]', names), known.exports,
    known.erases
  from (values
    ('paused_report', 'r.measure_id in (select misuse_measures([kind], name) from ([names]) named (name))',
      'client_id, body, received_at', '{}'::jsonb),
    ('misuse_appeal', 'r.measure_id in (select misuse_measures([kind], name) from ([names]) named (name))',
      'measure_id, words, received_at, state, reason, ended_at',
      '{"words": "null", "reason": "case when r.reason is not null then ''[erased]'' end"}'),
    ('misuse_measure', 'r.sender_id in (select misuse_senders([kind], name) from ([names]) named (name))',
      'id, kind, cause, marks, submissions, begins_at, ends_at, ended_at, end_cause',
      '{"end_reason": "case when r.end_reason is not null then ''[erased]'' end"}'),
    ('misuse_mark', 'r.sender_id in (select misuse_senders([kind], name) from ([names]) named (name))',
      'cause, about_kind, about_id, sent_at, gravity, intent, marked_at, withdrawn_at', '{"reason": "null"}'),
    ('misuse_sender', 'r.kind = [kind] and r.person_id in ([names])', 'id, kind, known_at', '{"person_id": "null"}'))
    known (tbl, matches, exports, erases)
$$;

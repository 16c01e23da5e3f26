-- The places of counter-notices, with the person affected who sent one.
create or replace function counter_notice_places(of_person text) returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select known.tbl, known.matches, known.exports, known.erases from (values
    ('account', 'correspondent',
      'r.id in (select correspondent_id from counter_notice where enforcement_id in (select enforcements_of_account($1)))', null,
      '{"sealed": "null", "mark": "null", "erased_at": "coalesce(r.erased_at, desk_now())"}'::jsonb),
    ('account', 'counter_notice', 'r.enforcement_id in (select enforcements_of_account($1))',
      'id, enforcement_id, law, words, received_at, lift_at, state, moved_at', '{"words": "null", "salt": "null", "body_hash": "null", "filed_reference": "case when r.filed_reference is not null then ''[erased]'' end"}'),
    ('contact', 'counter_notice', 'r.correspondent_id in (select rows_of_contact($1))',
      'id, enforcement_id, law, words, received_at, lift_at, state, moved_at', '{"words": "null", "salt": "null", "body_hash": "null", "filed_reference": "case when r.filed_reference is not null then ''[erased]'' end"}')) known (whose, tbl, matches, exports, erases)
  where known.whose = of_person
$$;

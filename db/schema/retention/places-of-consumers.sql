-- The places of the names that texts for consumers repeat: those of an offer and of its seller. No buyer has one.
create or replace function consumer_places(of_person text) returns table (tbl text, matches text, exports text, erases jsonb)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select known.tbl, known.matches, known.exports, known.erases from (values
    ('consumer_duty', 'r.enforcement_id in (select enforcements_of_account($1))', null,
      '{"item": "null", "trader": "null"}'::jsonb),
    ('consumer_notice', 'r.enforcement_id in (select enforcements_of_account($1))',
      'id, kind, enforcement_id, made_at, product, trader, law', '{"product": "null", "trader": "null"}')) known (tbl, matches, exports, erases)
  where of_person = 'account'
$$;

-- Returns the words of an item: every text and number in its fields. Null: it has none.
create or replace function item_text(item jsonb) returns text
  language sql immutable strict parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
  select string_agg(value #>> '{}', ' ') from jsonb_path_query(item -> 'fields', 'strict $.**') value
  where jsonb_typeof(value) in ('string', 'number')
$$;

-- Stores each version of a content's item, and the words of the present one.
create or replace function store_content_item() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  found_words tsvector;
begin
  if new.item is not distinct from (case when tg_op = 'UPDATE' then old.item end) then
    return null;
  end if;
  insert into content_item (content_id, item, source, facts_at) values (new.id, new.item, new.source, new.facts_at);
  found_words := search_words(item_text(new.item));
  if found_words is null then
    delete from content_item_words where content_id = new.id;
  else
    insert into content_item_words (content_id, words) values (new.id, found_words)
      on conflict (content_id) do update set words = excluded.words;
  end if;
  return null;
end $$;

create or replace trigger content_item after insert or update of item on content
  for each row execute function store_content_item();

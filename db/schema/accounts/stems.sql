-- Stems of words by language, by PostgreSQL's snowball dictionaries. Contents and searches use the same rule, search_stems.

-- Lists the languages that have stems, by their first subtag.
create or replace function stemmed_languages() returns table (language text, config regconfig)
  language sql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
  values ('ar', 'pg_catalog.arabic'::regconfig), ('ca', 'pg_catalog.catalan'), ('da', 'pg_catalog.danish'),
    ('de', 'pg_catalog.german'), ('el', 'pg_catalog.greek'), ('en', 'pg_catalog.english'),
    ('es', 'pg_catalog.spanish'), ('eu', 'pg_catalog.basque'), ('fi', 'pg_catalog.finnish'),
    ('fr', 'pg_catalog.french'), ('ga', 'pg_catalog.irish'), ('hi', 'pg_catalog.hindi'),
    ('hu', 'pg_catalog.hungarian'), ('hy', 'pg_catalog.armenian'), ('id', 'pg_catalog.indonesian'),
    ('it', 'pg_catalog.italian'), ('lt', 'pg_catalog.lithuanian'), ('ne', 'pg_catalog.nepali'),
    ('nl', 'pg_catalog.dutch'), ('no', 'pg_catalog.norwegian'), ('nb', 'pg_catalog.norwegian'),
    ('pt', 'pg_catalog.portuguese'), ('ro', 'pg_catalog.romanian'), ('ru', 'pg_catalog.russian'),
    ('sr', 'pg_catalog.serbian'), ('sv', 'pg_catalog.swedish'), ('ta', 'pg_catalog.tamil'),
    ('tr', 'pg_catalog.turkish'), ('yi', 'pg_catalog.yiddish')
$$;

-- Lists the stems of a text as language:stem. It stems the words as written and as search_text folds them, so that a
-- text and a search match when only one of them has accents. The text is cut to 20,000 characters: stems only add to what
-- the words themselves find.
create or replace function list_stems(words text, of_language text, config regconfig) returns text[]
  language sql immutable strict parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
  select array(select distinct of_language || ':' || found.lexeme
    from unnest(to_tsvector(config, left(words, 20000) || ' ' || left(search_text(left(words, 20000)), 20000))) found
    where octet_length(found.lexeme) <= 100)
$$;

-- Returns the stems of a content. Null: its language is not known or has none.
create or replace function search_stems(words text, of_language text) returns tsvector
  language sql immutable strict parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
  select array_to_tsvector(list_stems(words, known.language, known.config)) from stemmed_languages() known
  where known.language = split_part(lower(of_language), '-', 1)
$$;

-- Converts any text to a search for stems: every word of it by one of its stems, all in one language. Null: it has
-- quotes, operators or too many words, which are searched as written alone.
create or replace function search_stem_query(words text) returns tsquery
  language plpgsql immutable strict set search_path = pg_catalog, public, pg_temp
  as $$
declare
  parts constant text[] := regexp_split_to_array(btrim(words), '\s+');
  known record;
  asked text;
  all_languages text := '';
begin
  if words ~ '["''\\]|(^|\s)-|(^|\s)or(\s|$)' or cardinality(parts) > 8 or length(words) > 200 then
    return null;
  end if;
  for known in select language, config from stemmed_languages() loop
    select string_agg('(' || each.stems || ')', ' & ') into asked from (
      select (select string_agg(quote_literal(stem), ' | ') from unnest(list_stems(part, known.language, known.config)) stem) as stems
      from unnest(parts) part) each;
    if asked is not null then
      all_languages := all_languages || case when all_languages = '' then '' else ' | ' end || '(' || asked || ')';
    end if;
  end loop;
  return nullif(all_languages, '')::tsquery;
end $$;

-- Stores the stems of a content in content_stems.
create or replace function store_content_stems() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  found_stems tsvector;
begin
  if tg_op = 'UPDATE' and new.text is not distinct from old.text and new.language is not distinct from old.language then
    return null;
  end if;
  found_stems := search_stems(new.text, new.language);
  if found_stems is null then
    delete from content_stems where content_id = new.id;
  else
    insert into content_stems (content_id, stems) values (new.id, found_stems)
      on conflict (content_id) do update set stems = excluded.stems;
  end if;
  return null;
end $$;

create or replace trigger content_stems after insert or update of text, language on content
  for each row execute function store_content_stems();

-- Stores the stems of the next contents that were there before the trigger, up to a number. Returns the number of
-- contents that it read. It locks them, so that it stores no stems of a text that another transaction is replacing. It
-- waits for no lock: the next run goes on from the first content that another transaction has locked.
create or replace function index_content_stems(at_most integer) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with place as materialized (select content_id from content_stems_place where not done for update skip locked),
  following as materialized (
    select content.id from content, place where content.id > place.content_id order by content.id limit at_most),
  locked as materialized (
    select id, text, language from content where id in (select id from following) for share skip locked),
  next as materialized (
    select id, text, language from locked
    where id < all (select id from following where id not in (select id from locked))),
  written as (
    insert into content_stems (content_id, stems)
    select id, stems from next cross join lateral search_stems(text, language) stems where stems is not null
    on conflict do nothing),
  moved as (
    update content_stems_place set content_id = coalesce((select max(id) from next), content_stems_place.content_id),
      done = (select count(*) from following) < at_most and (select count(*) from next) = (select count(*) from following)
    from place returning true)
  select (select count(*)::integer from next) from (select count(*) from moved) done
$$;

-- Finding cases and accounts by words, handles and names. Indexed is what facts and notes bring, which is written once and
-- seldom. Comments of reports are not: their index would halve the speed of intake and hold it up each time it is tidied.

-- Text as words are found in it: signs that PostgreSQL would take for letters become spaces, and each pictogram a word.
create function search_text(words text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if octet_length(words) = length(words) then
    return words;
  end if;
  return regexp_replace(regexp_replace(words,
    '[\u00A0-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u060C\u061B\u061F\u2000-\u206F\u3000-\u3003\u3008-\u3020\u3030\u30FB\uFE00-\uFE0F\uFE30-\uFE6F\uFF01-\uFF0F\uFF1A-\uFF20]+', ' ', 'g'),
    '([\u2190-\u2BFF\U0001F000-\U0001FAFF])', ' \1 ', 'g');
end $$;

-- Of the beginning only, so that no text is too large to be indexed. It is dear, and whoever plans should know.
create function search_words(words text) returns tsvector language plpgsql immutable strict parallel safe cost 1000 set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return to_tsvector('pg_catalog.simple', public.search_text(left(words, 4000)));
end $$;

-- Takes anything for a search: "a phrase", this or that, -without. Null where there is nothing to look up: no word, or
-- only words that must not be there. What is too entangled to read is taken word by word.
create function search_query(words text) returns tsquery language plpgsql immutable strict set search_path = pg_catalog, public, pg_temp
  as $$
declare
  wanted tsquery;
begin
  begin
    wanted := websearch_to_tsquery('pg_catalog.simple', public.search_text(words));
  exception when others then
    wanted := plainto_tsquery('pg_catalog.simple', public.search_text(words));
  end;
  if numnode(wanted) = 0 or querytree(wanted) = 'T' then
    return null;
  end if;
  return wanted;
end $$;

create function search_handle(handle text) returns text language sql immutable parallel safe
  return lower(coalesce(handle, ''));

-- Cut, as an index has no place for the longest.
create function search_name(display_name text) returns text language sql immutable parallel safe
  return left(lower(coalesce(display_name, '')), 64);

grant execute on function search_text(text), search_words(text), search_query(text), search_handle(text), search_name(text)
  to countersign_desk;

drop index account_handle;
create index account_by_handle on account ((search_handle(handle) collate "C"), id);
create index account_by_name on account ((search_name(display_name) collate "C"), id);
-- A short list of what is yet to be sorted in: whoever fills it waits until it is.
create index account_words on account using gin (search_words(coalesce(handle, '') || ' ' || coalesce(display_name, '')))
  with (gin_pending_list_limit = 512);
create index content_words on content using gin (search_words(text)) with (gin_pending_list_limit = 512);
create index case_event_words on case_event using gin (search_words(detail ->> 'text'))
  with (gin_pending_list_limit = 512) where kind = 'note';

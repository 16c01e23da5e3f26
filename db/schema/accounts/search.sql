-- Finds cases and accounts by words, handles and names. The indexes cover facts and notes, which are written seldom.
-- Comments of reports are indexed after intake (see index_report_comments).

-- Converts any text to a search query: "a phrase", this or that, -without. Null: there is nothing to look up, because
-- it has no word or only excluded ones. Text that cannot be parsed is searched word by word. Chinese and Japanese text
-- is searched as a phrase, and the last word also as the beginning of a word.
create or replace function search_query(words text) returns tsquery
  language plpgsql immutable strict set search_path = pg_catalog, public, pg_temp
  as $$
declare
  ideographs constant text := '\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF';
  asked text := case when words like '%"%' then words
    else regexp_replace(words, '([' || ideographs || ']{2,})', '"\1"', 'g') end;
  wanted tsquery;
begin
  begin
    wanted := websearch_to_tsquery('pg_catalog.simple', public.search_text(asked));
  exception when others then
    wanted := plainto_tsquery('pg_catalog.simple', public.search_text(words));
  end;
  if numnode(wanted) = 0 or querytree(wanted) = 'T' then
    return null;
  end if;
  if words ~ '(^|\s)[^-"''()!|&<>:*\s]{2,}$' and wanted::text ~ '(^| )''[^'']*''$' then
    return (wanted::text || ':*')::tsquery;
  end if;
  return wanted;
end $$;

-- Returns the part of a text from which an excerpt is cut: the first 4,000 characters that match, with 200 of the part
-- before. Without such a part, as when the words are far apart, the beginning.
create or replace function search_piece(words text, asked tsquery) returns text
  language sql immutable strict parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(
    (select substr(words, greatest(1, piece - 200), 4200) from generate_series(1, least(length(words), 100000), 4000) piece
      where length(words) > 4000 and public.search_words(substr(words, greatest(1, piece - 200), 4200)) @@ asked
      order by piece limit 1),
    left(words, 4000))
$$;

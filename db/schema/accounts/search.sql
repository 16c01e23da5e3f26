-- Indexes drift, cases and accounts by words, handles and names. The indexes cover facts and notes, which are written
-- seldom. Comments of reports are not indexed: that would halve the speed of intake, and block it during each clean-up
-- of the index.

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

-- Indexes drift, cases and accounts by words, handles and names. The indexes cover facts and notes, which are written
-- seldom. Comments of reports are not indexed: that would halve the speed of intake, and block it during each clean-up
-- of the index.

-- Converts any text to a search query: "a phrase", this or that, -without. Null: there is nothing to look up, because
-- it has no word or only excluded ones. Text that cannot be parsed is searched word by word.
create or replace function search_query(words text) returns tsquery
  language plpgsql immutable strict set search_path = pg_catalog, public, pg_temp
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

-- Drift cases and accounts by words, handles and names. Indexed is what facts and notes bring, which is written once
-- and seldom. Comments of reports are not: their index would halve the speed of intake and hold it up each time it is
-- tidied.

-- Takes anything for a search: "a phrase", this or that, -without. Null where there is nothing to look up: no word, or
-- only words that must not be there. What is too entangled to read is taken word by word.
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

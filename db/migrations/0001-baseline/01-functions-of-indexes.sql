-- Functions that defaults and indexes use. Stored rows depend on them, so they change by a migration and never in place.

alter default privileges revoke execute on functions from public;

-- Stable, so that an index can serve "due before now"; it is read once for each statement that decides.
create function desk_now() returns timestamptz language sql stable
  return clock_timestamp();

comment on function desk_now() is 'The desk''s time. Every statement that decides takes its time from here, never from a parameter.';

-- Folds text for search, so that spellings of one word are equal: compatible and accented forms become plain ones (NFKD
-- without marks), also the marks, hamza and tatweel of Arabic. Invisible characters are removed, signs become spaces, and each
-- pictogram and each Chinese or Japanese character becomes a word. Only text outside ASCII takes the work. PostgreSQL sorts the
-- marks of a run in quadratic time and cannot be interrupted, so the text is normalised in short pieces.
create function search_text(words text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
declare
  marks constant text := '[\u00AD\u0300-\u036F\u034F\u0591-\u05C7\u0610-\u061A\u061C\u0640\u064B-\u065F\u0670\u06D6-\u06ED\u180B-\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]+';
  folded text;
begin
  if octet_length(words) = length(words) then
    return words;
  end if;
  select string_agg(normalize(regexp_replace(left(normalize(piece[1], NFKD), 1000), marks, '', 'g'), NFC), '' order by place)
  into folded from regexp_matches(words, '.{1,250}', 'g') with ordinality as part (piece, place);
  -- Letters with a stroke have no decomposition; Arabic writes alef, yeh, teh marbuta and kaf in more than one way.
  folded := translate(folded, 'øØłŁđĐħĦıŧŦٱىیېةک', 'oOlLdDhHitTايييهك');
  folded := replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  folded := regexp_replace(folded,
    '[\u00A0-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u060C\u061B\u061F\u2000-\u206F\u3000-\u3003\u3008-\u3020\u3030\u30FB\uFE30-\uFE6F\uFF01-\uFF0F\uFF1A-\uFF20]+', ' ', 'g');
  return regexp_replace(folded,
    '([\u2190-\u2BFF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U0001F000-\U0001FAFF\U00020000-\U0003FFFF])', ' \1 ', 'g');
end $$;

-- The words of the text, without its end beyond 75,000 folded characters or 300,000 bytes. PostgreSQL stores compounds and
-- addresses whole and in parts, so that the words take up to three times the bytes of the text, and a tsvector holds 1 MB. The
-- cost tells the planner that the function is expensive.
create function search_words(words text) returns tsvector language plpgsql immutable strict parallel safe cost 1000 set search_path = pg_catalog, public, pg_temp
  as $$
declare
  folded constant text := public.search_text(left(words, 100000));
begin
  return to_tsvector('pg_catalog.simple', case when octet_length(folded) <= 300000 then folded else left(folded, 75000) end);
end $$;

-- Handles differ by their accents, and not by the way in which one is encoded.
create function search_handle(handle text) returns text language sql immutable parallel safe
  return lower(normalize(coalesce(handle, ''), NFC));

-- The name is cut to 64 characters, because an index entry has a size limit.
create function search_name(display_name text) returns text language sql immutable parallel safe
  return left(lower(search_text(coalesce(display_name, ''))), 64);

-- The keys by which names are compared: two names that share a key are near. The keys are the name itself and, behind a dash, the
-- name and the name with any one sign left out, so two names are near when leaving out at most one sign of each makes them equal.
-- Short names would be near everything; very long ones are near only what is equal; a name that ends in a number has many
-- neighbours that are other people's numbers.
create function skeleton_neighbours(look text) returns text[] language sql immutable strict parallel safe
begin atomic
  select case
    when look = '' then '{}'
    when length(look) not between 5 and 40 or look ~ '[0-9][0-9lo]*$' then array[look]
    else (select array_agg(distinct '-' || left(look, place - 1) || substr(look, place + 1)) || array[look, '-' || look]
      from generate_series(1, length(look)) place)
    end;
end;

create or replace function check_key_list() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.version <> coalesce((select max(version) from key_list), 0) + 1 then
    raise exception 'lists of keys follow each other by one' using errcode = 'CS001';
  end if;
  if new.hash <> translate(encode(sha256(convert_to(new.body, 'UTF8')), 'base64'), E'+/=\n', '-_') then
    raise exception 'the hash of list % is not that of what it says', new.version using errcode = 'CS001';
  end if;
  new.made_at := desk_now();
  return new;
end $$;

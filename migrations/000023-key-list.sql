-- Lists of keys as platforms pin them: whose signatures they count. A list is made once and never changed; the next one is
-- signed by people of the one before, and those signatures stand among all others.

create table key_list (
  version integer primary key check (version >= 1),
  -- Canonical JSON (RFC 8785), as it is exported, signed and pinned.
  body text not null check (length(body) between 2 and 4000000),
  -- SHA-256 of the body, base64url.
  hash text not null,
  made_by text not null,
  made_at timestamptz not null default desk_now()
);

create function check_key_list() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
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
create trigger check_key_list before insert on key_list for each row execute function check_key_list();

grant select, insert on key_list to countersign_desk;

-- What was signed about an order goes with its effect, and about a list with that list.
create index signature_about on signature (about);

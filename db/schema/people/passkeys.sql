create or replace function check_software() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from database_mark) then
    raise exception 'a software key may stand only in a database marked demo or driven' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- An authenticator's counter never goes back, and a removed passkey stays removed. Only the owner's functions add a
-- passkey that is no software key.
create or replace function check_passkey() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if not new.software and not is_owner() then
      raise exception 'a passkey is enrolled, not written' using errcode = 'CS001';
    end if;
    new.added_at := desk_now();
    new.counts_from := greatest(new.counts_from, new.added_at);
    new.removed_at := null;
    return new;
  end if;
  if new.counter < old.counter then
    raise exception 'the counter of passkey % goes up only', old.id using errcode = 'CS001';
  end if;
  if old.removed_at is not null and new.removed_at is distinct from old.removed_at then
    raise exception 'passkey % is removed and stays so', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

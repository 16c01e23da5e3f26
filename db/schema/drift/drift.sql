-- Refuses to close drift in which an account is offline: it ends when a read-back shows the account restored.
create or replace function check_drift_close() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.closed_at is not null and (new.closed_at, new.closed_by, new.close_reason) is distinct from (old.closed_at,
    old.closed_by, old.close_reason) then
    raise exception 'drift % was closed, and stays so', old.id using errcode = 'CS001';
  end if;
  if old.closed_at is null and new.closed_at is not null and old.kind in ('offline', 'locked', 'limited') then
    raise exception 'drift % ends when the account is read to be back', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A drift row has the time of its insert, is about an account that the desk protects or something of it, and is open.
create or replace function check_drift() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.found_at := desk_now();
  new.last_at := new.found_at;
  new.times := 1;
  if new.ended_at is not null or new.closed_at is not null then
    raise exception 'a drift on % begins before it ends', new.subject using errcode = 'CS001';
  end if;
  if new.account_id not in (select list_affected_accounts(new.subject, null)) or not exists (
    select from account where id = new.account_id and (protected or recorded_floor(id) > 0)) then
    raise exception '% is not of a protected account %', new.subject, new.account_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Counts repeated drift one by one, ends it at the present time, and closes it only for a person who works here and is
-- not restricted.
create or replace function check_drift_moves() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.last_at is distinct from old.last_at then new.last_at := desk_now(); end if;
  if new.ended_at is distinct from old.ended_at and new.ended_at is not null then new.ended_at := desk_now(); end if;
  if new.closed_at is distinct from old.closed_at
    and new.closed_at is not null then new.closed_at := desk_now(); end if;
  if new.times not in (old.times, old.times + 1) then
    raise exception 'drift % is counted one by one', old.id using errcode = 'CS001';
  end if;
  if new.closed_by is distinct from old.closed_by and not exists (
    select from staff closer cross join lateral staff_standing(closer.id) standing
    where closer.id = new.closed_by and standing.active and not standing.restricted) then
    raise exception '% closes no drift', new.closed_by using errcode = 'CS001';
  end if;
  return new;
end $$;

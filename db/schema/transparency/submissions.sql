-- Makes the rows of statements that get their content. Only a restriction is for the database.
create or replace function make_dsa_submissions() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into dsa_submission (statement_id)
    select statement.id from made join statement on statement.id = made.statement_id
    where statement.kind = 'restriction'
    on conflict do nothing;
  return null;
end $$;

-- A row moves from waiting to an outcome. A person's choice, or a comparison with the database, makes it wait again. It is
-- sent only with a delivery that is on record.
create or replace function check_dsa_submission() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  is_delivered constant boolean := exists (
    select from dsa_delivery where statement_id = new.statement_id and missing_at is null);
begin
  if new.state <> old.state and old.state <> 'waiting' and new.state <> 'waiting' then
    raise exception 'statement % is % and waits for nothing', old.statement_id, old.state using errcode = 'CS001';
  end if;
  if old.state = 'held' and new.state = 'waiting' and not exists (
    select from dsa_review where statement_id = new.statement_id) then
    raise exception 'the texts of statement % wait for a person', old.statement_id using errcode = 'CS001';
  end if;
  if (new.state = 'sent') <> is_delivered then
    raise exception 'statement % is sent if a delivery says so', old.statement_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A delivery is found missing once, at the time of the desk.
create or replace function check_dsa_delivery() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.missing_at is not null then
    raise exception 'delivery % was found missing already', old.id using errcode = 'CS001';
  end if;
  new.missing_at := desk_now();
  return new;
end $$;

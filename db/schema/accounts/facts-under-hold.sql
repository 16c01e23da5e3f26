-- The function runs once for each row as a statement of its own, so that it sees a legal hold for whose beginning the
-- change had to wait.
create or replace function preserve_overwritten_facts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if is_preserved('account:' || old.id) then
    insert into overwritten_facts (subject, facts) values ('account:' || old.id, to_jsonb(old));
  end if;
  return null;
end $$;

-- A change that runs now ends before the legal hold begins; a later one finds the hold.
create or replace function lock_account_for_hold() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform from account where id = new.account_id for share;
  new.placed_at := desk_now();
  return new;
end $$;

-- Deletes the stored facts that no legal hold preserves any more. Returns their number.
create or replace function delete_released_facts(at_most integer) returns integer
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with gone as (
    delete from overwritten_facts where id in (
      select id from overwritten_facts where not is_preserved(subject) order by id limit at_most)
    returning id)
  select count(*)::integer from gone
$$;

-- This row decides who signs in, so a writer can't give an outsider another person's access. It never links to a person
-- who already has a right, and the outside id is set once, before they have one. Its modification time is the present,
-- because a directory ends people by it.
create or replace function check_directory_person() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.modified_at := desk_now();
  if tg_op = 'UPDATE' then
    if old.removed_at is not null then
      raise exception '% is removed and stays so', old.id using errcode = 'CS001';
    end if;
    if old.external_id is not null and new.external_id is distinct from old.external_id and new.removed_at is null then
      raise exception 'by which name % is known elsewhere was said already', old.id using errcode = 'CS001';
    end if;
    if new.staff_id is not distinct from old.staff_id and new.external_id is not distinct from old.external_id
      or new.removed_at is not null then return new; end if;
    if new.staff_id is distinct from old.staff_id
      and exists (select from staff where id = old.staff_id and ended_at is null
        and (ends_at is null or ends_at > desk_now())) then
      raise exception '% is still there', old.staff_id using errcode = 'CS001';
    end if;
  end if;
  if exists (select from staff where id = new.staff_id and (cardinality(roles) > 0 or cardinality(clearances) > 0)) then
    raise exception '% has rights already', new.staff_id using errcode = 'CS001';
  end if;
  return new;
end $$;

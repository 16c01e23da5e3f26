-- A person who starts a bulk restore that another person requested signs it; more than 500 enforcements need such a
-- request. Twin of BULK_ENFORCEMENTS_MAX in TypeScript.
create or replace function check_bulk_start() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.enforcement_count > 500 and (new.asked_by is null or new.asked_by = new.started_by) then
    raise exception 'starting % takes two people', new.id using errcode = 'CS001';
  end if;
  if new.asked_by is not null and new.asked_by is distinct from new.started_by then
    perform use_signature(new.signature_id, 'restore_second', new.id, new.started_by);
  end if;
  return new;
end $$;

-- Only an enforcement of the same action on the same subject takes an imported restriction over, once, before its end.
create or replace function check_takeover() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.enforcement_id is not null or old.until <= desk_now() or not exists (
    select from enforcement where id = new.enforcement_id and subject = new.subject and action = new.action
      and label is not distinct from new.label and own_action is null and is_standing(state)) then
    raise exception 'no enforcement takes over %', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

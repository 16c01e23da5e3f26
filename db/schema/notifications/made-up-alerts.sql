-- Refuses alerts of the kinds that PostgreSQL itself writes: one that the application role made up would hide the true one.
create or replace function check_alert_kind() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_owner() then
    raise exception 'PostgreSQL alone writes an alert of the kind %', new.kind using errcode = 'CS001';
  end if;
  return new;
end $$;

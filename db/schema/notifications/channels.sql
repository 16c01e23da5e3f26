-- True when people rely on a channel: it has taken the desk's alerts for a day. Two people remove it.
create or replace function is_relied_on(told channel) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select told.staff_id is null and told.kind <> 'configured' and told.takes <> 'events' and told.removed_at is null
    and told.added_at <= desk_now() - interval '1 day' and exists (select from setup_end)
$$;

-- Lets only a change of two people remove a channel on which people rely.
create or replace function check_channel_removal() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_owner() and is_relied_on(old) then
    raise exception 'the removal of the channel % takes two people', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;

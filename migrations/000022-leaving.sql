-- Leaving to the second, restricting at once, and who is told at night.

alter table due drop constraint due_kind_check;
alter table due add constraint due_kind_check check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome',
  'release', 'expire', 'confirm', 'page', 'leave', 'escalate'));

-- The end of everybody who has one is a due row, whoever sets or moves it, so that no way of writing it forgets that.
create function keep_leave_due() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.ended_at is null and new.ends_at is not null then
    insert into due (kind, key, lane, due_at) values ('leave', new.id, 'restore', new.ends_at)
      on conflict (kind, key) do update set due_at = excluded.due_at, lease_until = null, lease_id = due.lease_id + 1, attempt = 0;
  else
    delete from due where kind = 'leave' and key = new.id;
  end if;
  return null;
end $$;
create trigger keep_leave_due after insert or update of ends_at, ended_at on staff for each row execute function keep_leave_due();

alter table staff_restriction add foreign key (change_id) references desk_change (id);

-- One person who is here and not restricted restricts another, and no more than five within an hour: whoever is dangerous
-- must not be able to leave nobody who could lift it.
create function check_restriction() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  per_hour constant integer := 5;
  restricting staff;
  standing record;
begin
  new.at := desk_now();
  if new.lifted_at is not null or new.change_id is not null then
    raise exception 'a restriction is lifted by a change' using errcode = 'CS001';
  end if;
  if new.cause = 'many' then return new; end if;
  select * into restricting from staff where id = substr(new."by", 7) and starts_with(new."by", 'staff:');
  select * into standing from staff_standing(restricting.id);
  if restricting.id is null or not standing.active or standing.restricted or not restricting.roles && array['lead', 'admin']
    or restricting.id = new.staff_id then
    raise exception '% can not restrict %', new."by", new.staff_id using errcode = 'CS001';
  end if;
  if (select count(*) from staff_restriction where "by" = new."by" and cause = 'one' and at > desk_now() - interval '1 hour') >= per_hour then
    raise exception '% restricted % people within an hour', new."by", per_hour using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_restriction before insert on staff_restriction for each row execute function check_restriction();

-- A page for whoever is on call goes on to the next when nobody says in time that they have seen it.
alter table page
  add column tier text check (tier in ('primary', 'secondary', 'leads')),
  -- The page it began with.
  add column escalated_from bigint references page (id);

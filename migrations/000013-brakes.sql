-- What one person on duty can pull at once, and who is told of it.

-- Nothing harmful begins while it lasts. What people need not wait for goes on: legal duties and restores.
create table harm_freeze (
  id bigint generated always as identity primary key,
  by text collate "C" not null references staff (id),
  reason text not null check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now(),
  until timestamptz not null,
  seconded_by text collate "C" references staff (id),
  -- By which signature it was made to last longer.
  signature_id text collate "C",
  ended_by text collate "C" references staff (id),
  ended_at timestamptz
);
create index freeze_until on harm_freeze (until) where ended_at is null;

create view freeze_in_force as select until from harm_freeze where ended_at is null and until > desk_now();

create function frozen_until() returns timestamptz language sql stable return (select max(until) from freeze_in_force);

-- Whoever begins a freeze waits for the releases in flight, and no release begins unseen after it.
create function freeze_lock() returns bigint language sql immutable
  return 7103840911::bigint;

-- A freeze begins for half an hour at most, and ends by itself; whoever did not begin it signs for it to last longer, for four
-- hours from then, each time anew; it ends early by whoever began it or by a lead. All of them at work, and none of it undone afterwards: nobody
-- lets harm through a freeze by a date.
-- Twin of FREEZE_MS in TypeScript and EXTENSION_MS in TypeScript.
create function check_freeze() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  who text := coalesce(new.ended_by, new.seconded_by, new."by");
begin
  if tg_op = 'INSERT' then
    new.at := desk_now();
    if new.seconded_by is not null or new.ended_by is not null or new.ended_at is not null
      or new.until <= new.at or new.until > new.at + interval '30 minutes' then
      raise exception 'a freeze begins for half an hour at most' using errcode = 'CS001';
    end if;
  elsif old.ended_at is not null or old.until <= desk_now() then
    raise exception 'freeze % is over', old.id using errcode = 'CS001';
  elsif new.ended_by is not null then
    new.ended_at := desk_now();
    if new.until <> old.until or new.seconded_by is distinct from old.seconded_by
      or new.ended_by <> old."by" and not exists (select from staff where id = new.ended_by and 'lead' = any (roles)) then
      raise exception 'freeze % is ended by who began it, or by a lead', old.id using errcode = 'CS001';
    end if;
  elsif new.ended_at is not null or new.seconded_by is null or new.seconded_by = old."by"
    or new.until < old.until or new.until > desk_now() + interval '4 hours' then
    raise exception 'freeze % lasts longer by somebody else, for four hours at most, and never less long', old.id using errcode = 'CS001';
  else
    perform use_signature(new.signature_id, 'freeze_extend', new.id::text, new.seconded_by);
  end if;
  if not exists (select from staff person cross join lateral staff_standing(person.id) standing
    where person.id = who and person.roles && array['reviewer', 'senior', 'lead'] and standing.active and (standing.on_shift or standing.on_call)
      -- Whoever does no harm any more lets none go on.
      and (new.ended_by is null or not standing.restricted)) then
    raise exception '% is not on duty', who using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_freeze before insert or update on harm_freeze for each row execute function check_freeze();

-- Who must be told something now: a person, or everybody with a role. One row for each thing to tell.
create table page (
  id bigint generated always as identity primary key,
  kind text not null check (length(kind) between 1 and 64),
  to_staff text collate "C" references staff (id),
  to_role text check (to_role in ('reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin')),
  why text not null check (length(why) between 1 and 2000),
  subject text collate "C",
  order_id text collate "C" references desk_order (id),
  at timestamptz not null default desk_now(),
  seen_by text collate "C" references staff (id),
  seen_at timestamptz,
  check ((to_staff is null) <> (to_role is null))
);
create index page_staff on page (to_staff, id) where to_staff is not null;
create index page_role on page (to_role, id) where to_role is not null;
create unique index page_once on page (kind, order_id, coalesce(to_staff, to_role)) where order_id is not null;

grant select, insert on harm_freeze, page to countersign_desk;
grant select on freeze_in_force to countersign_desk;
grant update (until, seconded_by, signature_id, ended_by, ended_at) on harm_freeze to countersign_desk;
grant update (seen_by, seen_at) on page to countersign_desk;
grant execute on function frozen_until(), freeze_lock() to countersign_desk;

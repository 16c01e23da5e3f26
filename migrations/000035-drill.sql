-- Game days: an account marked as a test is made dark by an order like any other, and what people do about it is measured.

-- Which accounts may be drilled on. Two people say so: a real one that counted as a test would be taken for an exercise.
create table drill_account (
  account_id text collate "C" primary key references account (id),
  marked_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C"
);

create sequence drill_run_seq;
create table drill_run (
  id text collate "C" primary key default 'd-' || nextval('drill_run_seq'),
  scenario text not null check (scenario in ('wrong-takedown')),
  account_id text collate "C" not null references account (id),
  planned_by text collate "C" not null references staff (id),
  planned_at timestamptz not null default desk_now(),
  begins_at timestamptz not null,
  -- The order that makes the test account dark. Null: not begun.
  order_id text collate "C" unique references desk_order (id),
  -- Why it was not begun.
  refused text check (length(refused) between 1 and 2000),
  check (order_id is null or refused is null)
);
create index drill_run_open on drill_run (begins_at) where order_id is null and refused is null;

create function is_drill(of_order text) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from drill_run where order_id = of_order) $$;

-- What is called a drill is one: an order on an account that two people marked, that nobody protects, and that waits for nobody.
create function check_drill_run() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.planned_at := desk_now();
    new.order_id := null;
    new.refused := null;
  elsif old.order_id is not null or old.refused is not null
    or (new.id, new.scenario, new.account_id, new.planned_by, new.planned_at, new.begins_at)
      is distinct from (old.id, old.scenario, old.account_id, old.planned_by, old.planned_at, old.begins_at) then
    raise exception 'drill % stays as it is', old.id using errcode = 'CS001';
  end if;
  if (tg_op = 'INSERT' or new.order_id is not null) and not exists (
    select from drill_account marked join account on account.id = marked.account_id
    where marked.account_id = new.account_id and not account.protected) then
    raise exception 'account % is no test account, or is protected', new.account_id using errcode = 'CS001';
  end if;
  if new.order_id is not null and not exists (select from desk_order where id = new.order_id
    and subject = 'account:' || new.account_id and not protected and proposed_by = 'staff:' || new.planned_by
    and material_hash is null and proposed_at > desk_now() - interval '1 minute') then
    raise exception 'order % is no drill', new.order_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_drill_run before insert or update on drill_run for each row execute function check_drill_run();

create function check_drill_account() returns trigger language plpgsql
  as $$
begin
  if is_owner() then return new; end if;
  if new.change_id is not null or exists (select from setup_end) then
    raise exception 'once the desk is set up, a test account is marked by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_drill_account before insert on drill_account for each row execute function check_drill_account();

-- Nothing that is told of a drill reads as if it were real: whatever it says, it says first that it is none.
create function say_drill() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
begin
  if not starts_with(new.why, 'DRILL') and is_drill(new.order_id) then
    new.why := left('DRILL, an exercise on a test account and nothing real: ' || new.why, 2000);
  end if;
  return new;
end $$;
create trigger say_drill before insert on page for each row when (new.order_id is not null) execute function say_drill();

grant select, insert on drill_account, drill_run to countersign_desk;
grant update (order_id, refused) on drill_run to countersign_desk;
grant usage on sequence drill_run_seq to countersign_desk;
grant execute on function is_drill(text) to countersign_desk;

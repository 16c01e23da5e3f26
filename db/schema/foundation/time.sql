create or replace function set_driven_clock(to_time timestamptz) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from driven_clock) then
    raise exception 'only a database marked for it at its creation has a clock that can be set';
  end if;
  update driven_clock set at = to_time;
end $$;

-- The mark of a database is set at its creation, never on one with a history. A demo may begin in the past, with a
-- clock that is set by hand until `end_demo_past`.
create or replace function mark_database(as_kind text, past_from timestamptz default null) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if exists (select from ledger_leaf) then
    raise exception 'a database can be marked % only at its creation, before anything is recorded in it', as_kind;
  end if;
  if past_from >= clock_timestamp() or as_kind <> 'demo' and past_from is not null then
    raise exception 'only a demo may begin with a past, and only before now';
  end if;
  insert into database_mark (kind) values (as_kind);
  if as_kind = 'driven' or past_from is not null then
    insert into driven_clock (at) values (coalesce(past_from, clock_timestamp()));
    create or replace function public.desk_now() returns timestamptz language sql stable
      return (select at from driven_clock);
  end if;
end $$;

-- From now on a demo uses the server's clock like any desk, permanently. The time never goes back.
create or replace function end_demo_past() returns void language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from database_mark where kind = 'demo') then
    raise exception 'only a demo began with a past';
  end if;
  if exists (select from driven_clock where at > clock_timestamp()) then
    raise exception 'the past is not over yet';
  end if;
  delete from driven_clock;
  create or replace function public.desk_now() returns timestamptz language sql stable
    return clock_timestamp();
end $$;

-- True when the caller is the schema's owner: a migration, or a definer function.
create or replace function is_owner() returns boolean language sql stable
begin atomic
  select pg_has_role(current_user, (select relowner from pg_class where oid = 'public.staff'::regclass), 'member');
end;

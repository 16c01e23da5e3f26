-- Who may do what in this database, and what time it is.
--
-- Two roles: the owner migrates; the desk runs as countersign_desk, which can't switch off a trigger and can't change or
-- delete what must stay. Roles belong to the cluster and are made at set-up; migrations only grant.

alter default privileges revoke execute on functions from public;
grant usage on schema public to countersign_desk;

create table database_mark (
  single boolean primary key default true check (single),
  kind text not null check (kind in ('demo', 'driven'))
);
comment on table database_mark is
  'Empty for a real desk. demo: generated people and fault switches are allowed, and it may begin with a past. driven: its clock is set by hand (tests, replays), which serve refuses.';
grant select on database_mark to countersign_desk;

-- Stable, so that an index can serve "due before now"; it is read once for each statement that decides.
create function desk_now() returns timestamptz language sql stable
  return clock_timestamp();
comment on function desk_now() is 'The desk''s time. Every statement that decides takes its time from here, never from a parameter.';
grant execute on function desk_now() to countersign_desk;

-- Empty where the server's clock is the desk's. Nothing is served while it isn't.
create table driven_clock (
  single boolean primary key default true check (single),
  at timestamptz not null
);
grant select on driven_clock to countersign_desk;

create function drive_clock(to_time timestamptz) returns void language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from driven_clock) then
    raise exception 'only a database marked for it at its creation has a clock that can be set';
  end if;
  update driven_clock set at = to_time;
end $$;

-- /readyz updates this row: a standby, a read-only server and a full disk answer questions and take no write.
create table write_probe (
  single boolean primary key default true check (single),
  written_at timestamptz not null default desk_now()
);
insert into write_probe default values;
grant update (written_at) on write_probe to countersign_desk;

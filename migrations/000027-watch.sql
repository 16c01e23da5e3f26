-- Watching for what nobody ordered: protected accounts are read back on a schedule, and what differs is told at once.

alter table due drop constraint due_kind_check, drop constraint due_lane_check;
alter table due
  add constraint due_kind_check check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release',
    'expire', 'confirm', 'page', 'leave', 'escalate', 'watch')),
  add constraint due_lane_check check (lane in ('effect', 'restore', 'background', 'watch', 'notice'));

-- What is known of each protected account, so that the next look can tell what changed.
create table watched_account (
  account_id text collate "C" primary key references account (id),
  -- As the platform showed it when no order stood on it and nothing was wrong. Null: not looked at yet.
  usual jsonb,
  handle text,
  -- What the next reach is held against: the highest of a day.
  reach bigint,
  reach_at timestamptz,
  items bigint,
  credentials_changed_at timestamptz,
  -- What one look found. Believed when the next one finds it too.
  doubt text[] not null default '{}',
  read_at timestamptz,
  -- What a visitor got, where the platform says where to look. Null: it doesn't.
  visit text check (visit in ('shown', 'not_shown', 'unknown')),
  unread_since timestamptz,
  unread_why text check (length(unread_why) <= 500)
);
create index watched_account_unread on watched_account (unread_since) where unread_since is not null;

create sequence watch_finding_seq;
create table watch_finding (
  id text collate "C" primary key default 'f-' || nextval('watch_finding_seq'),
  subject text collate "C" not null,
  account_id text collate "C" not null references account (id),
  kind text not null check (kind in ('dark', 'gone', 'unseen', 'locked', 'limited', 'raised', 'emptied', 'reach', 'handle', 'credentials')),
  -- What it was and what it is, where that is a word or a number.
  was text check (length(was) <= 1024),
  is_now text check (length(is_now) <= 1024),
  -- brought_up: the desk gives back what was taken. told: it is people's to see to.
  answer text not null check (answer in ('brought_up', 'told')),
  found_at timestamptz not null default desk_now(),
  -- How often the same was found again, at the latest when.
  times integer not null default 1,
  last_at timestamptz not null default desk_now(),
  -- The platform was read to show it as it was.
  ended_at timestamptz,
  closed_by text collate "C" references staff (id),
  closed_at timestamptz,
  close_reason text check (length(close_reason) between 1 and 2000),
  check ((closed_by is null) = (closed_at is null) and (closed_by is null) = (close_reason is null))
);
create unique index watch_finding_open on watch_finding (subject, kind) where ended_at is null and closed_at is null;
create index watch_finding_at on watch_finding (found_at);
create index watch_finding_account on watch_finding (account_id, found_at);

-- Whoever says that something was seen to is no way to leave somebody dark: that ends when it is read to be back.
create function check_finding_close() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.closed_at is not null and (new.closed_at, new.closed_by, new.close_reason) is distinct from (old.closed_at, old.closed_by, old.close_reason) then
    raise exception 'finding % was closed, and stays so', old.id using errcode = 'CS001';
  end if;
  if old.closed_at is null and new.closed_at is not null and old.kind in ('dark', 'locked', 'limited') then
    raise exception 'finding % ends when the account is read to be back', old.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_finding_close before update on watch_finding for each row execute function check_finding_close();

-- A finding is of this moment, of an account the desk protects and of something of that account, and is open.
create function check_finding() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.found_at := desk_now();
  new.last_at := new.found_at;
  new.times := 1;
  if new.ended_at is not null or new.closed_at is not null then
    raise exception 'a finding on % begins before it ends', new.subject using errcode = 'CS001';
  end if;
  if new.account_id not in (select accounts_of(new.subject, null)) or not exists (
    select from account where id = new.account_id and (protected or recorded_floor(id) > 0)) then
    raise exception '% is not of a protected account %', new.subject, new.account_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_finding before insert on watch_finding for each row execute function check_finding();

-- It is counted one by one, ends now, and is closed now by somebody who is here and not restricted.
create function check_finding_moves() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.last_at is distinct from old.last_at then new.last_at := desk_now(); end if;
  if new.ended_at is distinct from old.ended_at and new.ended_at is not null then new.ended_at := desk_now(); end if;
  if new.closed_at is distinct from old.closed_at and new.closed_at is not null then new.closed_at := desk_now(); end if;
  if new.times not in (old.times, old.times + 1) then
    raise exception 'finding % is counted one by one', old.id using errcode = 'CS001';
  end if;
  if new.closed_by is distinct from old.closed_by and not exists (
    select from staff closer cross join lateral staff_standing(closer.id) standing
    where closer.id = new.closed_by and standing.active and not standing.restricted) then
    raise exception '% closes no finding', new.closed_by using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_finding_moves before update on watch_finding for each row execute function check_finding_moves();

-- What somebody is told of, and where it is to be seen to.
alter table page add column finding_id text collate "C" references watch_finding (id);
create index page_subject on page (subject, at) where subject is not null;

grant select, insert, update on watched_account to countersign_desk;
grant select, insert on watch_finding to countersign_desk;
grant update (times, last_at, ended_at, closed_by, closed_at, close_reason) on watch_finding to countersign_desk;
grant usage on sequence watch_finding_seq to countersign_desk;

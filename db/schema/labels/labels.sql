-- Returns the id by which the platform itself knows an account or a content. Twin of nativeId in TypeScript.
create or replace function native_id_of_subject(subject text) returns text language sql immutable parallel safe
  set search_path = pg_catalog, public, pg_temp
  as $$ select regexp_replace(substr(subject, strpos(subject, ':') + 1), '^[a-z][a-z0-9-]{0,29}~', '') $$;

-- Returns the address by which the network of the AT Protocol knows a subject. A list is a record whose author owns it.
-- Twin of uriOf in TypeScript.
create or replace function network_uri_of_subject(subject text) returns text language sql immutable parallel safe
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case when subject_kind(subject) = 'account' then regexp_replace(native_id_of_subject(subject),
    '^@list:(?=at://did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9][a-zA-Z0-9.-]{0,199}(?:%3A[0-9]{1,5})?)'
      || '/app[.]bsky[.]graph[.](?:list|starterpack)/[a-zA-Z0-9._:~-]+$)', '') else native_id_of_subject(subject) end
$$;

-- Returns the time until which an enforcement lasts unless a person acts. Null: it has no end.
-- Twin of lastsUntil in TypeScript.
create or replace function lasts_until(ends_at timestamptz, confirm_by timestamptz, confirmed_at timestamptz)
  returns timestamptz language sql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$ select least(ends_at, case when confirmed_at is null then confirm_by end) $$;

-- Returns the labels that active enforcements on a subject order, each with its end. Null: it has no end.
-- Twin of LABELED_ACTIONS in TypeScript.
create or replace function list_ordered_labels(on_subject text) returns table (val text, exp timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(label, action), date_trunc('milliseconds', nullif(max(coalesce(
    lasts_until(ends_at, confirm_by, confirmed_at), 'infinity')), 'infinity'))
  from enforcement
  where subject = on_subject and is_acting(state) and not failing and not lifted and countries is null
    and action in ('label', 'limit', 'hide') and own_action is null
  group by coalesce(label, action)
$$;

-- True when the newest label of this source, address, version and value counts, as far as an act ended it.
create or replace function is_label_published(given label) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select not newest.neg from label newest
    where newest.uri = given.uri and newest.src = given.src and newest.val = given.val
      and newest.cid is not distinct from given.cid
    order by newest.seq desc limit 1), false)
$$;

-- True when consumers have a label of this source, address, version and value that the database had lost.
create or replace function is_label_lost(given label) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select newest.lost and not newest.neg from label newest
    where newest.uri = given.uri and newest.src = given.src and newest.val = given.val
      and newest.cid is not distinct from given.cid
    order by newest.seq desc limit 1), false)
$$;

-- Returns the end of the newest label of this source, address, version and value. Null: it has no end.
create or replace function last_label_end(given label) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select newest.exp from label newest
  where newest.uri = given.uri and newest.src = given.src and newest.val = given.val
    and newest.cid is not distinct from given.cid
  order by newest.seq desc limit 1
$$;

-- A label is published only while an active enforcement orders it, for as long as that lasts, and taken back only when
-- none does. A lost one is taken back at any generation, because its own was lost with it. Publishers wait for each
-- other, so that no reader sees a number before a lower one.
create or replace function check_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  is_ordered constant boolean := exists (select from list_ordered_labels(new.subject) ordered
    where ordered.val = new.val);
  ends_at constant timestamptz := (select exp from list_ordered_labels(new.subject) ordered
    where ordered.val = new.val);
begin
  if not (new.neg and is_label_lost(new)) and not exists (select from subject_state
    where subject = new.subject and generation - generation_offset = new.generation for share) then
    raise exception 'the label % on % is of another generation', new.val, new.subject using errcode = 'CS001';
  end if;
  if new.neg = is_ordered or not new.neg and new.exp is distinct from ends_at then
    raise exception 'no enforcement orders that of the label % on %', new.val, new.subject using errcode = 'CS001';
  end if;
  if new.uri <> network_uri_of_subject(new.subject) or new.cts not between desk_now() - interval '1 minute'
    and desk_now() + interval '1 second' then
    raise exception 'the label % on % has another address or time', new.val, new.subject using errcode = 'CS001';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('countersign label', 0));
  if new.neg and not is_label_published(new) then
    raise exception 'the label % on % was not published', new.val, new.subject using errcode = 'CS001';
  end if;
  if not new.neg and is_label_published(new) and not is_label_lost(new)
    and new.exp is not distinct from last_label_end(new) then
    raise exception 'the label % on % is published already', new.val, new.subject using errcode = 'CS001';
  end if;
  -- Milliseconds of the clock: a database that was restored from a backup never gives a number twice.
  new.seq := greatest((select max(seq) from label) + 1, floor(extract(epoch from desk_now()) * 1000));
  return new;
end $$;

-- A label of before is stored again in the recovery state alone, which alerts people. It keeps its number, so no later
-- label gets that number. The bound keeps the numbers from running out.
create or replace function check_lost_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not in_recovery() then
    raise exception 'the label % on % was lost in no recovery state', new.val, new.subject using errcode = 'CS001';
  end if;
  if new.seq > floor(extract(epoch from desk_now() + interval '1 day') * 1000)
    or new.cts > desk_now() + interval '1 day' or new.uri <> network_uri_of_subject(new.subject) then
    raise exception 'the lost label % on % has another address, time or number', new.val, new.subject
      using errcode = 'CS001';
  end if;
  return new;
end $$;

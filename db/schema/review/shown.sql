-- The pages of evidence that holders of cases were shown: who may store how many, and when they are deleted.

-- PostgreSQL alone states when a page was shown: an earlier time would have it deleted at once.
create or replace function set_shown_at() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.shown_at := desk_now();
  return new;
end $$;

-- PostgreSQL alone states when a part of a case was shown first and last: an earlier time would let a person agree before
-- they could have read it.
create or replace function set_case_shown_at() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.first_at := case tg_op when 'INSERT' then desk_now() else old.first_at end;
  new.last_at := desk_now();
  return new;
end $$;

-- A page is stored for the person who holds its case now, up to a number of bytes a day.
create or replace function count_shown_evidence() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from review_case
      where id = new.case_id and claimed_by = new.stored_for and claimed_until > desk_now()) then
    raise exception '% does not hold %', new.stored_for, new.case_id using errcode = 'CS001';
  end if;
  insert into shown_storage (staff_id, on_day, bytes)
    values (new.stored_for, (desk_now() at time zone 'UTC')::date, octet_length(new.body))
    on conflict (staff_id, on_day) do update set bytes = shown_storage.bytes + excluded.bytes;
  return null;
exception when check_violation then
  raise exception '% stored as much evidence as one person may on a day', new.stored_for using errcode = 'CS001';
end $$;

-- The bytes of evidence that were stored for a person today.
create or replace function shown_bytes_today(for_person text) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(sum(bytes), 0)::integer from shown_storage
  where staff_id = for_person and on_day = (desk_now() at time zone 'UTC')::date
$$;

-- True when no decision names a page and no person holds its case: for 30 days one who held it may still decide.
create or replace function is_shown_needless(of_case text, named text, at timestamptz) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select at < desk_now() - interval '30 days'
    and not exists (select from decision where decision.case_id = of_case
      and shown @> jsonb_build_array(jsonb_build_object('part', named)))
    and not exists (select from review_case where id = of_case and claimed_until > desk_now())
$$;

-- Deletes needless pages among this many of each table after the given place, and returns the last place read. Null:
-- none comes after it. (A legal hold preserves them: skip_delete_under_legal_hold.)
create or replace function delete_needless_shown(after_case text, at_most integer) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  last_case text;
begin
  delete from shown_storage where on_day < (desk_now() at time zone 'UTC')::date - 1;
  select max(id) into last_case from (
    select case_id as id from shown_profile where case_id > after_case
    union select case_id from shown_thread where case_id > after_case
    union select case_id from shown_related where case_id > after_case order by id limit at_most) cases;
  delete from shown_profile where case_id > after_case and case_id <= last_case
    and is_shown_needless(case_id, 'profile:' || encode(sha256, 'hex'), shown_at);
  delete from shown_thread where case_id > after_case and case_id <= last_case
    and is_shown_needless(case_id, 'thread:' || encode(sha256, 'hex'), shown_at);
  delete from shown_related where case_id > after_case and case_id <= last_case
    and is_shown_needless(case_id, 'related:' || encode(sha256, 'hex'), shown_at);
  return last_case;
end $$;

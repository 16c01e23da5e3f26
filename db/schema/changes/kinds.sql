-- Returns the version of a rule set that is in force at a time: the highest one whose time to take effect has come.
-- Versions are only ever added, and none takes effect before its adoption, so an earlier time has the same answer for
-- ever. No row: none is in force then.
create or replace function version_in_force(of_name text, at timestamptz) returns setof rule_set_version
  language sql stable rows 1 security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select * from rule_set_version where name = of_name and coalesce(effective_at, adopted_at) <= at
  order by version desc limit 1
$$;

-- Returns the time at which a version of the policies takes effect that is adopted now. Null: at its adoption. During
-- set-up no version has a date: it would take effect after set-up without the delay of a change.
create or replace function effective_time(said jsonb) returns timestamptz language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  wanted constant timestamptz := (said ->> 'effectiveAt')::timestamptz;
begin
  if wanted is not null and (said ->> 'name' <> 'policies' or not exists (select from setup_end)) then
    raise exception 'a version of %.yaml takes effect at its adoption', said ->> 'name' using errcode = 'CS001';
  end if;
  return case when wanted > desk_now() then wanted end;
end $$;

-- Adopts another version of a policy file, if the change starts from the newest version and was compared with the one
-- that would be in force when it takes effect.
create or replace function adopt_rule_set(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  starts constant timestamptz := effective_time(said);
  -- A change without the key replaces the newest version, which is in force.
  compared constant text := case when said ? 'replaces' then 'replaces' else 'from' end;
  newest constant bytea := (select hash from rule_set_version where name = said ->> 'name' order by version desc limit 1);
  replaced constant bytea := (select hash from version_in_force(said ->> 'name', coalesce(starts, desk_now())));
  done bigint;
begin
  if said ->> 'from' is distinct from encode(newest, 'hex')
    or said ->> compared is distinct from encode(replaced, 'hex') then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  insert into rule_set_version (name, text, hash, change_id, effective_at, declares)
    values (said ->> 'name', said ->> 'text', sha256(convert_to(said ->> 'text', 'UTF8')), changing.id, starts,
      said -> 'declares');
  get diagnostics done = row_count;
  return done;
end $$;

-- Closes an open circuit breaker. The amount spent until now counts towards no other breaker.
create or replace function close_breaker(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  -- Releases that run under the old rule end first.
  update breaker set closed_at = desk_now(), change_id = changing.id, closed_enforcements = total.enforcements,
    closed_reach = total.reach
  from (select kind, key, enforcements, reach from spent_total
    where (kind, key) in (select kind, key from breaker where id = (said ->> 'breakerId')::bigint) for update) total
  where breaker.id = (said ->> 'breakerId')::bigint and breaker.kind = total.kind and breaker.key = total.key
    and breaker.closed_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Puts another organisation profile in force, if the change starts from the present one.
create or replace function adopt_profile(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into desk_profile (organisation, shadow, person_metrics, change_id)
  select said ->> 'organisation', (said -> 'shadow')::boolean, (said -> 'personMetrics')::boolean, changing.id
  where (said -> 'from' ->> 'organisation', (said -> 'from' -> 'shadow')::boolean,
    (said -> 'from' -> 'personMetrics')::boolean)
    = (organisation_kind(), in_shadow(), coalesce((select person_metrics from desk_profile order by id desc
      limit 1), true));
  get diagnostics done = row_count;
  return done;
end $$;

-- Sets the review times of protections, if the change starts from the present times.
create or replace function set_review_times(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said -> 'from' <> jsonb_build_object('everyDays', extract(day from review_every())::integer,
    'graceDays', extract(day from review_grace())::integer) then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  -- A review counts from the moment at which it was made: no person can backdate it.
  update protection_review set due_at = greatest(least(due_at, desk_now()),
    due_at - review_every() + (said ->> 'everyDays')::integer * interval '1 day') where told_at is null;
  insert into review_times (every_days, grace_days, change_id)
  values ((said ->> 'everyDays')::integer, (said ->> 'graceDays')::integer, changing.id);
  get diagnostics done = row_count;
  return done;
end $$;

-- Ends a pause of automation that is still in force.
create or replace function resume_automation(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update automation_pause set lifted_at = desk_now(), change_id = changing.id
  where id = (said ->> 'pauseId')::bigint and lifted_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Marks an unprotected account for drills, or unmarks it.
create or replace function change_drill_account(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said ->> 'op' = 'add' then
    insert into drill_account (account_id, change_id)
    select id, changing.id from account where id = said ->> 'accountId' and not protected on conflict do nothing;
  else
    delete from drill_account where account_id = said ->> 'accountId';
  end if;
  get diagnostics done = row_count;
  return done;
end $$;

-- Adds a protective tag to an account, or drops one that it has.
create or replace function change_tag(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  perform record_tag_change(changing.id, said);
  -- An account stays protected until its facts are read again: missing knowledge never loosens.
  update account set
    tags = array(select distinct tag from unnest(case when said ->> 'op' = 'add' then tags || (said ->> 'tag')
      else array_remove(tags, said ->> 'tag') end) tag order by tag),
    protected = protected or said ->> 'op' = 'add'
  where id = said ->> 'accountId' and (said ->> 'op' = 'add' or said ->> 'tag' = any (tags));
  get diagnostics done = row_count;
  return done;
end $$;

-- Sets the minimum for one subject, if the change starts from the present one.
create or replace function set_protection(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said -> 'from' is distinct from (select jsonb_build_object('approvals', coalesce(max(approvals), 0), 'holdMs',
    coalesce(max(hold_ms), 0))
    from protection where subject = said ->> 'subject') then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  insert into protection (subject, approvals, hold_ms, change_id)
    values (said ->> 'subject', (said ->> 'approvals')::integer, (said ->> 'holdMs')::bigint, changing.id)
    on conflict (subject) do update set approvals = excluded.approvals, hold_ms = excluded.hold_ms, set_at = desk_now(),
      change_id = excluded.change_id;
  get diagnostics done = row_count;
  return done;
end $$;

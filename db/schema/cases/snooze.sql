-- Returns the reason why a case may not be snoozed until then. Null: it may. A snooze ends by the due time and before a
-- legal clock is near, and never covers a case in which a life or a child may be in danger.
create or replace function snooze_refusal(for_case text, by_person text, until_time timestamptz) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when found.id is null then 'unknown'
    when found.state <> 'open' then 'closed'
    when found.claimed_by is distinct from by_person or found.claimed_until <= desk_now() then 'not_held'
    when not coalesce(standing.active and standing.on_shift and not standing.restricted, false) then 'not_at_work'
    when found.category = 'PROTECTION_OF_MINORS' or found.severity = 5 then 'danger'
    when found.escalation_id is not null then 'escalated'
    when until_time <= desk_now() then 'past'
    when until_time > found.due_at then 'due'
    when exists (select from legal_clock clock
      where clock.subject = found.subject and clock.ended_at is null and clock.page_at < until_time) then 'legal'
  end
  from (values (1)) always
  left join review_case found on found.id = for_case
  left join lateral staff_standing(by_person) standing on true
$$;

-- A snooze begins by the case's holder, with the case locked.
create or replace function check_case_snooze() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
begin
  perform from review_case where id = new.case_id for update;
  refusal := snooze_refusal(new.case_id, new.made_by, new.until);
  if refusal is not null or new.ended_at is not null then
    raise exception '% may not be snoozed until %: %', new.case_id, new.until, coalesce(refusal, 'it has ended')
      using errcode = 'CS001';
  end if;
  new.made_at := date_trunc('milliseconds', desk_now());
  return new;
end $$;

-- Takes a snoozed case out of its queue.
create or replace function begin_case_snooze() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update review_case set snoozed_until = new.until where id = new.case_id;
  return null;
end $$;

-- A snooze ends once: by a lead on duty, or by itself when its case is back in the queue.
create or replace function end_case_snooze() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.ended_at is not null or new.how is null then
    raise exception 'the snooze % has ended or is given no end', old.id using errcode = 'CS001';
  end if;
  if new.how = 'passed' and exists (select from review_case where id = old.case_id and snoozed_until > desk_now()) then
    raise exception 'the snooze % lasts until %', old.id, old.until using errcode = 'CS001';
  end if;
  if new.how = 'ended' and not exists (select from staff cross join lateral staff_standing(staff.id) standing
      where staff.id = new.ended_by and 'lead' = any (staff.roles) and standing.active and standing.on_shift
        and not standing.restricted) then
    raise exception 'the snooze % is ended by a lead at work', old.id using errcode = 'CS001';
  end if;
  new.ended_at := date_trunc('milliseconds', desk_now());
  update review_case set snoozed_until = null where id = old.case_id and snoozed_until is not null;
  return new;
end $$;

-- Wakes a snoozed case when it becomes urgent: an earlier due time, danger, an undone decision, a claim. No case begins
-- snoozed.
create or replace function wake_case() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or new.state <> 'open' or new.due_at < new.snoozed_until or new.returned and not old.returned
    or new.category = 'PROTECTION_OF_MINORS' or new.severity = 5 or new.pressing_due_at is not null
    or new.claimed_by is not null and new.claimed_by is distinct from old.claimed_by then
    new.snoozed_until := null;
  end if;
  return new;
end $$;

-- A legal clock that starts brings back the cases of its subject.
create or replace function wake_cases_of_clock() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update review_case set snoozed_until = null
  where subject = new.subject and state = 'open' and snoozed_until > new.page_at;
  return null;
end $$;

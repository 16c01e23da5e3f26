-- True when the person's place of work may see the case: a case bound to an employer or a site stays there. A person
-- without a site is at none.
-- Twin of AT_THEIR_PLACE in TypeScript.
create or replace function is_at_place(candidate review_case, person staff) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(sees_platform(person.roles, person.role_platforms, candidate.subject)
    and (candidate.employer is null or candidate.employer = person.employer)
    and (candidate.site is null or candidate.site = person.site)
    and (candidate.employer is not null or candidate.site is not null or not exists (select from vendor_place place
      where place.employer = person.employer and (place.site is null or place.site = person.site))), false)
$$;

-- Returns the reason, in one word, for which a person may not dismiss a case in a set. Null: they may. A case that does
-- damage when it is closed by mistake is never dismissed so, and neither is one that another person holds. A person
-- dismisses no case that they may not open.
-- Twin of MAY_OPEN in TypeScript.
create or replace function dismissal_refusal(for_case text, by_person text) returns text language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when found.id is null or not is_at_place(found, person) then 'unknown'
    when found.state <> 'open' then 'closed'
    when not coalesce(standing.active and standing.on_shift and not standing.on_break
      and not standing.restricted, false)
      or not may_review(person.roles) then 'not_at_work'
    when not (found.clearances || found.queue_clearances) <@ person.clearances or person.id = any (found.not_for)
      or not found.queue_roles && roles_at(person, found.subject) or account.is_protected
        and 'protected' <> all (person.clearances) then 'not_yours'
    when account.is_protected then 'protected'
    when found.category = 'PROTECTION_OF_MINORS' or found.severity = 5 then 'danger'
    when found.appeal_id is not null then 'appeal'
    when found.escalation_id is not null then 'escalated'
    when found.claimed_by <> person.id and found.claimed_until > desk_now()
      or found.reserved_for <> person.id and found.reserved_until > desk_now() then 'held'
    when exists (select from legal_clock clock where clock.subject = found.subject
      and clock.ended_at is null) then 'legal'
  end
  from (values (1)) always
  left join staff person on person.id = by_person
  left join review_case found on found.id = for_case
  left join lateral (select coalesce((select protected from account where id = found.account_id), true)
    or has_protected_former_author(found.subject) as is_protected) account on true
  left join lateral staff_standing(by_person) standing on true
$$;

-- The number of cases that a person dismissed in sets within a day.
create or replace function dismissed_today(by_person text) returns integer language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*)::integer from case_set kept join case_set_member member on member.set_id = kept.id
  where kept.dismissed_by = by_person and kept.dismissed_at > desk_now() - interval '24 hours'
$$;

-- A case joins a set while it is open, by the decision of the set's own person, and within the limits of one person.
-- Twin of SET_CASES_MAX in TypeScript.
-- Twin of DISMISSED_A_DAY_MAX in TypeScript.
create or replace function check_case_set_member() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  made_by text;
  refusal text;
begin
  select dismissed_by into made_by from case_set where id = new.set_id and undone_at is null for update;
  -- Two concurrent sets of one person count each other's cases.
  perform from staff where id = made_by for no key update;
  perform from review_case where id = new.case_id for update;
  refusal := dismissal_refusal(new.case_id, made_by);
  if refusal is not null or made_by is null then
    raise exception '% may not be dismissed in a set: %', new.case_id, coalesce(refusal, 'the set has ended')
      using errcode = 'CS001';
  end if;
  if not exists (select from decision where id = new.decision_id and case_id = new.case_id and staff_id = made_by
      and conclusion = 'no_violation') then
    raise exception '% is not the decision of this set on %', new.decision_id, new.case_id using errcode = 'CS001';
  end if;
  if (select count(*) from case_set_member where set_id = new.set_id) >= 100 or dismissed_today(made_by) >= 300 then
    raise exception '% has dismissed as many cases as one person may', made_by using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A set is the cases that one person dismissed together. It begins at the time of its insert. It is undone at most
-- once, by the person who dismissed the cases or by a lead at work.
create or replace function check_case_set() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if new.undone_at is not null then
      raise exception 'a set begins before it is undone' using errcode = 'CS001';
    end if;
    new.dismissed_at := date_trunc('milliseconds', desk_now());
    return new;
  end if;
  if old.undone_at is not null or not exists (select from staff cross join lateral staff_standing(staff.id) standing
      where staff.id = new.undone_by and (staff.id = old.dismissed_by or 'lead' = any (staff.roles))
        and standing.active and standing.on_shift and not standing.restricted) then
    raise exception 'the set % is undone once, by its own person or a lead at work', old.id using errcode = 'CS001';
  end if;
  new.undone_at := date_trunc('milliseconds', desk_now());
  return new;
end $$;

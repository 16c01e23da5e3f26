-- The number of cases that a person opened within a day.
create or replace function opened_today(by_person text) returns integer language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*)::integer from case_opening where staff_id = by_person and at > desk_now() - interval '24 hours'
$$;

-- True when a person opened the case of an enforcement before it was proposed, or within the seven days before opened
-- one about its subject or account, or brought one about its subject back by judging a complaint, or entered an order
-- that names them: they are no independent second person for it. A
-- later opening bars no person, or one who writes openings could bar all.
create or replace function opened_case(enforced enforcement, person_id text) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from case_opening
      where case_id = enforced.case_id and staff_id = person_id and at <= enforced.proposed_at)
    or exists (select from case_opening opening join review_case opened on opened.id = opening.case_id
      where opening.staff_id = person_id
        and opening.at between enforced.proposed_at - interval '7 days' and enforced.proposed_at
        and (opened.subject = enforced.subject or opened.account_id = enforced.account_id))
    or exists (select from appeal where judged_by = person_id and side = 'reporter' and state = 'overturned'
      and subject = enforced.subject and ended_at <= enforced.proposed_at)
    or handled_order(enforced, person_id)
$$;

-- A person opens cases while they work here, on shift unless they have no shifts, and as many a day as one person may.
-- Twin of OPENED_A_DAY_MAX in TypeScript.
create or replace function check_case_opening() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- Two openings of one person at the same time count each other.
  perform from staff where id = new.staff_id for no key update;
  if not exists (select from staff join review_case opened on opened.id = new.case_id
      cross join lateral staff_standing(staff.id) standing
      where staff.id = new.staff_id and standing.active and not standing.restricted
        and ('policy' = any (staff.roles)
          or standing.on_shift and may_review(roles_at(staff, opened.subject)))) then
    raise exception '% may open no case now', new.staff_id using errcode = 'CS001';
  end if;
  if opened_today(new.staff_id) >= 100 then
    raise exception '% has opened as many cases as one person may', new.staff_id using errcode = 'CS001';
  end if;
  new.at := date_trunc('milliseconds', desk_now());
  return new;
end $$;

-- Judges of appeals conclude before they learn who decided, for which reason, and who agreed, on every route.

-- True while a person may be asked to judge an appeal and has not stored their own conclusion.
create or replace function owes_appeal_conclusion(person_id text, contested appeal) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select contested.state = 'open'
    and exists (select from staff where id = person_id and may_review(roles))
    and not exists (select from appeal_conclusion where appeal_id = contested.id and staff_id = person_id)
    and may_judge_appeal(contested.id, person_id)
$$;

-- The case in which an appeal's enforcement or decision was decided. Null: none, as in a bulk action.
create or replace function contested_case(contested appeal) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select case_id from enforcement where id = contested.enforcement_id),
    (select case_id from decision where id = contested.decision_id))
$$;

-- Lists the cases that led to what a case decides: itself and, of an appeal, the cases back to the one that it
-- contests. Reports and orders are in the first one.
create or replace function list_leading_cases(of_case text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with recursive told as (
    select of_case as id
    union select contested_case(contested) from told join review_case judged on judged.id = told.id
      join appeal contested on contested.id = judged.appeal_id)
  select id from told where id is not null
$$;

-- Lists an enforcement and those that it replaced as the lesser one of an appeal: it repeats their explanation and facts.
create or replace function list_replaced(of_enforcement text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with recursive replaced as (
    select of_enforcement collate "C" as id
    union select contested.enforcement_id from replaced join enforcement lesser on lesser.id = replaced.id
      join review_case judged on judged.id = lesser.case_id join appeal contested on contested.id = judged.appeal_id)
  select id from replaced where id is not null
$$;

-- Returns the actors, as staff:ID or key:ID, who took part in what an appeal contests, or judged an earlier one.
create or replace function list_contested_actors(contested appeal) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select proposed_by from enforcement where id = contested.enforcement_id and proposed_by <> 'desk'
  union select 'staff:' || staff_id from enforcement_party where enforcement_id = contested.enforcement_id
  union select 'staff:' || staff_id from approval where enforcement_id = contested.enforcement_id
  union select "by" from enforcement_move where enforcement_id = contested.enforcement_id and starts_with("by", 'staff:')
  union select 'staff:' || staff_id from restore_ask where enforcement_id = contested.enforcement_id
  union select 'staff:' || staff_id from decision where case_id = contested_case(contested)
  union select 'staff:' || answered_by from case_escalation where case_id = contested_case(contested) and answered_by is not null
  union select 'staff:' || judged_by from appeal earlier where judged_by is not null
    and (earlier.enforcement_id = contested.enforcement_id or earlier.decision_id = contested.decision_id)
$$;

-- Returns the actors whose acts on a subject or its account are hidden from a person until they conclude on an open
-- appeal there.
create or replace function list_appealed_actors(person_id text, on_subject text, on_account text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select actor from appeal contested cross join lateral list_contested_actors(contested) actor
  where contested.state = 'open' and (contested.subject = on_subject or contested.account_id = on_account)
    and actor <> 'staff:' || person_id and owes_appeal_conclusion(person_id, contested)
$$;

-- True when a person may be the second judge of an appeal against an enforcement and has not concluded: a first judge asked
-- for its restore.
create or replace function owes_second_judgement(person_id text, about enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal contested where contested.enforcement_id = about.id and contested.state = 'open'
      and exists (select from restore_ask where enforcement_id = about.id and cause = 'appeal'
        and at >= contested.received_at and staff_id <> person_id)
      and owes_appeal_conclusion(person_id, contested))
$$;

-- True when the reason for which a person should look at an enforcement would tell a second judge the outcome of the first: it
-- is that of the latest request for its restore. Another request to undo it tells nothing of the appeal.
create or replace function tells_first_judgement(person_id text, about enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select owes_second_judgement(person_id, about) and coalesce((select cause = 'appeal' from restore_ask
    where enforcement_id = about.id order by at desc limit 1), false)
$$;

-- True when the text of an alert would tell a second judge the outcome of the first. The message names the request that wrote it.
create or replace function alert_tells_first_judgement(person_id text, about enforcement, message jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select owes_second_judgement(person_id, about)
    and coalesce(message::text ~ '"alert[.]second[.](overturn|lessen)"', message is null)
$$;

-- Returns the actors who are hidden from a person where one enforcement is shown: of a waiting one that they may review, and of an
-- appeal on which they have not concluded, against it or another one of the same decision.
create or replace function list_actors_hidden_on(person_id text, shown enforcement) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select list_reviewed_actors(person_id, shown.subject, shown.account_id)
  union select actor from enforcement other join appeal contested on contested.enforcement_id = other.id and contested.state = 'open'
    cross join lateral list_contested_actors(contested) actor
  where (other.id = shown.id or other.decision_id = shown.decision_id)
    and actor <> 'staff:' || person_id and owes_appeal_conclusion(person_id, contested)
$$;

-- True when the author of a decision is hidden from a person: they have not concluded on an open appeal against it, or
-- against an enforcement that it led to.
create or replace function hides_author(person_id text, of_decision text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal contested where contested.decision_id = of_decision and owes_appeal_conclusion(person_id, contested))
    or exists (select from enforcement led join appeal contested on contested.enforcement_id = led.id and contested.state = 'open'
      where led.decision_id = of_decision and owes_appeal_conclusion(person_id, contested))
$$;

-- True when the reason and the people of a bulk action are hidden from a person: they have not concluded on an open appeal
-- against one of its enforcements.
create or replace function hides_bulk_reason(person_id text, of_bulk_action text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from review_case waiting join appeal contested on contested.id = waiting.appeal_id
    where waiting.bulk_action_id = of_bulk_action and waiting.closed_at is null and owes_appeal_conclusion(person_id, contested))
$$;

-- The outcome of an appeal that follows from a judge's own conclusion: lessened, where they would take less. Null: they have
-- not concluded.
create or replace function concluded_outcome(contested appeal, judge_id text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when (own.conclusion = 'violation') <> (contested.side = 'affected') then 'overturned'
    when exists (select from enforcement enforced where enforced.id = contested.enforcement_id
      and takes_less(own.action, null, ends_after(own.duration_ms, own.concluded_at), enforced)) then 'lessened'
    else 'upheld' end
  from appeal_conclusion own where own.appeal_id = contested.id and own.staff_id = judge_id
$$;

-- Refuses an outcome without the judge's own conclusion, and one that differs from it without a reason.
create or replace function refuse_unconcluded(judged appeal) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  follows constant text := concluded_outcome(judged, judged.judged_by);
begin
  if follows is null or (follows <> judged.state) <> (judged.differs_because is not null) then
    raise exception 'the outcome of appeal % follows from no conclusion of %', judged.id, judged.judged_by using errcode = 'CS001';
  end if;
end $$;

-- A conclusion is stored once, of an open appeal, by the holder of its case, who had no part in what it contests.
create or replace function check_appeal_conclusion() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.concluded_at := desk_now();
  if not exists (select from appeal where id = new.appeal_id and state = 'open')
    or not may_judge_appeal(new.appeal_id, new.staff_id)
    or not exists (select from review_case where appeal_id = new.appeal_id and claimed_by = new.staff_id
      and claimed_until > desk_now()) then
    raise exception '% does not judge appeal %', new.staff_id, new.appeal_id using errcode = 'CS001';
  end if;
  return new;
end $$;

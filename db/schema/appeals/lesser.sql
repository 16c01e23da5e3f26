-- The lesser action by which a judge of an appeal replaces an enforcement.

-- True when an action until a time takes less from the subject of an enforcement: it takes nothing, or fewer things or what
-- can be undone and no longer, or the same until an earlier end. What an action of one's own takes compares with none.
create or replace function takes_less(of_action text, of_own jsonb, until timestamptz, enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.own_action is null and of_own is null and is_restrictive(enforced.action)
    and (not is_restrictive(of_action) or is_as_strict(enforced.action, of_action)
      and coalesce(until, 'infinity') <= coalesce(enforced.ends_at, 'infinity')
      and (not is_as_strict(of_action, enforced.action) or coalesce(until, 'infinity') < coalesce(enforced.ends_at, 'infinity')))
$$;

-- True when an action can take from its subject in the countries of an enforcement alone, or takes nothing. Only what takes
-- out of view is done in some countries alone.
create or replace function stays_in_countries(of_action text, enforced enforcement) returns boolean language sql immutable
  return enforced.countries is null or removes_visibility(of_action) or not is_restrictive(of_action);

-- The actions on the same kind of subject of which one, with an end that is early enough, takes less than an enforcement.
create or replace function lesser_actions(enforced enforcement) returns text[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array(select action from action_taking
    where takes_less(action, null, case ending when 'none' then null else '-infinity'::timestamptz end, enforced)
      and split_part(enforced.subject, ':', 1) = any (on_kinds) and stays_in_countries(action, enforced)
    order by action)
$$;

-- The end of what takes effect now for a time. Null: none.
create or replace function ends_after(duration_ms bigint, since timestamptz) returns timestamptz language sql immutable
  return since + duration_ms * interval '1 ms';

-- The lesser action that an enforcement is, as two judges ask for it, with the members of LesserTerms in TypeScript.
create or replace function lesser_terms(lesser enforcement) returns jsonb language sql immutable
  return jsonb_build_object('policyId', lesser.policy_id, 'action', lesser.action, 'durationMs', lesser.duration_ms,
    'label', lesser.label);

-- True when this judge decided in the appeal's case on an enforcement that takes less than the one that was undone, on the
-- same subject and in no further country, which waits or acts. Where undoing took two people, it is the one that the second
-- signed.
create or replace function is_lessened(of_appeal text, judge_id text, enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from review_case waiting join decision on decision.case_id = waiting.id and decision.staff_id = judge_id
      join enforcement lesser on lesser.decision_id = decision.id
      join enforcement_restore undone on undone.enforcement_id = enforced.id
    where (undone.asked_by is null or signed_lesser(undone.signature_id) is not distinct from lesser_terms(lesser)) and waiting.appeal_id = of_appeal and lesser.subject = enforced.subject and lesser.id <> enforced.id
      and (is_waiting(lesser.state) or is_acting(lesser.state))
      and (enforced.countries is null or not is_restrictive(lesser.action) or lesser.countries <@ enforced.countries)
      and takes_less(lesser.action, lesser.own_action, ends_after(lesser.duration_ms, lesser.proposed_at), enforced))
$$;

-- A restore whose second person signed a lesser action in its place ends with that action in effect or on its way, in the
-- same transaction.
create or replace function check_signed_lesser() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if signed_lesser(new.signature_id) is not null and not exists (select from appeal where enforcement_id = new.enforcement_id
    and state = 'lessened' and 'staff:' || judged_by = new."by") then
    raise exception 'enforcement % was restored without the lesser action that was signed', new.enforcement_id using errcode = 'CS001';
  end if;
  return null;
end $$;

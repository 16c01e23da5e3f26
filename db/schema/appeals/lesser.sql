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

-- The actions of which one, with an end that is early enough, takes less than an enforcement.
create or replace function lesser_actions(enforced enforcement) returns text[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select array(select action from action_taking where takes_less(action, null, '-infinity', enforced) order by action) $$;

-- The end of what takes effect now for a time. Null: none.
create or replace function ends_after(duration_ms bigint, since timestamptz) returns timestamptz language sql immutable
  return since + duration_ms * interval '1 ms';

-- True when this judge decided in the appeal's case on an enforcement that takes less than the one that was undone, on the
-- same subject and in no further country.
create or replace function is_lessened(of_appeal text, judge_id text, enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from review_case waiting join decision on decision.case_id = waiting.id and decision.staff_id = judge_id
      join enforcement lesser on lesser.decision_id = decision.id
    where waiting.appeal_id = of_appeal and lesser.subject = enforced.subject and lesser.id <> enforced.id
      and (enforced.countries is null or lesser.countries <@ enforced.countries)
      and takes_less(lesser.action, lesser.own_action, ends_after(lesser.duration_ms, lesser.proposed_at), enforced))
$$;

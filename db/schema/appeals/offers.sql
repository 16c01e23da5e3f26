-- Appeals go to other teams than the one that decided first.

-- The person who decided what an appeal contests. Null: no person did.
create or replace function contested_decider(contested appeal) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select actor_id(proposed_by, 'staff') from enforcement where id = contested.enforcement_id),
    (select staff_id from decision where id = contested.decision_id))
$$;

-- True for people of the team that decided what an appeal contests. A team belongs to one employer.
create or replace function is_of_deciding_team(of_appeal text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal contested join staff decider on decider.id = contested_decider(contested)
    join staff person on person.id = person_id
    where contested.id = of_appeal and (person.team, person.employer) = (decider.team, decider.employer))
$$;

-- True when a person of another team than the one that decided may be given an appeal's case.
create or replace function other_team_may_judge(of_appeal text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal contested join review_case waiting on waiting.appeal_id = contested.id
    left join account on account.id = waiting.account_id
    where contested.id = of_appeal
      and exists (select from staff person cross join lateral staff_standing(person.id) standing
        where standing.active and not standing.restricted and roles_at(person, waiting.subject) && waiting.queue_roles
          and may_review(roles_at(person, waiting.subject))
          and waiting.clearances <@ person.clearances and waiting.queue_clearances <@ person.clearances
          and ('protected' = any (person.clearances) or not coalesce(account.protected, true))
          and coalesce(waiting.employer, person.employer) = person.employer and coalesce(waiting.site, person.site) = person.site
          and person.id <> all (waiting.not_for) and not is_of_deciding_team(of_appeal, person.id)
          and may_judge_appeal(of_appeal, person.id)))
$$;

-- An appeal waits for another team than the one that decided until half of the time to answer it has passed, while a person
-- of another team may judge it. They are looked for when its case is opened: a claim looks at many cases.
create or replace function await_other_team() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update appeal set other_team_until = received_at + (new.due_at - received_at) / 2,
    other_team_left = other_team_may_judge(new.appeal_id) where id = new.appeal_id;
  return null;
end $$;

-- Looks again whether people of another team are left for the appeals that wait for them, and returns the number of those
-- without any, which go to all until one is back. It looks first at those that it has not looked at for the longest time, and
-- at few: restores wait for the locks of their appeals. People are found before any lock, and a locked appeal is left to the
-- next run.
create or replace function release_unjudged_teams() returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  looked constant text[] := array(select id from appeal where state = 'open' and other_team_until > desk_now()
    order by teams_looked_at nulls first, received_at limit 50);
  gone constant text[] := array(select id from unnest(looked) id where not other_team_may_judge(id));
begin
  with free as materialized (select id from appeal where id = any (looked) and state = 'open'
    order by id for no key update skip locked)
  update appeal set teams_looked_at = desk_now(), other_team_left = appeal.id <> all (gone)
  from free where appeal.id = free.id;
  return cardinality(gone);
end $$;

-- True when a person may be given this appeal now; true for everyone where there is none.
create or replace function may_be_given_appeal(of_appeal text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select may_judge_appeal(of_appeal, person_id)
    and not (exists (select from appeal where id = of_appeal and other_team_left and other_team_until > desk_now())
      and is_of_deciding_team(of_appeal, person_id))
$$;

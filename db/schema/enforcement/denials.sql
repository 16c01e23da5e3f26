-- The actions that a role or a person is kept from. A denial covers the action and every stricter one, and a role's
-- denial covers the roles below it: a person counts by their highest role. So a granted role only adds actions, and a
-- revoked one only takes actions away.

-- The rank of the highest reviewing role among these. Null: none of them reviews.
create or replace function reviewing_rank(roles text[]) returns integer language sql immutable parallel safe
  set search_path = pg_catalog, public, pg_temp
  as $$
  select max(array_position(array['reviewer', 'senior', 'lead'], role)) from unnest(roles) role
$$;

-- Returns the denials in force: the latest of each role and of each person.
create or replace function list_action_denials() returns table (role text, staff_id text, actions text[])
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select distinct on (denial.role, denial.staff_id) denial.role, denial.staff_id, denial.actions
  from action_denial denial order by denial.role, denial.staff_id, denial.id desc
$$;

-- Returns the actions that a person may neither propose nor approve. Empty for machines: an automation rule is bound by
-- the denials of the person who owns it, which the desk checks.
create or replace function denied_actions(staff_key text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce((
    select array_agg(distinct taken.action order by taken.action)
    from list_action_denials() denial join staff person on person.id = actor_id(staff_key, 'staff')
      and (denial.staff_id = person.id or reviewing_rank(array[denial.role]) >= reviewing_rank(person.roles))
    cross join unnest(denial.actions) denied
    join action_taking taken on is_as_strict(taken.action, denied)), '{}');
end $$;

-- Returns the action as which an enforcement counts without a count of its account's contents: a limit of a whole
-- account takes the account offline.
create or replace function action_on_subject(of_action text, on_subject text) returns text
  language sql immutable parallel safe
  return case when of_action = 'limit' and subject_kind(on_subject) = 'account' then 'suspend' else of_action end;

-- True when a person is kept from an action on this subject.
create or replace function is_action_denied(staff_key text, of_action text, on_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array[of_action, action_on_subject(of_action, on_subject)] && denied_actions(staff_key)
$$;

-- True when the proposer of an enforcement is kept from it. Hiding a large share of an account's contents counts as
-- taking the account offline, as guards judge it. (The counts of contents come later; plpgsql resolves them when it
-- runs.)
create or replace function is_proposal_denied(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  denied constant text[] := denied_actions(of_enforcement.proposed_by);
begin
  if denied = '{}' then return false; end if;
  return is_action_denied(of_enforcement.proposed_by, of_enforcement.action, of_enforcement.subject)
    or case of_enforcement.action when 'remove' then 'deactivate' else 'suspend' end = any (denied)
      and is_restrictive(of_enforcement.action) and of_enforcement.action <> 'lock' and goes_offline(of_enforcement);
end $$;

-- Returns the reviewing roles that no denial keeps from an action, for the text of a refusal.
create or replace function list_roles_for_action(of_action text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return array(select held from unnest(array['reviewer', 'senior', 'lead']) held
    where not exists (select from list_action_denials() denial cross join unnest(denial.actions) denied
      where denial.role is not null and is_as_strict(of_action, denied)
        and reviewing_rank(array[denial.role]) >= reviewing_rank(array[held])));
end $$;

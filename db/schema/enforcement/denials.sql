-- The actions that are denied to a role or a person. A denial covers the action and every stricter one, and a role's
-- denial covers the roles below it: a person counts by their highest role. A person without a reviewing role ranks below
-- all of them. So a granted role only adds actions, and a revoked one, even the last, only takes actions away.

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

-- Returns the actions that a person may neither propose nor approve about a subject: they count by the highest of the
-- roles that count at its platform. Null: of all their roles, for what they are shown. Empty for machines: an automation
-- rule is bound by the denials of the person who owns it, which the desk checks.
create or replace function denied_actions(staff_key text, on_subject text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce((
    select array_agg(distinct taken.action order by taken.action)
    from list_action_denials() denial join staff person on person.id = actor_id(staff_key, 'staff')
      and (denial.staff_id = person.id
        or reviewing_rank(array[denial.role]) >= coalesce(reviewing_rank(
          case when on_subject is null then person.roles else roles_at(person, on_subject) end), 0))
    cross join unnest(denial.actions) denied
    join action_taking taken on is_as_strict(taken.action, denied)), '{}');
end $$;

-- Returns the action as which an enforcement counts without a count of its account's contents: a limit of a whole
-- account takes the account offline.
create or replace function action_on_subject(of_action text, on_subject text) returns text
  language sql immutable parallel safe
  return case when of_action = 'limit' and subject_kind(on_subject) = 'account' then 'suspend' else of_action end;

-- Returns the action as which an action counts that takes its account offline, or not. Twin of countsAs in TypeScript.
create or replace function counted_action(of_action text, goes_offline boolean) returns text
  language sql immutable parallel safe
  return case when not goes_offline or not is_restrictive(of_action) or of_action = 'lock' or takes_offline(of_action)
    then of_action when of_action = 'remove' then 'deactivate' else 'suspend' end;

-- True when an action on this subject is denied to a person, without a count of its account's contents.
create or replace function is_action_denied(staff_key text, of_action text, on_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array[of_action, action_on_subject(of_action, on_subject)] && denied_actions(staff_key, on_subject)
$$;

-- True when the action of a bulk action is denied to a person. A bulk action that hides may hide all contents of an
-- account, so it counts as taking accounts offline. Without a subject the set is not drawn yet: its items are judged
-- later. Twin of countsInBulk in TypeScript.
create or replace function is_action_denied_in_bulk(staff_key text, of_action text, on_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array[of_action, action_on_subject(of_action, on_subject),
    counted_action(of_action, is_as_strict(of_action, 'hide'))] && denied_actions(staff_key, nullif(on_subject, ''))
$$;

-- True when an enforcement takes its account offline. Where the contents were not counted within a minute, the latest
-- verdict says so; without a verdict, unknown counts as offline. (The counts of contents come later; plpgsql resolves
-- them when it runs.)
create or replace function counts_as_offline(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  judged boolean;
begin
  if exists (select from list_affected_accounts(of_enforcement) named where not exists (
    select from content_count where account_id = named and read_at > desk_now() - interval '1 minute')) then
    select (facts -> 'account' -> 'goesOffline')::boolean into judged from verdict
    where enforcement_id = of_enforcement.id order by id desc limit 1;
  end if;
  return coalesce(judged, goes_offline(of_enforcement));
end $$;

-- True when an enforcement is denied to a person. Hiding a large share of an account's contents counts as taking the
-- account offline, as guards judge it.
create or replace function is_enforcement_denied(of_enforcement enforcement, staff_key text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  denied constant text[] := denied_actions(staff_key, of_enforcement.subject);
begin
  if denied = '{}' then return false; end if;
  return array[of_enforcement.action, action_on_subject(of_enforcement.action, of_enforcement.subject)] && denied
    or counted_action(of_enforcement.action, true) = any (denied) and counts_as_offline(of_enforcement);
end $$;

-- True when one person may propose an enforcement although its action is denied to them: on a recorded ground that a
-- freeze leaves alone too, and as a drill on an account that two people marked for drills. A claim of a legal duty is
-- the proposer's own word and exempts nothing. Twin of isExemptFromDenials in TypeScript.
create or replace function is_exempt_from_denials(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce(of_enforcement.ground <> 'document', false)
    or of_enforcement.source = 'schedule' and not has_protected_account(of_enforcement)
      and exists (select from drill_account where 'account:' || account_id = of_enforcement.subject);
end $$;

-- True when a person may not propose an enforcement because of a denial. Approving and confirming have no exemption.
create or replace function is_proposal_denied(of_enforcement enforcement, staff_key text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return is_enforcement_denied(of_enforcement, staff_key) and not is_exempt_from_denials(of_enforcement);
end $$;

-- Returns those of these actions, and of every stricter one, that no reviewing person of this moment could take once
-- they were denied to a role or a person. The denials of other roles and people count as they are.
create or replace function list_actions_without_taker(for_role text, for_person text, wanted text[]) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return array(select distinct taken.action from unnest(wanted) denied
    join action_taking taken on is_as_strict(taken.action, denied)
    where not exists (select from staff person
      where may_review(person.roles) and proposer_may_act('staff:' || person.id) and person.id is distinct from for_person
        and coalesce(reviewing_rank(array[for_role]) < reviewing_rank(person.roles), true)
        and not exists (select from list_action_denials() denial cross join unnest(denial.actions) other
          where (denial.role, denial.staff_id) is distinct from (for_role, for_person)
            and is_as_strict(taken.action, other) and (denial.staff_id = person.id
              or reviewing_rank(array[denial.role]) >= reviewing_rank(person.roles))))
    order by taken.action);
end $$;

-- Returns the reviewing roles to which no denial of a role denies an action, for the text of a refusal.
-- Twin of isDeniedTo in TypeScript.
create or replace function list_roles_for_action(of_action text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return array(select held from unnest(array['reviewer', 'senior', 'lead']) held
    where not exists (select from list_action_denials() denial cross join unnest(denial.actions) denied
      where denial.role is not null and is_as_strict(of_action, denied)
        and reviewing_rank(array[denial.role]) >= reviewing_rank(array[held])));
end $$;

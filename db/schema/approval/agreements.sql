-- True for people who proposed an enforcement or undid the one before it. The proposer counts also where no row names
-- them.
create or replace function is_party(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from enforcement_party where enforcement_id = for_enforcement and staff_id = person_id)
    or exists (select from enforcement where id = for_enforcement and proposed_by = 'staff:' || person_id)
$$;

-- True while a signature counts: it stops counting when its key is removed, be it lost or stolen. (The tables come with
-- passkeys; plpgsql resolves them when it runs.)
create or replace function is_signature_valid(of_signature text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (
    select from signature join passkey on passkey.id = signature.credential_id
    where signature.id = of_signature and passkey.removed_at is null);
end $$;

-- True when a person was given a role or another team since they signed: a signature counts as what the person was
-- then, so it counts no more. (Changes come later; plpgsql resolves them when it runs.)
create or replace function gained_role_or_team_since(person_id text, since timestamptz) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (
    select from desk_change where kind in ('role', 'team') and state = 'applied' and direction <> 'stricter'
      and moved_at > since and body::jsonb ->> 'staffId' = person_id);
end $$;

-- Returns the people whose approval counts: they reviewed the present version, still work here with their key, and had
-- no part in it.
create or replace function list_agreeing_people(for_enforcement text)
  returns table (staff_id text, roles text[], team text, employer text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select distinct person.id, roles_at(person, enforcement.subject), person.team, person.employer
  from approval join enforcement on enforcement.id = approval.enforcement_id
    join staff person on person.id = approval.staff_id
  cross join lateral staff_standing(person.id) standing
  where approval.enforcement_id = for_enforcement and approval.answer = 'agree'
    and approval.material_hash = enforcement.material_hash
    and standing.active and is_signature_valid(approval.signature_id) and not standing.restricted
    and (not is_party(for_enforcement, person.id)
      or may_look_again(for_enforcement, person.id)
        and approval.signed_at >= enforcement.proposed_at + own_review_after())
    and not gained_role_or_team_since(person.id, approval.signed_at)
    and not loosened_protection_recently(person.id, enforcement.subject, enforcement.account_id)
    and not is_enforcement_denied(enforcement, 'staff:' || person.id)
$$;

-- True while the proposer of an enforcement may still propose: a person who has ended or was restricted proposes
-- nothing any more.
create or replace function proposer_may_act(asked_by text) returns boolean language sql stable
begin atomic
  select actor_kind(asked_by) <> 'staff' or not exists (
    select from staff member where member.id = actor_id(asked_by, 'staff') and (not is_current_staff(member, desk_now())
      or exists (select from staff_restriction restriction where restriction.staff_id = member.id
        and restriction.lifted_at is null)));
end;

-- Returns the reason, as one word, why a person may not propose this now. Null: they may. Milder actions can be taken
-- back without loss. In the last hour of a shift, actions under legal duty and short ones that end by themselves are
-- still allowed.
create or replace function proposal_refusal(asked_by text, of_action text, is_mild boolean) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when not standing.active then 'ended'
    when standing.restricted then 'restricted'
    when standing.last_hour and not is_mild then 'standing' end
  from staff_standing(actor_id(asked_by, 'staff')) standing
  where actor_kind(asked_by) = 'staff' and is_restrictive(of_action)
$$;

-- True when the approvers meet every clause. Twin of isMet in TypeScript.
create or replace function enforcement_is_agreed(for_enforcement text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (
    select from jsonb_array_elements(approval_clauses(for_enforcement)) clause
    cross join lateral (
      select count(*) as people, count(distinct team) as teams, count(distinct employer) as employers
      from list_agreeing_people(for_enforcement) agreeing
      where clause -> 'roles' is null
        or agreeing.roles && array(select jsonb_array_elements_text(clause -> 'roles'))) fitting
    where fitting.people < (clause ->> 'count')::integer
      or fitting.teams < coalesce((clause ->> 'teams')::integer, 0)
      or fitting.employers < coalesce((clause ->> 'employers')::integer, 0))
$$;

-- True when an enforcement that waits lacks a person who promises to confirm it, and nothing else.
create or replace function lacks_only_confirm_duty(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select of_enforcement.state = 'awaiting_approval' and of_enforcement.confirm_ms is not null
    and count_confirm_duties(of_enforcement.id) = 0
    and enforcement_is_agreed(of_enforcement.id) and lacks_proposer_input(of_enforcement) is not true
$$;

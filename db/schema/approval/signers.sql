-- True when a person may see the subject of an enforcement and the case it came from.
create or replace function is_cleared_for(enforced enforcement, person staff) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select ('protected' = any (person.clearances)
      or not exists (select from account where id = enforced.account_id and account.protected))
    and (enforced.case_id is null or exists (select from review_case candidate where candidate.id = enforced.case_id
      and candidate.clearances <@ person.clearances and candidate.queue_clearances <@ person.clearances))
$$;

-- True when a proposer's own approval counts, a day later: only where there is no second person, and not for an
-- enforcement that they undid.
create or replace function may_look_again(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not has_second_person() and not exists (select from enforcement_party
      where enforcement_id = for_enforcement and staff_id = person_id and how = 'undid')
    -- A person who resubmits what they stopped themselves counts as its proposer.
    and not exists (select from enforcement taken
      join enforcement_move on enforcement_move.enforcement_id = taken.successor_of
      where taken.id = for_enforcement and to_state in ('stopped', 'restoring') and "by" = 'staff:' || person_id)
    and not exists (select from enforcement taken
      join enforcement_restore on enforcement_restore.enforcement_id = taken.successor_of
      where taken.id = for_enforcement and asked_by = person_id)
$$;

-- True when a person has promised to confirm an enforcement and may still do so: no person both approves and confirms,
-- so an approval ends the duty.
create or replace function has_confirm_duty(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from approval where enforcement_id = for_enforcement and staff_id = person_id
    and answer = 'duty')
    and not exists (select from approval where enforcement_id = for_enforcement and staff_id = person_id
      and answer = 'agree')
$$;

-- The number of people who promised to confirm it and still may.
create or replace function count_confirm_duties(for_enforcement text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct approval.staff_id) from approval cross join lateral staff_standing(approval.staff_id) standing
  where approval.enforcement_id = for_enforcement and approval.answer = 'duty'
    and has_confirm_duty(for_enforcement, approval.staff_id)
    and standing.active and not standing.restricted and not is_party(for_enforcement, approval.staff_id)
    and not exists (select from enforcement where id = for_enforcement
      and is_enforcement_denied(enforcement, 'staff:' || approval.staff_id))
$$;

-- True when a person had the action shown to them before they stored a review of their own.
create or replace function has_revealed(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from enforcement_offer where enforcement_id = for_enforcement and staff_id = person_id
    and revealed_at is not null) $$;

-- Refuses a second answer of the same person, as one word; null: none. An approval of an earlier version does not bar
-- one of the present version. A person who had the action revealed before their own review does not answer. The holder
-- of the confirm duty approves only after another person has taken the duty, or when no other person could confirm.
create or replace function repeated_answer_refusal(of_enforcement enforcement, person_id text, said text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when said <> 'duty' and has_revealed(of_enforcement.id, person_id) then 'revealed'
    when said = 'duty' and exists (select from approval where enforcement_id = of_enforcement.id
      and staff_id = person_id and answer in ('agree', 'duty'))
      then 'answered_already'
    when said <> 'duty' and exists (select from approval where enforcement_id = of_enforcement.id
      and staff_id = person_id and answer = 'agree'
      and material_hash = of_enforcement.material_hash) then 'answered_already'
    when said in ('agree', 'offer') and has_confirm_duty(of_enforcement.id, person_id)
      and count_confirm_duties(of_enforcement.id) < 2 then 'has_duty' end
$$;

-- True when a person proposed or approved a delayed change that loosened the protection of this subject or its account,
-- and it waits or was applied within seven days: a person who loosens a protection does not use it. An organisation of
-- one has no second person. (Changes come later; this is read when it is asked.)
create or replace function loosened_protection_recently(person_id text, on_subject text, of_account text)
  returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return has_second_person() and exists (
    select from desk_change changing cross join lateral (select changing.body::jsonb as said) parsed
    where changing.takes_effect_at is not null and changing.state in ('agreed', 'applied')
      and changing.moved_at > desk_now() - interval '7 days' and changing.kind in ('tag', 'protection', 'drill_account')
      and (changing.proposed_by = person_id or exists (
        select from change_answer where change_id = changing.id and answer = 'agree' and staff_id = person_id))
      and (said ->> 'subject' = on_subject or exists (select from list_judged_accounts(on_subject,
        of_account) account_id
        where account_id = said ->> 'accountId'
          or account_id in (select list_affected_accounts(said ->> 'subject', null)))
        or exists (select from list_affected_accounts(said ->> 'subject', said ->> 'accountId') loosened
          where is_of_domain(loosened, subject_id(on_subject, 'account')) or is_of_domain(loosened, of_account))));
end $$;

-- True when the proposer of an enforcement may not propose it because they loosened what protects its subject. They may
-- still take an interim measure, which is short, and act on an authority's authenticated order or a verified match,
-- which no person can invent. A duty or a ground that rests on their own word counts as any other reason.
create or replace function proposer_loosened_protection(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return actor_kind(of_enforcement.proposed_by) = 'staff' and is_restrictive(of_enforcement.action)
    and not of_enforcement.interim
    and coalesce(of_enforcement.ground not in ('enforcement', 'match'), true)
    and loosened_protection_recently(actor_id(of_enforcement.proposed_by, 'staff'), of_enforcement.subject,
      of_enforcement.account_id);
end $$;

-- True when a person works at a place of their vendor to which the case of an enforcement is not bound.
-- Twin of AT_THEIR_SITE in TypeScript.
create or replace function works_at_other_site(of_enforcement enforcement, person staff) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from vendor_place place
      where place.employer = person.employer and (place.site is null or place.site = person.site))
    and not exists (select from review_case candidate where candidate.id = of_enforcement.case_id
      and (candidate.employer is null or candidate.employer = person.employer)
      and (candidate.site is null or candidate.site = person.site)
      and (candidate.employer is not null or candidate.site is not null))
$$;

-- Refuses an answer because of who the person is and where they stand, as one word; null: nothing does.
create or replace function approver_refusal(enforced enforcement, person staff, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  standing record;
begin
  select * into standing from staff_standing(person.id);
  if not standing.active then return 'ended'; end if;
  if not may_review(person.roles) then return 'role'; end if;
  if not may_review(roles_at(person, enforced.subject)) then return 'platform'; end if;
  if standing.restricted and said <> 'decline' then return 'restricted'; end if;
  -- An approval is a share in the action, so a person whom the action is denied to only declines it.
  if said <> 'decline' and is_enforcement_denied(enforced, 'staff:' || person.id) then
    return 'denied_action';
  end if;
  -- On call counts as on duty.
  if not standing.on_shift and not standing.on_call then return 'off_shift'; end if;
  if standing.on_break and not standing.on_call then return 'on_break'; end if;
  if is_party(enforced.id, person.id) then
    if said not in ('agree', 'offer') or not may_look_again(enforced.id, person.id) then return 'party'; end if;
    if enforced.proposed_at > desk_now() - own_review_after() then return 'too_soon'; end if;
  elsif said <> 'decline' and opened_case(enforced, person.id) then
    return 'opened';
  elsif said <> 'decline' and gave_strikes(enforced, person.id) then
    return 'gave_strikes';
  elsif said <> 'decline' and took_part_in_replaced(enforced, person.id) then
    return 'replaced';
  end if;
  if said <> 'decline' and loosened_protection_recently(person.id, enforced.subject,
    enforced.account_id) then return 'loosened'; end if;
  if works_at_other_site(enforced, person) then return 'place'; end if;
  return null;
end $$;

-- Refuses a confirmation, as one word; null: none. An enforcement is confirmed only once it is in effect, because the
-- person confirms what the platform shows.
create or replace function confirm_refusal(enforced enforcement, person_id text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when enforced.state <> 'in_effect' or enforced.confirm_by is null then 'not_in_effect'
    when enforced.confirmed_at is not null then 'confirmed_already'
    when enforced.confirm_by <= desk_now() then 'too_late'
    when not has_confirm_duty(enforced.id, person_id) then 'no_duty' end
$$;

-- Refuses an answer to what does not wait for it, or that this person gave before, as one word; null: none.
-- Twin of agreeBy in TypeScript.
create or replace function state_refusal(enforced enforcement, person_id text, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if said = 'duty' then
    if enforced.state not in ('awaiting_approval', 'held') then return 'not_waiting'; end if;
    if enforced.confirm_ms is null then return 'nothing_to_confirm'; end if;
  elsif enforced.state <> 'awaiting_approval' then
    return 'not_waiting';
  end if;
  if desk_now() > enforced.expires_at - greatest(0, enforced.hold_ms - enforced.hold_served_ms) * interval '1 ms'
    and enforced.state <> 'held' then return 'too_late'; end if;
  return repeated_answer_refusal(enforced, person_id, said);
end $$;

-- Refuses an answer by a person who may not judge this enforcement, as one word; null: they may.
create or replace function judge_refusal(enforced enforcement, person staff, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_cleared_for(enforced, person) then return 'clearance'; end if;
  if said <> 'decline' then
    if (select leaving from staff_standing(person.id)) then return 'standing'; end if;
    if person.approves_from > desk_now() then return 'too_new'; end if;
    if pairs_too_often(enforced.id, person.id) then return 'pair'; end if;
  end if;
  if said in ('agree', 'offer') then
    if is_fatigued(enforced, person.id) then return 'fatigue'; end if;
    if not exists (select from jsonb_array_elements(approval_clauses(enforced.id)) clause
      where clause -> 'roles' is null
        or roles_at(person, enforced.subject) && array(select jsonb_array_elements_text(clause -> 'roles'))) then
      return 'fits_no_clause';
    end if;
  end if;
  return null;
end $$;

-- The time from which a person may agree to an enforcement on a protected account: no reviewer weighs the evidence in
-- less than 20 seconds. Null: it was not offered to them, or the account is not protected. Declining and stopping never
-- wait.
create or replace function earliest_approval_time(enforced enforcement, person_id text) returns timestamptz
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select offered_at + interval '20 seconds' from enforcement_offer where enforcement_id = enforced.id
      and staff_id = person_id
      and has_protected_account(enforced));
end $$;

-- Returns the reason, in one word, to refuse this person's answer: the proposer's statements are missing, the person
-- has stored no review of their own, that review names another account, or they approve too soon. Null: there is no
-- such reason.
create or replace function review_refusal(enforced enforcement, person_id text, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  offer enforcement_offer;
begin
  select * into offer from enforcement_offer where enforcement_id = enforced.id and staff_id = person_id;
  if said = 'agree' and lacks_proposer_input(enforced) then return 'incomplete'; end if;
  if said in ('agree', 'decline') and offer.own_at is null then return 'no_independent_review'; end if;
  if said in ('agree', 'offer') and offer.own_asked and offer.own_account is distinct from enforced.account_id then
    return 'other_account';
  end if;
  if said = 'agree' and desk_now() < earliest_approval_time(enforced, person_id) then return 'too_quick'; end if;
  return null;
end $$;

-- Refuses this person this answer about this enforcement at this moment, as one word; null: they may give it. Only this
-- function decides that: the API calls it before a button is shown and before an enforcement is offered, and the
-- trigger when an answer is written. 'offer' is an agreement to be asked for, before the person has formed a view.
create or replace function approval_refusal(for_enforcement text, person_id text, said text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  enforced enforcement;
  person staff;
  refusal text;
begin
  select * into enforced from enforcement where id = for_enforcement;
  select * into person from staff where id = person_id;
  if enforced.id is null or person.id is null then return 'unknown'; end if;
  if said = 'confirm' and enforced.ground is not null then return ground_confirm_refusal(enforced, person); end if;
  refusal := approver_refusal(enforced, person, said);
  if refusal is not null then return refusal; end if;
  if enforced.material_hash is null then return 'not_asked'; end if;
  if said = 'confirm' then return confirm_refusal(enforced, person_id); end if;
  refusal := state_refusal(enforced, person_id, said);
  if refusal is not null then return refusal; end if;
  refusal := judge_refusal(enforced, person, said);
  if refusal is not null then return refusal; end if;
  return review_refusal(enforced, person_id, said);
end $$;

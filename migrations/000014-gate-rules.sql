-- Who may say what about an order, and what it must have when it is released: decided here, from rows that the desk's role
-- can add but neither change nor delete.

-- The clauses of the guards' last answer, each of which people must meet.
create function order_clauses(for_order text) returns jsonb language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select requirement -> 'approvals' from verdict where order_id = for_order order by id desc limit 1 $$;

-- Whether somebody asked for an order, or undid the one before it. Its proposer did, also where no row says so.
create function is_party(for_order text, person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from order_party where order_id = for_order and staff_id = person_id)
    or exists (select from desk_order where id = for_order and proposed_by = 'staff:' || person_id)
$$;

-- Whether its proposer still owes what those who agree are to agree to.
-- Twin of missingOf in TypeScript.
create function lacks_words(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select (requirement -> 'identify')::boolean and of_order.identified_as is null
    or requirement ->> 'assessment' is not null and not exists (select from assessment where order_id = of_order.id)
  from verdict where order_id = of_order.id order by id desc limit 1
$$;

-- Whether one requirement asks for all that another does.
create function asks_no_less(now jsonb, before jsonb) returns boolean language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from jsonb_array_elements(before -> 'approvals') asked
      where not exists (select from jsonb_array_elements(now -> 'approvals') still where still = asked))
    and coalesce((now ->> 'holdMs')::bigint, 0) >= coalesce((before ->> 'holdMs')::bigint, 0)
    and (before ->> 'confirmMs' is null or coalesce((now ->> 'confirmMs')::bigint <= (before ->> 'confirmMs')::bigint, false))
    and (not coalesce((before -> 'identify')::boolean, false) or coalesce((now -> 'identify')::boolean, false))
    and (before ->> 'assessment' is null or coalesce(now ->> 'assessment' = before ->> 'assessment', false))
$$;

-- True when these are parts of a verdict: whoever reads one later must not stumble over what somebody else wrote here.
create function is_requirement(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select coalesce(jsonb_typeof(given -> 'approvals') = 'array'
      and not exists (select from jsonb_array_elements(case jsonb_typeof(given -> 'approvals') when 'array' then given -> 'approvals' end) clause
        where jsonb_typeof(clause) <> 'object' or (jsonb_typeof(clause -> 'count') = 'number') is not true
          or jsonb_typeof(clause -> 'roles') <> 'array' or jsonb_typeof(clause -> 'teams') <> 'number'
          or jsonb_typeof(clause -> 'employers') <> 'number')
      and coalesce(jsonb_typeof(given -> 'holdMs'), 'number') = 'number'
      and coalesce(jsonb_typeof(given -> 'confirmMs'), 'null') in ('number', 'null')
      and coalesce(jsonb_typeof(given -> 'identify'), 'boolean') = 'boolean'
      and coalesce(jsonb_typeof(given -> 'assessment'), 'null') in ('string', 'null'), false));
end $$;

create function is_fired(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select coalesce(jsonb_typeof(given) = 'array'
      and not exists (select from jsonb_array_elements(case jsonb_typeof(given) when 'array' then given end) guard
        where jsonb_typeof(guard) <> 'object' or (jsonb_typeof(guard -> 'id') = 'string') is not true), false));
end $$;

-- The account as it was read and every fact by its name.
create function are_judged_facts(given jsonb) returns boolean language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select coalesce(jsonb_typeof(given -> 'facts') = 'object' and jsonb_typeof(given -> 'account') = 'object'
      and given -> 'account' ?& array['id', 'tags', 'reach', 'protected']
      and jsonb_typeof(given -> 'account' -> 'id') in ('string', 'null')
      and jsonb_typeof(given -> 'account' -> 'tags') = 'array'
      and (jsonb_typeof(given -> 'account' -> 'reach') in ('number', 'null') or given -> 'account' ->> 'reach' = 'absent')
      and jsonb_typeof(given -> 'account' -> 'protected') = 'boolean'
      and coalesce(jsonb_typeof(given -> 'account' -> 'lapsed'), 'array') = 'array'
      and coalesce(jsonb_typeof(given -> 'account' -> 'floor'), 'object') = 'object', false));
end $$;

-- True when what an account was judged by is no milder than what is on record of it.
create function is_no_milder(judged jsonb) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select not exists (select from protective_tag where account_id = judged ->> 'id' and dropped_at is null
        and not coalesce(judged -> 'tags', '[]') ? tag)
      and case judged ->> 'reach'
        when 'absent' then counted_reach(judged ->> 'id') is null
        else coalesce((judged ->> 'reach')::numeric >= counted_reach(judged ->> 'id'), true) end
      and ((judged -> 'protected')::boolean or judged ->> 'reach' is null
        or judged ->> 'reach' <> 'absent' and (judged ->> 'reach')::numeric >= 100000
        or judged -> 'tags' ?| protective_tags() or recorded_floor(judged ->> 'id') = 0));
end $$;

-- A verdict is about this order's account, and its facts are no milder than what is on record.
create function check_verdict_facts(on_order text, facts jsonb) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  whose constant text := facts -> 'account' ->> 'id';
begin
  if are_judged_facts(facts) is not true then
    raise exception 'the verdict on order % lacks the facts it was judged by', on_order using errcode = 'CS001';
  end if;
  -- Of nobody only where not even the order names an account.
  if not exists (select from desk_order where id = on_order and case when whose is null
      then account_id is null and not starts_with(subject, 'account:')
      else whose in (select accounts_of(desk_order.subject, desk_order.account_id)) end) then
    raise exception 'the verdict on order % is about another account', on_order using errcode = 'CS001';
  end if;
  if whose is not null and is_no_milder(facts -> 'account') is not true then
    raise exception 'the verdict on order % goes by milder facts than are on record', on_order using errcode = 'CS001';
  end if;
end $$;

-- A verdict is of this moment, and no later one asks for less than the first: whoever writes here can't have an order
-- released by adding a kinder one.
create function check_verdict() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  first jsonb;
begin
  new.judged_at := desk_now();
  if is_requirement(new.requirement) is not true or is_fired(new.fired) is not true
    or jsonb_typeof(new.actor_facts) not in ('object', 'null') then
    raise exception 'the verdict on order % is malformed', new.order_id using errcode = 'CS001';
  end if;
  if (new.outcome = 'guarded') is distinct from (jsonb_array_length(new.requirement -> 'approvals') > 0) then
    raise exception 'the verdict on order % says % of what asks for something else', new.order_id, new.outcome using errcode = 'CS001';
  end if;
  perform check_verdict_facts(new.order_id, new.facts);
  select requirement into first from verdict where order_id = new.order_id order by id limit 1;
  if first is not null and asks_no_less(new.requirement, first) is not true then
    raise exception 'order % is never asked for less than at first', new.order_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_verdict before insert on verdict for each row execute function check_verdict();

-- Counts the changes within a week that one of two people proposed and the other agreed to, of those that count towards the limit of a
-- pair. (The tables of changes come later; plpgsql binds them when it is called.)
create function pair_changes(one text, other text) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select count(*) from change_answer answered join desk_change changing on changing.id = answered.change_id
    where answered.answer = 'agree' and answered.signed_at > desk_now() - interval '7 days'
      and (answered.staff_id = one and changing.proposed_by = other or answered.staff_id = other and changing.proposed_by = one)
      and (changing.takes_effect_at is not null or answered.signed_at > (select at from setup_end) and gives_power(changing)));
end $$;

-- Counts the enforcements, except one, that one of two people proposed or joined and the other approved or confirmed within a week, and
-- adds the changes they agreed to (pair_changes). An enforcement on an authenticated order, a verified match or irreversible harm does not
-- count: its ground is proved without either of them. A promise to confirm counts from the moment it is given, as long as it is open: its
-- holder is never refused when the confirmation is due.
create function pair_count(one text, other text, but_not text) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select pair_changes(one, other) + count(distinct approval.order_id)
  from approval join order_party on order_party.order_id = approval.order_id and order_party.how <> 'undid'
  join desk_order on desk_order.id = approval.order_id
  where approval.order_id is distinct from but_not and (desk_order.ground is null or desk_order.ground in ('document', 'hijack'))
    and (approval.staff_id = one and order_party.staff_id = other or approval.staff_id = other and order_party.staff_id = one)
    and (approval.answer in ('agree', 'confirm') and approval.signed_at > desk_now() - interval '7 days'
      or approval.answer = 'duty' and desk_order.state in ('awaiting_approval', 'held', 'releasing', 'in_effect'))
$$;

-- True when this person and a proposer of the enforcement have approved or confirmed each other as often as two people may.
create function pairs_too_often(for_order text, person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from order_party where order_id = for_order and how <> 'undid' and staff_id <> person_id
    and pair_count(person_id, order_party.staff_id, for_order) >= 3)
$$;

-- Counts the enforcements on protected accounts, except one, that a person reviewed within an hour: each that was offered to them, unless
-- they passed on it before they concluded anything. (has_protected_account comes later; plpgsql binds it when it is called.)
create function reviewed_protected(person_id text, but_not text) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select count(*) from order_offer offer join desk_order on desk_order.id = offer.order_id
    where offer.staff_id = person_id and offer.order_id <> but_not and (offer.passed_at is null or offer.own_at is not null)
      and greatest(offer.offered_at, offer.own_at) > desk_now() - interval '1 hour'
      and (desk_order.protected or has_protected_account(desk_order.subject, desk_order.account_id)));
end $$;

-- True when a person has reviewed as many protected accounts within an hour as one person does well, and this would be one more.
create function is_fatigued(of_order desk_order, person_id text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (of_order.protected or has_protected_account(of_order.subject, of_order.account_id))
    and reviewed_protected(person_id, of_order.id) >= 6;
end $$;

-- Holds, until the transaction ends, each pair of this person and somebody who asked for the order: two answers at the same
-- instant are counted one after the other. Taken beside the people's rows, and by nothing that stops or restores.
create function lock_pairs(for_order text, person_id text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  pair text;
begin
  for pair in
    select least(staff_id, person_id) || ' ' || greatest(staff_id, person_id) as two
    from order_party where order_id = for_order and how <> 'undid' order by two
  loop
    perform pg_advisory_xact_lock(hashtextextended('pair ' || pair, 0));
  end loop;
end $$;

-- Whether a person may look at whom an order is about, and at the case it came from.
create function is_cleared_for(ordered desk_order, person staff) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select ('protected' = any (person.clearances)
      or not exists (select from account where id = ordered.account_id and account.protected))
    and (ordered.case_id is null or exists (select from review_case candidate where candidate.id = ordered.case_id
      and candidate.clearances <@ person.clearances and candidate.queue_clearances <@ person.clearances))
$$;

-- Where there is no second person, whoever asked for an order looks at it again a day later, and then their own yes counts.
-- Not of one that they had undone.
create function may_look_again(for_order text, person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select desk_house() = 'solo' and not exists (select from order_party
      where order_id = for_order and staff_id = person_id and how = 'undid')
    -- Whoever takes up what they stopped themselves stands there as its proposer.
    and not exists (select from desk_order taken join order_move on order_move.order_id = taken.successor_of
      where taken.id = for_order and to_state in ('stopped', 'restoring') and "by" = 'staff:' || person_id)
    and not exists (select from desk_order taken join order_restore on order_restore.order_id = taken.successor_of
      where taken.id = for_order and asked_by = person_id)
$$;

-- True when a person has promised to confirm an enforcement and may still do so: nobody both approves and confirms, so an approval ends the duty.
create function holds_duty(for_order text, person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from approval where order_id = for_order and staff_id = person_id and answer = 'duty')
    and not exists (select from approval where order_id = for_order and staff_id = person_id and answer = 'agree')
$$;

-- How many people have promised to confirm it and still may.
create function order_duties(for_order text) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select count(distinct approval.staff_id) from approval cross join lateral staff_standing(approval.staff_id) standing
  where approval.order_id = for_order and approval.answer = 'duty' and holds_duty(for_order, approval.staff_id)
    and standing.active and not standing.restricted and not is_party(for_order, approval.staff_id)
$$;

-- True when a person had the action shown to them before they stored a review of their own.
create function has_revealed(for_order text, person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from order_offer where order_id = for_order and staff_id = person_id and revealed_at is not null) $$;

-- Refuses a second answer of the same person, as one word; null: none. An approval of an earlier version does not bar one of the
-- present version. A person who had the action revealed before their own review does not answer. The holder of the confirm duty approves
-- only after another person has taken the duty, or nobody could confirm.
create function repeated_answer(of_order desk_order, person_id text, said text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when said <> 'duty' and has_revealed(of_order.id, person_id) then 'revealed'
    when said = 'duty' and exists (select from approval where order_id = of_order.id and staff_id = person_id and answer in ('agree', 'duty'))
      then 'answered_already'
    when said <> 'duty' and exists (select from approval where order_id = of_order.id and staff_id = person_id and answer = 'agree'
      and material_hash = of_order.material_hash) then 'answered_already'
    when said in ('agree', 'offer') and holds_duty(of_order.id, person_id)
      and order_duties(of_order.id) < 2 then 'holds_duty' end
$$;

-- True when a person proposed, or agreed to, a delayed change that loosened what protects this subject or its account, and it waits or
-- was applied within seven days: who loosens a protection does not use it. An organisation of one has nobody else. (Changes come later;
-- this is read when it is asked.)
create function loosened_lately(person_id text, on_subject text, of_account text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return desk_house() <> 'solo' and exists (
    select from desk_change changing cross join lateral (select changing.body::jsonb as said) parsed
    where changing.takes_effect_at is not null and changing.state in ('agreed', 'applied')
      and changing.moved_at > desk_now() - interval '7 days' and changing.kind in ('tag', 'protection', 'drill_account')
      and (changing.proposed_by = person_id or exists (
        select from change_answer where change_id = changing.id and answer = 'agree' and staff_id = person_id))
      and (said ->> 'subject' = on_subject or exists (select from accounts_of(on_subject, of_account) account_id
        where account_id = said ->> 'accountId' or account_id in (select accounts_of(said ->> 'subject', null)))));
end $$;

-- True when the proposer of an enforcement may not propose it because they loosened what protects its subject. What one person may do
-- alone they may still do: it is bounded, and another person is asked about it.
create function is_authors_own(of_order desk_order) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return starts_with(of_order.proposed_by, 'staff:') and of_order.action not in ('warn', 'label') and not of_order.lesser
    and not acts_alone(of_order) and loosened_lately(substr(of_order.proposed_by, 7), of_order.subject, of_order.account_id);
end $$;

-- True when a person works at a place of their vendor to which the case of an enforcement is not bound.
-- Twin of AT_THEIR_PLACE in TypeScript.
create function is_elsewhere(of_order desk_order, person staff) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from vendor_place place
      where place.employer = person.employer and (place.site is null or place.site = person.site))
    and not exists (select from review_case candidate where candidate.id = of_order.case_id
      and (candidate.employer is null or candidate.employer = person.employer)
      and (candidate.site is null or candidate.site = person.site)
      and (candidate.employer is not null or candidate.site is not null))
$$;

-- Refuses an answer because of who the person is and where they stand, as one word; null: nothing does.
create function person_refusal(ordered desk_order, person staff, said text) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  standing record;
begin
  select * into standing from staff_standing(person.id);
  if not standing.active then return 'ended'; end if;
  if not person.roles && array['reviewer', 'senior', 'lead'] then return 'role'; end if;
  if standing.restricted and said <> 'decline' then return 'restricted'; end if;
  -- On call counts as on duty.
  if not standing.on_shift and not standing.on_call then return 'off_shift'; end if;
  if standing.on_break and not standing.on_call then return 'on_break'; end if;
  if is_party(ordered.id, person.id) then
    if said not in ('agree', 'offer') or not may_look_again(ordered.id, person.id) then return 'party'; end if;
    if ordered.proposed_at > desk_now() - interval '1 day' then return 'too_soon'; end if;
  end if;
  if said <> 'decline' and loosened_lately(person.id, ordered.subject, ordered.account_id) then return 'loosened'; end if;
  if is_elsewhere(ordered, person) then return 'place'; end if;
  return null;
end $$;

-- Refuses a confirmation, as one word; null: none. Not while it is on its way: the person has looked at what the platform shows.
create function confirm_refusal(ordered desk_order, person_id text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when ordered.state <> 'in_effect' or ordered.confirm_by is null then 'not_in_effect'
    when ordered.confirmed_at is not null then 'confirmed_already'
    when ordered.confirm_by <= desk_now() then 'too_late'
    when not holds_duty(ordered.id, person_id) then 'no_duty' end
$$;

-- Refuses an answer to what does not wait for it, or that this person gave before, as one word; null: none.
-- Twin of agreeBy in TypeScript.
create function waiting_refusal(ordered desk_order, person_id text, said text) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if said = 'duty' then
    if ordered.state not in ('awaiting_approval', 'held') then return 'not_waiting'; end if;
    if ordered.confirm_ms is null then return 'nothing_to_confirm'; end if;
  elsif ordered.state <> 'awaiting_approval' then
    return 'not_waiting';
  end if;
  if desk_now() > ordered.expires_at - greatest(0, ordered.hold_ms - ordered.hold_served_ms) * interval '1 ms'
    and ordered.state <> 'held' then return 'too_late'; end if;
  return repeated_answer(ordered, person_id, said);
end $$;

-- Refuses an answer by somebody who is not the one to judge this enforcement, as one word; null: they are.
create function judge_refusal(ordered desk_order, person staff, said text) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_cleared_for(ordered, person) then return 'clearance'; end if;
  if said <> 'decline' then
    if (select leaving from staff_standing(person.id)) then return 'standing'; end if;
    if person.approves_from > desk_now() then return 'too_new'; end if;
    if pairs_too_often(ordered.id, person.id) then return 'pair'; end if;
  end if;
  if said in ('agree', 'offer') then
    if is_fatigued(ordered, person.id) then return 'fatigue'; end if;
    if not exists (select from jsonb_array_elements(order_clauses(ordered.id)) clause
      where clause -> 'roles' is null or person.roles && array(select jsonb_array_elements_text(clause -> 'roles'))) then
      return 'fits_no_clause';
    end if;
  end if;
  return null;
end $$;

-- The time from which a person may agree to an enforcement on a protected account: no reviewer weighs the evidence in less than 20 seconds.
-- Null: it was not offered to them, or the account is not protected. Declining and stopping never wait.
create function agrees_from(ordered desk_order, person_id text) returns timestamptz language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select offered_at + interval '20 seconds' from order_offer where order_id = ordered.id and staff_id = person_id
      and (ordered.protected or has_protected_account(ordered.subject, ordered.account_id)));
end $$;

-- Refuses an answer that rests on no review of one's own, or on one that took the account for another, as one word; null: none.
create function review_refusal(ordered desk_order, person_id text, said text) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  offer order_offer;
begin
  select * into offer from order_offer where order_id = ordered.id and staff_id = person_id;
  if said = 'agree' and lacks_words(ordered) then return 'incomplete'; end if;
  if said in ('agree', 'decline') and offer.own_at is null then return 'no_own_verdict'; end if;
  if said in ('agree', 'offer') and offer.own_asked and offer.own_account is distinct from ordered.account_id then
    return 'other_account';
  end if;
  if said = 'agree' and desk_now() < agrees_from(ordered, person_id) then return 'too_quick'; end if;
  return null;
end $$;

-- Refuses this person this answer about this enforcement at this moment, as one word; null: they may give it. Only this function decides
-- that: the API calls it before a button is shown and before an enforcement is offered, and the trigger when an answer is written. 'offer'
-- is an agreement to be asked for, before the person has formed a view.
create function why_not_sign(for_order text, person_id text, said text) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  ordered desk_order;
  person staff;
  refusal text;
begin
  select * into ordered from desk_order where id = for_order;
  select * into person from staff where id = person_id;
  if ordered.id is null or person.id is null then return 'unknown'; end if;
  if said = 'confirm' and ordered.ground is not null then return ground_confirm_refusal(ordered, person); end if;
  refusal := person_refusal(ordered, person, said);
  if refusal is not null then return refusal; end if;
  if ordered.material_hash is null then return 'not_asked'; end if;
  if said = 'confirm' then return confirm_refusal(ordered, person_id); end if;
  refusal := waiting_refusal(ordered, person_id, said);
  if refusal is not null then return refusal; end if;
  refusal := judge_refusal(ordered, person, said);
  if refusal is not null then return refusal; end if;
  return review_refusal(ordered, person_id, said);
end $$;

-- Whether what was signed still counts: not once its key was taken away, be it lost or stolen. (The tables come with
-- passkeys; this is read when it is asked.)
create function signature_stands(of_signature text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (
    select from signature join passkey on passkey.id = signature.credential_id
    where signature.id = of_signature and passkey.removed_at is null);
end $$;

-- Whether somebody has been given a role or another team since they signed: what they signed counts as what they were then, so
-- it counts no more. (Changes come later, too.)
create function became_another(person_id text, since timestamptz) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (
    select from desk_change where kind in ('role', 'team') and state = 'applied' and direction <> 'stricter'
      and moved_at > since and body::jsonb ->> 'staffId' = person_id);
end $$;

-- Those whose yes stands: who looked at what is so now, are still here with the key they signed with, and had no part in
-- it.
create function order_agreeing(for_order text) returns table (staff_id text, roles text[], team text, employer text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select distinct person.id, person.roles, person.team, person.employer
  from approval join desk_order on desk_order.id = approval.order_id join staff person on person.id = approval.staff_id
  cross join lateral staff_standing(person.id) standing
  where approval.order_id = for_order and approval.answer = 'agree' and approval.material_hash = desk_order.material_hash
    and standing.active and signature_stands(approval.signature_id) and not standing.restricted
    and (not is_party(for_order, person.id)
      or may_look_again(for_order, person.id) and approval.signed_at >= desk_order.proposed_at + interval '1 day')
    and not became_another(person.id, approval.signed_at)
    and not loosened_lately(person.id, desk_order.subject, desk_order.account_id)
$$;

-- Whether whoever asked for an order still may: a person who has ended or was restricted asks for nothing any more.
create function asker_stands(asked_by text) returns boolean language sql stable
begin atomic
  select not starts_with(asked_by, 'staff:') or not exists (
    select from staff member where member.id = substr(asked_by, 7) and (not is_here(member, desk_now())
      or exists (select from staff_restriction restriction where restriction.staff_id = member.id and restriction.lifted_at is null)));
end;

-- What somebody may not ask for at this moment, as one word; null: they may. Harmless is what can be taken back without
-- harm; in the last hour also what the law asks for and what lasts for a short time by itself goes on.
create function why_not_ask(asked_by text, of_action text, is_mild boolean) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when not standing.active then 'ended'
    when standing.restricted then 'restricted'
    when standing.last_hour and not is_mild then 'standing' end
  from staff_standing(substr(asked_by, 7)) standing
  where starts_with(asked_by, 'staff:') and of_action not in ('warn', 'label')
$$;

-- True when the people who agree meet every clause.
-- Twin of isMet in TypeScript.
create function order_is_agreed(for_order text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (
    select from jsonb_array_elements(order_clauses(for_order)) clause
    cross join lateral (
      select count(*) as people, count(distinct team) as teams, count(distinct employer) as employers
      from order_agreeing(for_order) agreeing
      where clause -> 'roles' is null or agreeing.roles && array(select jsonb_array_elements_text(clause -> 'roles'))) fitting
    where fitting.people < (clause ->> 'count')::integer
      or fitting.teams < coalesce((clause ->> 'teams')::integer, 0)
      or fitting.employers < coalesce((clause ->> 'employers')::integer, 0))
$$;

-- True when an enforcement that waits lacks a person who promises to confirm it, and nothing else.
create function lacks_only_duty(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select of_order.state = 'awaiting_approval' and of_order.confirm_ms is not null and order_duties(of_order.id) = 0
    and order_is_agreed(of_order.id) and lacks_words(of_order) is not true
$$;

-- Which protecting tags of an account nobody looked at again, twice, when that was due. They ask for no more than a wide reach does.
-- (What protects comes later; this is read when it is asked.)
create function lapsed_tags(of_account text) returns text[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (select lapsed from standing_protection(null, of_account));
end $$;

-- The accounts that a subject may belong to: the one it is, those ever on record as its author, the one an order names.
create function accounts_of(on_subject text, of_account text) returns setof text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query
  select id from (
    select of_account
    union select substr(on_subject, 9) where starts_with(on_subject, 'account:')
    union select account_id from content where starts_with(on_subject, 'content:') and id = substr(on_subject, 9)
    union select account_id from former_author where starts_with(on_subject, 'content:') and content_id = substr(on_subject, 9)) of_it (id)
  where id is not null;
end $$;

-- How many must agree for an account, by the rows that the application role can only raise: two for the public's voices and for an
-- account whose tags or reach were never read, one for a wide reach and for tags that lapsed.
create function recorded_floor(of_account text) returns integer language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select case
      when exists (select from protective_tag where account_id = of_account and dropped_at is null
        and tag <> all (lapsed_tags(of_account))) then 2
      when not exists (select from account_known where account_id = of_account and fact = 'tags')
        or counted_reach(of_account) is null
          and not exists (select from account_known where account_id = of_account and fact = 'no_reach') then 2
      when is_recorded_protected(of_account) then 1
      else 0 end);
end $$;

-- The strictest of the accounts a subject may belong to. Two where it isn't known whose it is.
create function subject_floor(on_subject text, of_account text) returns integer language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select greatest(
      coalesce(max(recorded_floor(account_id)), 2),
      case when starts_with(on_subject, 'content:') and not exists (select from content where id = substr(on_subject, 9)) then 2 else 0 end)
    from accounts_of(on_subject, of_account) account_id);
end $$;

-- True when a subject is a protected account, or such an account's, whatever an order says of whose it is. Unknown counts as protected.
create function has_protected_account(on_subject text, of_account text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select subject_floor(on_subject, of_account) > 0
      or exists (select from account where protected and id in (select accounts_of(on_subject, of_account))));
end $$;

-- True when the law, or a ground that is on record, lets one person act alone. On a protected account a legal duty that nothing
-- proves is no more than any other reason.
-- Twin of actsAlone in TypeScript.
create function acts_alone(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select of_order.ground is not null
    or of_order.legal_duty and not (of_order.protected or has_protected_account(of_order.subject, of_order.account_id))
$$;

-- True when the law asks that this is undone by nobody alone. On a protected account one person's claim of a duty isn't enough: a
-- second person stood behind it, or the desk itself found the content on a list.
-- Twin of undoneByTwo in TypeScript.
create function undone_by_two(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(of_order.ground = 'match', false) or of_order.legal_duty
    and not ((of_order.lesser or of_order.ground is not null and of_order.confirmed_at is null)
      and (of_order.protected or has_protected_account(of_order.subject, of_order.account_id)))
$$;

-- How many people must agree before the account goes offline, whatever any guard says: two for the public's voices and for
-- those of whom it isn't known whom they reach, one for what is protected otherwise. Where the house has no more people than a
-- few, one is as many as there can be.
-- Twin of leastOf in TypeScript.
create function offline_approvals(of_order desk_order) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select least(case when desk_house() = 'company' then 2 else 1 end, greatest(case when of_order.protected and max(account.id) is null then 2 when of_order.protected then 1 else 0 end,
      subject_floor(of_order.subject, of_order.account_id), case when of_order.successor_of is null then 0 else 2 end, coalesce(max(case
      when array(select tag from unnest(account.tags) tag where tag <> all (lapsed_tags(account.id))) && protective_tags()
        or account.protected and account.reach_counted is null and not 'reach' = any (account.absent) then 2
      when account.protected then 1 else 0 end), 0)))
  from account
  where account.id in (of_order.account_id, case when starts_with(of_order.subject, 'account:') then substr(of_order.subject, 9) end,
    (select content.account_id from content where content.id = case when starts_with(of_order.subject, 'content:') then substr(of_order.subject, 9) end))
$$;

-- True when it takes the account offline, by itself or with what is hidden and asked for already. An account-wide limit does, and so
-- does whatever hides a large share of its contents, but for what the law asks for. (Counts of contents come later; this is read when
-- it is asked.)
create function goes_offline(of_order desk_order) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return is_as_strict(of_order.action, 'suspend')
    or of_order.action = 'limit' and starts_with(of_order.subject, 'account:')
    or is_as_strict(of_order.action, 'hide') and not acts_alone(of_order) and hides_large_share(of_order);
end $$;

-- How many people must agree before anything is taken from a protected account, or from a content of it, for longer than one
-- person may.
create function lasting_approvals(of_order desk_order) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case when of_order.protected or has_protected_account(of_order.subject, of_order.account_id) then 1 else 0 end
$$;

-- Counts this actor's proposals on protected accounts that others declined within the day before the given moment.
create function protected_declines(of_actor text, before timestamptz) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select count(*) from desk_order declined
    where declined.proposed_by = of_actor and declined.state = 'declined' and declined.moved_at <= before
      and declined.moved_at > before - interval '1 day'
      and (declined.protected or has_protected_account(declined.subject, declined.account_id)));
end $$;

-- True when a lead must be among the approvers: its proposer was declined twice on protected accounts within a day and proposed again.
-- Never true of an enforcement that one person may make alone. The first move, which a trigger writes, says when it was proposed.
-- Twin of clausesAfter in TypeScript.
create function needs_lead(of_order desk_order) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return of_order.action not in ('warn', 'label') and not of_order.lesser and not acts_alone(of_order)
    and (of_order.protected or has_protected_account(of_order.subject, of_order.account_id))
    and protected_declines(of_order.proposed_by,
      coalesce((select min(at) from order_move where order_id = of_order.id), desk_now())) >= 2;
end $$;

-- How many people must agree, whatever any guard says. Each rule begins at the mildest action it is for and holds for every
-- stricter one, so a stricter action never needs fewer people than a milder one.
-- Twin of floorOf in TypeScript.
create function least_approvals(of_order desk_order) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(
    case when goes_offline(of_order) then offline_approvals(of_order) else 0 end,
    case when (is_as_strict(of_order.action, 'limit') or is_as_strict(of_order.action, 'lock')) and not of_order.lesser
      and not (of_order.action in ('hide', 'remove') and acts_alone(of_order)) then lasting_approvals(of_order) else 0 end)
$$;

-- True when an interim measure would take the account offline. (Counts of contents come later; this is read when it is asked.)
create function interim_offline(on_subject text, of_action text, of_account text) returns boolean language plpgsql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return interim_goes_offline(on_subject, of_action, of_account);
end $$;

-- For how long an order, and those it took up, was held.
create function hold_served_ms(of_order text) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select (select hold_served_ms from desk_order where id = of_order) + coalesce(floor(extract(epoch from sum(until - at)) * 1000), 0)::bigint
  from (select to_state, at, lead(at) over (order by id) as until from order_move where order_id = of_order) moves
  where to_state = 'held'
$$;

-- What an order that names a decision, or one that it takes up again, must have in common with it.
-- Twin of TAKEN_UP_WITHIN_MS in TypeScript.
create function check_order_grounds(of_order desk_order) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if of_order.decision_id is not null and of_order.successor_of is null and not exists (
    select from decision where id = of_order.decision_id and conclusion = 'violation' and policy_id = of_order.policy_id
      and case_id = of_order.case_id and 'staff:' || staff_id = of_order.proposed_by
      and exists (select from jsonb_array_elements(actions) planned where planned ->> 'action' = of_order.action)) then
    raise exception 'decision % asked for no such order', of_order.decision_id using errcode = 'CS001';
  end if;
  if of_order.successor_of is not null and not exists (
    select from desk_order before where before.id = of_order.successor_of and before.state in ('stopped', 'restored')
      and before.subject = of_order.subject and before.action = of_order.action and before.policy_id = of_order.policy_id
      and before.moved_at > desk_now() - interval '1 day') then
    raise exception 'order % is none to take up again so', of_order.successor_of using errcode = 'CS001';
  end if;
end $$;

-- The signature by which an enforcement resubmits an earlier one is its proposer's, over both.
create function check_resubmission(of_order desk_order) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform use_signature(of_order.signature_id, case (select state from desk_order where id = of_order.successor_of)
    when 'stopped' then 'resume' else 'reinstate' end, of_order.id, substr(of_order.proposed_by, 7));
  if not exists (select from signature where id = of_order.signature_id
    and core::jsonb @> jsonb_build_object('order', of_order.id, 'successorOf', of_order.successor_of)) then
    raise exception 'what was signed does not resubmit order % as order %', of_order.successor_of, of_order.id using errcode = 'CS001';
  end if;
end $$;

-- Refuses an enforcement whose proposer may not propose it now, or whose grounds or signatures are missing. Sets its clocks, whatever
-- the application role wrote there.
create function enter_order(of_order desk_order) returns desk_order language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- Whoever asked for a campaign was asked about their standing when they did.
  refusal constant text := why_not_ask(of_order.proposed_by, of_order.action,
    acts_alone(of_order) or of_order.lesser or of_order.source = 'campaign');
begin
  if refusal is not null then
    raise exception '% can not ask for harm: %', of_order.proposed_by, refusal using errcode = 'CS001';
  end if;
  if is_authors_own(of_order) then
    raise exception '% loosened the protection of % within the last seven days', of_order.proposed_by, of_order.subject using errcode = 'CS001';
  end if;
  perform check_order_grounds(of_order);
  -- What a rule asks for waits for people all the same.
  of_order.shadow := in_shadow() and of_order.source <> 'automation';
  of_order.held_since := null;
  of_order.platform_held_until := null;
  of_order.confirm_by := null;
  of_order.confirmed_at := null;
  of_order.hold_served_ms := case when of_order.successor_of is null then 0 else hold_served_ms(of_order.successor_of) end;
  if of_order.lesser then perform check_interim(of_order); end if;
  perform check_proposal_signature(of_order);
  if of_order.successor_of is not null then perform check_resubmission(of_order); end if;
  return of_order;
end $$;

-- The platform's own hold, said once of what it holds, moves what begins with the effect to its end, and nothing else.
create function move_to_platform_hold(before desk_order, of_order desk_order) returns desk_order language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- What platform-kit holds by itself at most, and by how much its clock may be ahead.
  -- Twin of HOLD_MS_MAX in TypeScript and HOLD_MS_MAX in platform-kit.
  platform_holds_for constant interval := '65 minutes';
begin
  if before.platform_held_until is not null or before.state <> 'releasing' or of_order.state <> 'releasing'
    or of_order.action not in ('hide', 'remove', 'suspend', 'deactivate')
    or of_order.platform_held_until > desk_now() + platform_holds_for then
    raise exception 'order % is not held by its platform until then', of_order.id using errcode = 'CS001';
  end if;
  of_order.confirm_by := case when before.confirm_by is not null then of_order.platform_held_until + of_order.confirm_ms * interval '1 ms' end;
  of_order.ends_at := case when before.ends_at is not null then of_order.platform_held_until + of_order.duration_ms * interval '1 ms' end;
  return of_order;
end $$;

-- An enforcement is released before it expires, outside a freeze, and by a proposer who still may propose it.
create function check_release(of_order desk_order) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock_shared(freeze_lock());
  if frozen_until() is not null and is_harm(of_order) then
    raise exception 'order % is not released while all harm is frozen', of_order.id using errcode = 'CS001';
  end if;
  if of_order.expires_at <= desk_now() then
    raise exception 'order % has expired', of_order.id using errcode = 'CS001';
  end if;
  if of_order.action not in ('warn', 'label') and not asker_stands(of_order.proposed_by) or is_authors_own(of_order) then
    raise exception 'whoever asked for order % no longer may', of_order.id using errcode = 'CS001';
  end if;
  -- Proved when it was proposed, and again now: it may have waited for a freeze, or for its proposer to name the account.
  if of_order.ground is not null and not ground_proved(of_order) then
    raise exception 'the ground of order % does not hold any more', of_order.id using errcode = 'CS001';
  end if;
end $$;

-- An enforcement is released only by as many people as its verdict and the floor ask for, with the record of who proposed it, and with
-- the signature of a proposer over what restricts a protected account.
create function check_release_people(of_order desk_order, required jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  least constant integer := least_approvals(of_order);
begin
  if jsonb_array_length(required -> 'approvals') > 0 and starts_with(of_order.proposed_by, 'staff:') and not exists (
    select from order_party where order_id = of_order.id and 'staff:' || staff_id = of_order.proposed_by and how = 'proposed') then
    raise exception 'no row says who asked for order %', of_order.id using errcode = 'CS001';
  end if;
  if not order_is_agreed(of_order.id) or least > 0 and (select count(*) from order_agreeing(of_order.id)) < least then
    raise exception 'order % has not been agreed to by all it needs', of_order.id using errcode = 'CS001';
  end if;
  if needs_lead(of_order) and not exists (select from order_agreeing(of_order.id) where 'lead' = any (roles)) then
    raise exception 'order % needs a lead: its proposer was declined twice on protected accounts within a day', of_order.id using errcode = 'CS001';
  end if;
  if required ->> 'confirmMs' is not null and order_duties(of_order.id) = 0 then
    raise exception 'nobody has said they will confirm order %', of_order.id using errcode = 'CS001';
  end if;
  if lacks_proposer_signature(of_order) then
    raise exception 'no proposer of order % signed it', of_order.id using errcode = 'CS001';
  end if;
end $$;

-- An enforcement is released only after its hold, and with everything that its proposer owes in words.
create function check_release_terms(of_order desk_order, required jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  hold_left_ms constant bigint := coalesce((required ->> 'holdMs')::bigint, 0) - of_order.hold_served_ms;
begin
  if hold_left_ms > 0 and (of_order.held_since is null or of_order.held_since + hold_left_ms * interval '1 ms' > desk_now()) then
    raise exception 'the hold of order % is not over', of_order.id using errcode = 'CS001';
  end if;
  if (required -> 'identify')::boolean and of_order.identified_as is null then
    raise exception 'nobody said whose account order % is about', of_order.id using errcode = 'CS001';
  end if;
  if required ->> 'assessment' is not null and not exists (select from assessment where order_id = of_order.id) then
    raise exception 'order % lacks its assessment', of_order.id using errcode = 'CS001';
  end if;
end $$;

-- The time in which a person must confirm an enforcement: never longer than those who agreed were told, since the platform holds
-- the desk to what they signed.
create function confirm_limit_ms(of_order desk_order, required jsonb) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if of_order.ground is not null then return unconfirmed_max_ms(of_order.ground, of_order.account_id); end if;
  return least((required ->> 'confirmMs')::bigint, (select min((core::jsonb ->> 'confirmMs')::bigint)
    from approval where order_id = of_order.id and answer = 'agree' and material_hash = of_order.material_hash));
end $$;

-- Releases an enforcement on a verdict of this moment, if nothing that it needs is missing, and starts the clock of its confirmation.
-- Nothing is held while guards only watch, and nothing is undone for want of a confirmation.
create function release_order(of_order desk_order) returns desk_order language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- Twin of FACTS_AGE_MAX_MS in TypeScript.
  fresh_for constant interval := '30 seconds';
  judged record;
begin
  perform check_release(of_order);
  select requirement, judged_at into judged from verdict where order_id = of_order.id order by id desc limit 1;
  if judged.judged_at < desk_now() - fresh_for then
    raise exception 'order % was judged too long ago', of_order.id using errcode = 'CS001';
  end if;
  if of_order.shadow and in_shadow() then
    of_order.confirm_ms := null;
    return of_order;
  end if;
  perform check_release_people(of_order, judged.requirement);
  perform check_release_terms(of_order, judged.requirement);
  of_order.confirm_ms := confirm_limit_ms(of_order, judged.requirement);
  if of_order.confirm_ms is not null then
    of_order.confirm_by := desk_now() + of_order.confirm_ms * interval '1 ms';
  end if;
  return of_order;
end $$;

-- The clocks of an order that waits, set by nobody else, and all it needs when it is released.
create function check_order_gate() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then return enter_order(new); end if;
  if new.platform_held_until is distinct from old.platform_held_until then
    new := move_to_platform_hold(old, new);
  end if;
  if new.state = old.state then return new; end if;
  if new.state = 'held' then
    -- A hold that began before people agreed would be over when they do.
    if not (new.shadow and in_shadow()) and not order_is_agreed(new.id) then
      raise exception 'order % is not held before people agreed', new.id using errcode = 'CS001';
    end if;
    new.held_since := desk_now();
  end if;
  if new.state = 'confirmed' and new.confirmed_at is null then
    raise exception 'nobody has confirmed order %', new.id using errcode = 'CS001';
  end if;
  if new.state = 'releasing' then return release_order(new); end if;
  return new;
end $$;
create trigger check_order_gate before insert or update on desk_order for each row execute function check_order_gate();

-- An answer is written only by whom it may come from, and means what the order is at that moment.
create function check_approval() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
begin
  if new.answer in ('agree', 'duty') then perform lock_pairs(new.order_id, new.staff_id); end if;
  new.signed_at := desk_now();
  refusal := why_not_sign(new.order_id, new.staff_id, new.answer);
  if refusal is not null then
    raise exception '% can not say % to order %: %', new.staff_id, new.answer, new.order_id, refusal using errcode = 'CS001';
  end if;
  if new.material_hash is distinct from (select material_hash from desk_order where id = new.order_id) then
    raise exception 'order % is not as % was shown it', new.order_id, new.staff_id using errcode = 'CS001';
  end if;
  if new.answer in ('agree', 'confirm') then
    perform use_signature(new.signature_id, new.answer, new.order_id, new.staff_id);
    if not exists (select from signature join desk_order on desk_order.id = new.order_id
      where signature.id = new.signature_id and signature.core = new.core and signature.as_shown = new.as_shown
        and new.as_shown::jsonb ->> 'material' = encode(new.material_hash, 'hex')
        and new.core::jsonb @> jsonb_build_object('order', desk_order.id, 'subject', desk_order.subject,
          'action', desk_order.action, 'label', desk_order.label, 'durationMs', desk_order.duration_ms)
        and new.core::jsonb -> 'countries' is not distinct from to_jsonb(desk_order.countries)
        and (new.answer = 'confirm' or new.core::jsonb @> jsonb_build_object('confirmMs', desk_order.confirm_ms))) then
      raise exception 'what % signed is not order % as it is', new.staff_id, new.order_id using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;
create trigger check_approval before insert on approval for each row execute function check_approval();

-- Facts about people at work are kept for 30 days.
create function forget_actor_facts() returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update verdict set actor_facts = null
    where actor_facts is not null and judged_at < desk_now() - interval '30 days' returning 1)
  select count(*) from forgotten
$$;

-- confirmed_at follows from an answer and from nothing else.
create function keep_confirmed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update desk_order set confirmed_at = new.signed_at where id = new.order_id;
  return null;
end $$;
create trigger keep_confirmed after insert on approval for each row when (new.answer = 'confirm') execute function keep_confirmed();

grant execute on function loosened_lately(text, text, text), is_authors_own(desk_order), holds_duty(text, text), lacks_only_duty(desk_order), accounts_of(text, text), undone_by_two(desk_order), may_look_again(text, text), order_clauses(text), pair_count(text, text, text), lock_pairs(text, text), why_not_sign(text, text, text), order_agreeing(text),
  order_is_agreed(text), signature_stands(text), hold_served_ms(text), is_cleared_for(desk_order, staff), order_duties(text), forget_actor_facts(),
  agrees_from(desk_order, text), asker_stands(text), why_not_ask(text, text, boolean), protected_declines(text, timestamptz) to countersign_desk;

-- An enforcement must agree with the decision it names, and a resubmitted one with the enforcement before it.
-- Twin of RESUBMITTED_WITHIN_MS in TypeScript.
create or replace function check_enforcement_grounds(of_enforcement enforcement) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if of_enforcement.decision_id is not null and of_enforcement.successor_of is null and not exists (
    select from decision where id = of_enforcement.decision_id and conclusion = 'violation'
      and policy_id = of_enforcement.policy_id
      and case_id = of_enforcement.case_id and 'staff:' || staff_id = of_enforcement.proposed_by
      and exists (select from jsonb_array_elements(actions) planned
        where planned ->> 'action' = of_enforcement.action
          and planned -> 'own' ->> 'id' is not distinct from of_enforcement.own_action ->> 'action'
          and coalesce(planned -> 'own' -> 'parameters', '{}')
            = coalesce(of_enforcement.own_action -> 'parameters', '{}'))) then
    raise exception 'decision % asked for no such enforcement', of_enforcement.decision_id using errcode = 'CS001';
  end if;
  if of_enforcement.successor_of is not null and not exists (
    select from enforcement before where before.id = of_enforcement.successor_of
      and before.state in ('stopped', 'restored')
      and before.subject = of_enforcement.subject and before.action = of_enforcement.action
        and before.own_action is not distinct from of_enforcement.own_action
        and before.policy_id = of_enforcement.policy_id
      and before.moved_at > desk_now() - interval '1 day') then
    raise exception 'enforcement % is none to resubmit so', of_enforcement.successor_of using errcode = 'CS001';
  end if;
end $$;

-- The signature by which an enforcement resubmits an earlier one is its proposer's, over both.
create or replace function check_resubmission(of_enforcement enforcement) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform use_signature(of_enforcement.signature_id,
    case (select state from enforcement where id = of_enforcement.successor_of)
    when 'stopped' then 'resume' else 'reinstate' end, of_enforcement.id,
      actor_id(of_enforcement.proposed_by, 'staff'));
  if not exists (select from signature where id = of_enforcement.signature_id
    and core::jsonb @> jsonb_build_object('enforcement', of_enforcement.id, 'successorOf',
      of_enforcement.successor_of)) then
    raise exception 'what was signed does not resubmit enforcement % as enforcement %', of_enforcement.successor_of,
      of_enforcement.id using errcode = 'CS001';
  end if;
end $$;

-- Refuses an enforcement whose proposer may not propose it now, or whose grounds or signatures are missing. Sets its
-- clocks, regardless of the values that the application role wrote.
create or replace function enter_enforcement(of_enforcement enforcement) returns enforcement
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- The rights of a bulk action's proposer were checked when they proposed it.
  refusal constant text := proposal_refusal(of_enforcement.proposed_by, of_enforcement.action,
    acts_alone(of_enforcement) or of_enforcement.interim or of_enforcement.source = 'bulk_action');
begin
  if refusal is not null then
    raise exception '% can not ask for harm: %', of_enforcement.proposed_by, refusal using errcode = 'CS001';
  end if;
  if is_proposal_denied(of_enforcement, of_enforcement.proposed_by) then
    raise exception '% is denied to %', of_enforcement.action, of_enforcement.proposed_by using errcode = 'CS001';
  end if;
  if proposer_loosened_protection(of_enforcement) then
    raise exception '% loosened the protection of % within the last seven days', of_enforcement.proposed_by,
      of_enforcement.subject using errcode = 'CS001';
  end if;
  perform check_enforcement_grounds(of_enforcement);
  perform check_own_action(of_enforcement);
  -- Enforcements by automation rules, and those that can't be undone, wait for approvers also in shadow mode.
  -- Twin of readFacts in TypeScript.
  of_enforcement.shadow := in_shadow() and of_enforcement.source <> 'automation' and not is_final(of_enforcement);
  -- Openings of cases count when they are earlier than the proposal, so its time is never taken from its writer.
  of_enforcement.proposed_at := desk_now();
  of_enforcement.held_since := null;
  of_enforcement.platform_held_until := null;
  of_enforcement.confirm_by := null;
  of_enforcement.confirmed_at := null;
  of_enforcement.hold_served_ms := case when of_enforcement.successor_of is null then 0
    else hold_served_ms(of_enforcement.successor_of) end;
  of_enforcement.content_version := decided_version(of_enforcement);
  if of_enforcement.interim then perform check_interim(of_enforcement); end if;
  perform check_proposal_signature(of_enforcement);
  if of_enforcement.successor_of is not null then perform check_resubmission(of_enforcement); end if;
  return of_enforcement;
end $$;

-- The platform's own hold is recorded once, while the platform holds the instruction. It moves the times that begin
-- with the effect to the hold's end, and nothing else.
create or replace function move_to_platform_hold(before enforcement, of_enforcement enforcement) returns enforcement
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- The longest hold that platform-kit applies by itself, plus the most its clock may be ahead.
  -- Twin of HOLD_MS_MAX in TypeScript and HOLD_MS_MAX in platform-kit.
  platform_holds_for constant interval := '65 minutes';
begin
  if before.platform_held_until is not null or before.state <> 'releasing' or of_enforcement.state <> 'releasing'
    or not removes_visibility(of_enforcement.action)
    or of_enforcement.platform_held_until > desk_now() + platform_holds_for then
    raise exception 'enforcement % is not held by its platform until then', of_enforcement.id using errcode = 'CS001';
  end if;
  of_enforcement.confirm_by := case when before.confirm_by is not null
    then of_enforcement.platform_held_until + of_enforcement.confirm_ms * interval '1 ms' end;
  of_enforcement.ends_at := case when before.ends_at is not null
    then of_enforcement.platform_held_until + of_enforcement.duration_ms * interval '1 ms' end;
  return of_enforcement;
end $$;

-- An enforcement is released before it expires, outside a freeze, and by a proposer who still may propose it.
create or replace function check_release(of_enforcement enforcement) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock_shared(freeze_lock());
  if frozen_until() is not null and is_restrictive(of_enforcement) then
    raise exception 'enforcement % is not released while all harm is frozen', of_enforcement.id using errcode = 'CS001';
  end if;
  if of_enforcement.expires_at <= desk_now() then
    raise exception 'enforcement % has expired', of_enforcement.id using errcode = 'CS001';
  end if;
  if is_restrictive(of_enforcement.action) and not proposer_may_act(of_enforcement.proposed_by)
    or is_proposal_denied(of_enforcement, of_enforcement.proposed_by)
    or proposer_loosened_protection(of_enforcement) then
    raise exception 'the proposer of enforcement % may no longer propose', of_enforcement.id using errcode = 'CS001';
  end if;
  -- The ground was proved at the proposal and is proved again now: the enforcement may have waited for a freeze, or for
  -- its proposer to identify the account.
  if of_enforcement.ground is not null and not ground_proved(of_enforcement) then
    raise exception 'the ground of enforcement % does not hold any more', of_enforcement.id using errcode = 'CS001';
  end if;
end $$;

-- An enforcement is released only with the approvals that its verdict and the minimum require, and with the record of
-- its proposer. One that restricts a protected account, or can't be undone, also needs a proposer's signature.
create or replace function check_release_people(of_enforcement enforcement, required jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  least constant integer := min_approvals(of_enforcement);
begin
  if jsonb_array_length(required -> 'approvals') > 0 and actor_kind(of_enforcement.proposed_by) = 'staff'
    and not exists (
    select from enforcement_party where enforcement_id = of_enforcement.id
      and 'staff:' || staff_id = of_enforcement.proposed_by and how = 'proposed') then
    raise exception 'no row says who asked for enforcement %', of_enforcement.id using errcode = 'CS001';
  end if;
  if not enforcement_is_agreed(of_enforcement.id) or least > 0
    and (select count(*) from list_agreeing_people(of_enforcement.id)) < least then
    raise exception 'enforcement % has not been agreed to by all it needs', of_enforcement.id using errcode = 'CS001';
  end if;
  if needs_lead(of_enforcement) and not exists (select from list_agreeing_people(of_enforcement.id)
    where 'lead' = any (roles)) then
    raise exception 'enforcement % needs a lead: its proposer was declined twice on protected accounts within a day',
      of_enforcement.id using errcode = 'CS001';
  end if;
  if required ->> 'confirmMs' is not null and count_confirm_duties(of_enforcement.id) = 0 then
    raise exception 'no person has promised to confirm enforcement %', of_enforcement.id using errcode = 'CS001';
  end if;
  if lacks_proposer_signature(of_enforcement) then
    raise exception 'no proposer of enforcement % signed it', of_enforcement.id using errcode = 'CS001';
  end if;
end $$;

-- An enforcement is released only after its hold, and when its proposer has stated everything that is required.
create or replace function check_release_terms(of_enforcement enforcement, required jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  hold_left_ms constant bigint := coalesce((required ->> 'holdMs')::bigint, 0) - of_enforcement.hold_served_ms;
begin
  if hold_left_ms > 0 and (of_enforcement.held_since is null
    or of_enforcement.held_since + hold_left_ms * interval '1 ms' > desk_now()) then
    raise exception 'the hold of enforcement % is not over', of_enforcement.id using errcode = 'CS001';
  end if;
  if (required -> 'identify')::boolean and of_enforcement.identified_as is null then
    raise exception 'enforcement % lacks the identification of its account', of_enforcement.id using errcode = 'CS001';
  end if;
  if required ->> 'assessment' is not null and not exists (select from assessment
    where enforcement_id = of_enforcement.id) then
    raise exception 'enforcement % lacks its assessment', of_enforcement.id using errcode = 'CS001';
  end if;
end $$;

-- Sets the time within which a person must confirm an enforcement: never longer than its approvers signed, because the
-- platform enforces what they signed.
create or replace function confirm_limit_ms(of_enforcement enforcement, required jsonb) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if of_enforcement.ground is not null then return unconfirmed_max_ms(of_enforcement.ground,
    of_enforcement.account_id); end if;
  return least((required ->> 'confirmMs')::bigint, (select min((core::jsonb ->> 'confirmMs')::bigint)
    from approval where enforcement_id = of_enforcement.id and answer = 'agree'
      and material_hash = of_enforcement.material_hash));
end $$;

-- Releases an enforcement on a verdict of this moment, if no requirement is missing, and starts the clock of its
-- confirmation. In shadow mode nothing is held, and nothing is undone for lack of a confirmation.
create or replace function release_enforcement(of_enforcement enforcement) returns enforcement
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  -- Twin of FACTS_AGE_MAX_MS in TypeScript.
  fresh_for constant interval := '30 seconds';
  judged record;
begin
  perform check_release(of_enforcement);
  select requirement, judged_at into judged from verdict where enforcement_id = of_enforcement.id
    order by id desc limit 1;
  if judged.judged_at < desk_now() - fresh_for then
    raise exception 'enforcement % was judged too long ago', of_enforcement.id using errcode = 'CS001';
  end if;
  if of_enforcement.shadow and in_shadow() then
    of_enforcement.confirm_ms := null;
    return of_enforcement;
  end if;
  perform check_release_people(of_enforcement, judged.requirement);
  perform check_release_terms(of_enforcement, judged.requirement);
  of_enforcement.confirm_ms := confirm_limit_ms(of_enforcement, judged.requirement);
  if of_enforcement.confirm_ms is not null then
    of_enforcement.confirm_by := desk_now() + of_enforcement.confirm_ms * interval '1 ms';
  end if;
  return of_enforcement;
end $$;

-- Sets the clocks of a waiting enforcement, which only this trigger sets, and checks all requirements at its release.
create or replace function check_enforcement_gate() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then return enter_enforcement(new); end if;
  if new.platform_held_until is distinct from old.platform_held_until then
    new := move_to_platform_hold(old, new);
  end if;
  if new.state = old.state then return new; end if;
  if new.state = 'held' then
    -- A hold that began before the approvals would be over when they are complete, so it begins with them.
    if not (new.shadow and in_shadow()) and not enforcement_is_agreed(new.id) then
      raise exception 'enforcement % is not held before people agreed', new.id using errcode = 'CS001';
    end if;
    new.held_since := desk_now();
  end if;
  if new.state = 'confirmed' and new.confirmed_at is null then
    raise exception 'enforcement % has not been confirmed', new.id using errcode = 'CS001';
  end if;
  if new.state = 'releasing' then return release_enforcement(new); end if;
  return new;
end $$;

-- An answer is stored only from a person who may give it, and counts for the enforcement in its state of that moment.
create or replace function check_approval() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
begin
  if new.answer in ('agree', 'duty') then perform lock_pairs(new.enforcement_id, new.staff_id); end if;
  new.signed_at := desk_now();
  refusal := approval_refusal(new.enforcement_id, new.staff_id, new.answer);
  if refusal is not null then
    raise exception '% can not say % to enforcement %: %', new.staff_id, new.answer, new.enforcement_id, refusal
      using errcode = 'CS001';
  end if;
  if new.material_hash is distinct from (select material_hash from enforcement where id = new.enforcement_id) then
    raise exception 'enforcement % is not as % was shown it', new.enforcement_id, new.staff_id using errcode = 'CS001';
  end if;
  if new.answer in ('agree', 'confirm') then
    perform use_signature(new.signature_id, new.answer, new.enforcement_id, new.staff_id);
    if not exists (select from signature join enforcement on enforcement.id = new.enforcement_id
      where signature.id = new.signature_id and signature.core = new.core and signature.as_shown = new.as_shown
        and new.as_shown::jsonb ->> 'material' = encode(new.material_hash, 'hex')
        and new.core::jsonb @> jsonb_build_object('enforcement', enforcement.id, 'subject', enforcement.subject,
          'label', enforcement.label, 'durationMs', enforcement.duration_ms)
        and names_action(new.core::jsonb, enforcement)
        and new.core::jsonb -> 'countries' is not distinct from to_jsonb(enforcement.countries)
        and (new.answer = 'confirm' or new.core::jsonb @> jsonb_build_object('confirmMs', enforcement.confirm_ms))) then
      raise exception 'what % signed is not enforcement % as it is', new.staff_id, new.enforcement_id
        using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;

-- Facts about people at work are kept for 30 days.
create or replace function delete_expired_actor_facts() returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update verdict set actor_facts = null
    where actor_facts is not null and judged_at < desk_now() - interval '30 days' returning 1)
  select count(*) from forgotten
$$;

-- Only an answer sets confirmed_at.
create or replace function record_confirmation() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update enforcement set confirmed_at = new.signed_at where id = new.enforcement_id;
  return null;
end $$;

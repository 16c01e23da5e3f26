-- Rules about acts that one person may do to a protected account before a second person agrees, and the proof that they
-- may.

-- Returns the milliseconds of the last seven days in which interim measures were active on a subject, each moment
-- counted once. It uses the moves that a trigger recorded, not times that the application role can write. Hijack locks
-- have limits of their own and do not count. Twin of sumStoodMs in platform-kit.
create or replace function interim_ms_used(on_subject text) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with stood as (
    select greatest(min(at) filter (where to_state = 'releasing'), desk_now() - interval '7 days') as since,
      least(coalesce(min(at) filter (where to_state in ('restoring', 'failed')), desk_now()), desk_now()) as until
    from enforcement join enforcement_move on enforcement_move.enforcement_id = enforcement.id
    where enforcement.subject = on_subject and enforcement.interim and enforcement.ground is null
      and enforcement.proposed_at > desk_now() - interval '9 days'
    group by enforcement.id)
  select coalesce(sum(extract(epoch from upper(span) - lower(span)) * 1000), 0)::bigint
  from unnest((select range_agg(tstzrange(since, until)) from stood where since < until)) span
$$;

-- True when a person may approve now and may see protected accounts: confirming an interim measure takes the same
-- rights as approving.
create or replace function may_confirm_interim(staff_key text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from staff person cross join lateral staff_standing(person.id) standing
    where 'staff:' || person.id = staff_key and may_review(person.roles)
      and 'protected' = any (person.clearances) and person.approves_from <= desk_now()
      and standing.active and not standing.restricted and not standing.leaving
      and (standing.on_call or standing.on_shift and not standing.on_break))
$$;

-- True when this person would be the second to take an interim measure that another person took within the hour and
-- that is active.
create or replace function confirms_interim(on_subject text, of_action text, proposer text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select may_confirm_interim(proposer) and exists (
    select from enforcement other where other.subject = on_subject and other.interim and other.ground is null
      and other.action = of_action and other.proposed_by <> proposer and actor_kind(other.proposed_by) = 'staff'
      and other.proposed_at > desk_now() - interval '1 hour' and is_acting(other.state))
$$;

-- True when five other posts of an account were hidden by interim measures within a day: emptying it post by post is
-- taking it offline.
create or replace function interim_hides_spent(on_subject text, of_action text, of_account text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select of_action = 'hide' and (select count(distinct other.subject) from enforcement other
    where other.account_id = of_account and other.subject <> on_subject and other.interim and other.action = 'hide'
      and other.proposed_at > desk_now() - interval '1 day') >= 5
$$;

-- True when an interim measure of the last seven days on this subject has no confirmation. One that this person would
-- confirm now does not count, and a hijack lock counts only if it was undone.
create or replace function has_unconfirmed_interim(on_subject text, of_action text, proposer text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from enforcement other where other.subject = on_subject and other.interim
    and other.confirmed_at is null
    and other.proposed_at > desk_now() - interval '7 days'
    and (other.ground is null or exists (select from enforcement_restore where enforcement_id = other.id
      and cause <> 'ended'))
    and not (other.action = of_action and other.proposed_by <> proposer
      and other.proposed_at > desk_now() - interval '1 hour'
      and is_acting(other.state) and may_confirm_interim(proposer))
    and not exists (select from enforcement second where second.subject = other.subject and second.interim
      and second.action = other.action and second.proposed_by <> other.proposed_by
      and second.proposed_at between other.proposed_at - interval '1 hour' and other.proposed_at + interval '1 hour')
    -- A longer proposal of the same that was approved counts as a confirmation.
    and not exists (select from enforcement longer where longer.subject = other.subject and longer.action = other.action
      and longer.own_action is null and not longer.interim and longer.protected and exists (select from enforcement_move
        where enforcement_id = longer.id and to_state = 'releasing' and at >= other.proposed_at)))
$$;

-- The strictest of the accounts a subject may belong to. A domain of too many accounts counts as in an election window.
create or replace function interim_limit_ms(on_subject text, of_account text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when covers_too_many(subject_id(on_subject, 'account')) or covers_too_many(of_account)
    then 900000
    else (select coalesce(min(unconfirmed_limit_ms(account_id)), unconfirmed_limit_ms(null))
      from list_judged_accounts(on_subject, of_account) account_id) end
$$;

-- Returns the milliseconds that one person's interim measure may last: a day on an unprotected account outside election
-- windows. On any other an hour, or 15 minutes in a window, or, where this person confirms another's measure within the
-- hour, the rest of 24 hours in seven days. The limits come before the confirmation, for every proposer: two people
-- never renew for each other a measure that neither could have for longer. Twin of INTERIM_WEEK_MS in platform-kit.
create or replace function interim_max_ms(on_subject text, of_action text, of_account text, is_protected boolean,
  proposer text) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  hour_ms constant bigint := 3600000;
  day_ms constant bigint := 86400000;
  limit_ms constant bigint := interim_limit_ms(on_subject, of_account);
  left_ms bigint;
begin
  if limit_ms = hour_ms and not is_protected and not has_protected_account(on_subject,
    of_account) then return day_ms; end if;
  if interim_offline(on_subject, of_action, of_account) or interim_hides_spent(on_subject, of_action, of_account)
    or has_unconfirmed_interim(on_subject, of_action, proposer) then
    return 0;
  end if;
  left_ms := greatest(0, day_ms - interim_ms_used(on_subject));
  -- The time is rounded down to whole hours, so that the time that a reviewer was shown still holds when they sign it.
  if left_ms >= hour_ms then left_ms := left_ms - left_ms % hour_ms; end if;
  if left_ms < 60000 then return 0; end if;
  -- It may last a day where the enforcement itself waits a day and no other person could confirm it.
  if not has_second_person() and limit_ms = hour_ms
    or confirms_interim(on_subject, of_action, proposer) then return left_ms; end if;
  return least(limit_ms, left_ms);
end $$;

-- An interim measure is one of the few actions that can be taken back, no longer than it may last (a hijack lock has no
-- end of its own: check_ground requires its ground), and on a protected account a cleared reviewer's. Outside a
-- decision its reason is stored with it.
create or replace function check_interim(of_enforcement enforcement) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if of_enforcement.action not in ('limit', 'hide', 'lock') or of_enforcement.ground is null
    and (of_enforcement.duration_ms is null
    or of_enforcement.duration_ms > interim_max_ms(of_enforcement.subject, of_enforcement.action,
      of_enforcement.account_id, of_enforcement.protected,
      of_enforcement.proposed_by)) then
    raise exception 'an interim measure is none that long' using errcode = 'CS001';
  end if;
  if has_protected_account(of_enforcement) and not exists (
    select from staff person where 'staff:' || person.id = of_enforcement.proposed_by
      and may_review(person.roles) and 'protected' = any (person.clearances)) then
    raise exception '% is not cleared for interim measures on protected accounts', of_enforcement.proposed_by
      using errcode = 'CS001';
  end if;
  if of_enforcement.decision_id is null and coalesce(trim(of_enforcement.interim_reason), '') = '' then
    raise exception 'an interim measure outside a decision needs its reason' using errcode = 'CS001';
  end if;
end $$;

-- Requires the proposer's signature over an interim measure on a protected account, and over an act of one person alone
-- on a ground: this subject, action, no longer duration, this ground and its row. So neither a token nor the
-- application role's credential alone proposes one. A ground that rows do not prove is refused: the enforcement would
-- be exempt from the minimum of approvals.
create or replace function check_proposal_signature(of_enforcement enforcement) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if of_enforcement.ground is not null then
    perform check_ground(of_enforcement);
  elsif not (of_enforcement.interim and has_protected_account(of_enforcement)) then
    return;
  end if;
  perform use_signature(of_enforcement.proposal_signature_id, 'propose', of_enforcement.id,
    actor_id(of_enforcement.proposed_by, 'staff'));
  if not exists (select from signature where id = of_enforcement.proposal_signature_id
    and core::jsonb @> jsonb_build_object('enforcement', of_enforcement.id, 'subject', of_enforcement.subject,
      'durationMs', of_enforcement.duration_ms, 'policy', of_enforcement.policy_id)
    and names_action(core::jsonb, of_enforcement)
    and core::jsonb -> 'countries' is not distinct from to_jsonb(of_enforcement.countries)
    and core::jsonb ->> 'ground' is not distinct from of_enforcement.ground
    and core::jsonb ->> 'groundRef' is not distinct from of_enforcement.ground_ref) then
    raise exception 'what was signed is not enforcement % as it is', of_enforcement.id using errcode = 'CS001';
  end if;
end $$;

-- True when a proposer of an enforcement signed it in its present form, as its proposer or by resubmitting an earlier
-- one.
create or replace function has_proposer_signature(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from signature join enforcement_party party on party.enforcement_id = of_enforcement.id
      and party.staff_id = signature.staff_id
    where signature.about = of_enforcement.id and signature.act in ('propose', 'resume', 'reinstate')
      and party.how <> 'undid'
      and not is_proposal_denied(of_enforcement, 'staff:' || party.staff_id)
      and core::jsonb @> jsonb_build_object('enforcement', of_enforcement.id, 'subject', of_enforcement.subject,
        'label', of_enforcement.label, 'durationMs', of_enforcement.duration_ms, 'policy', of_enforcement.policy_id)
      and names_action(core::jsonb, of_enforcement)
      and core::jsonb -> 'countries' is not distinct from to_jsonb(of_enforcement.countries))
$$;

-- True while an enforcement that restricts a protected account, or that can't be undone, lacks the signature of its
-- proposer. In shadow mode none is required for what can be undone. Twin of isSigned in TypeScript.
create or replace function lacks_proposer_signature(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (is_final(of_enforcement) or is_restrictive(of_enforcement.action)
      and not (of_enforcement.shadow and in_shadow()) and has_protected_account(of_enforcement))
    and not has_proposer_signature(of_enforcement);
end $$;

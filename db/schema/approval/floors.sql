-- The protective tags of an account whose review was missed twice. They require no more than a high reach does. (The
-- reviews come later; plpgsql resolves them when it runs.)
create or replace function lapsed_tags(of_account text) returns text[] language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (select lapsed from current_protection(null, of_account));
end $$;

-- Returns the accounts to which a subject may belong: the account itself, those ever stored as the content's author,
-- and the one that an enforcement names.
create or replace function list_affected_accounts(on_subject text, of_account text) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query
  select id from (
    select of_account
    union select subject_id(on_subject, 'account')
    union select account_id from content where id = subject_id(on_subject, 'content')
    union select account_id from former_author where content_id = subject_id(on_subject, 'content')) of_it (id)
  where id is not null;
end $$;

-- Returns the accounts from which an enforcement takes something: the one that it names, and the stored author of its
-- content.
create or replace function list_affected_accounts(of_enforcement enforcement) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select id from (
    select of_enforcement.account_id as id
    union select subject_id(of_enforcement.subject, 'account')
    union select account_id from content where content.id = subject_id(of_enforcement.subject, 'content')) named
  where id is not null order by id
$$;

-- Returns the minimum of approvals for an account, by rows that the application role can only raise. Two for a public
-- office, for an account whose tags or reach were never read, and for a domain of too many accounts; one for a high reach
-- and for lapsed tags.
create or replace function recorded_floor(of_account text) returns integer language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select case
      when exists (select from protective_tag where account_id = of_account and dropped_at is null
        and tag <> all (lapsed_tags(of_account))) then 2
      when not exists (select from account_known where account_id = of_account and fact = 'tags')
        or counted_reach(of_account) is null
          and not exists (select from account_known where account_id = of_account and fact = 'no_reach')
        or covers_too_many(of_account) then 2
      when is_recorded_protected(of_account) then 1
      else 0 end);
end $$;

-- Returns the highest minimum of the accounts to which a subject may belong, or which it covers. Two where its account
-- isn't known.
create or replace function subject_floor(on_subject text, of_account text) returns integer
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- No account has a higher one, so those of a large domain are not read one by one.
  if covers_too_many(subject_id(on_subject, 'account')) or covers_too_many(of_account) then return 2; end if;
  return (
    select greatest(
      coalesce(max(recorded_floor(account_id)), 2),
      case when subject_kind(on_subject) = 'content' and
        not exists (select from content where id = subject_id(on_subject, 'content')) then 2 else 0 end)
    from list_judged_accounts(on_subject, of_account) account_id);
end $$;

-- True when a subject is a protected account or belongs to one, regardless of the account that the enforcement names.
-- Unknown counts as protected.
create or replace function has_protected_account(on_subject text, of_account text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select subject_floor(on_subject, of_account) > 0
      or exists (select from account where protected
        and id in (select list_judged_accounts(on_subject, of_account))));
end $$;

-- True when the subject of an enforcement is protected, or the enforcement itself states that its account was.
create or replace function has_protected_account(of_enforcement enforcement) returns boolean language sql stable
  return of_enforcement.protected or has_protected_account(of_enforcement.subject, of_enforcement.account_id);

-- True when the law, or a recorded ground, lets one person act alone. On a protected account a legal duty without proof
-- counts as no reason. Twin of actsAlone in TypeScript.
create or replace function acts_alone(of_enforcement enforcement) returns boolean language sql stable
  return of_enforcement.ground is not null
    or of_enforcement.legal_duty and not has_protected_account(of_enforcement);

-- True when the law requires two people to undo this. On a protected account one person's claim of a duty isn't enough:
-- a second person confirmed it, or the desk itself found the content on a list.
-- Twin of needsTwoRestorers in TypeScript.
create or replace function needs_two_restorers(of_enforcement enforcement) returns boolean language sql stable
  return coalesce(of_enforcement.ground = 'match', false) or of_enforcement.legal_duty
    and not ((of_enforcement.interim or of_enforcement.ground is not null and of_enforcement.confirmed_at is null)
      and has_protected_account(of_enforcement));

-- Returns why two people must restore an enforcement, as one word; null: one person on duty is enough. Two undo legal
-- duties, the lock of a protected account that a second person approved or confirmed, and effects older than 72 hours
-- on an account that is not protected.
-- Twin of twoPeopleReason in TypeScript.
create or replace function two_person_restore_reason(of_enforcement enforcement) returns text language sql stable
  return case
    when needs_two_restorers(of_enforcement) then 'legal_duty'
    when of_enforcement.action = 'lock' and of_enforcement.own_action is null and of_enforcement.protected
      and (not of_enforcement.interim or of_enforcement.duration_ms > 3600000
      or of_enforcement.ground = 'hijack' and of_enforcement.confirmed_at is not null) then 'seconded_lock'
    when coalesce(of_enforcement.in_effect_at, of_enforcement.moved_at) < desk_now() - interval '72 hours'
      and not has_protected_account(of_enforcement) then 'old_and_unprotected' end;

-- Returns the minimum of approvals before an account goes offline, independent of the guards. Two for public offices,
-- for unknown reach, and for accounts stored as protected without a present fact that explains it. One for any other
-- protection. An organisation of few people never needs more than one. Twin of leastOf in TypeScript.
create or replace function offline_approvals(of_enforcement enforcement) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select least(floor_max(), greatest(case when of_enforcement.protected and max(account.id) is null then 2
    when of_enforcement.protected then 1 else 0 end,
      subject_floor(of_enforcement.subject, of_enforcement.account_id), case
        when of_enforcement.successor_of is null then 0 else 2 end, coalesce(max(case
      when array(select tag from unnest(account.tags) tag
        where tag <> all (lapsed_tags(account.id))) && protective_tags()
        or account.protected and account.reach_counted is null and not 'reach' = any (account.absent)
        or account.protected and not account.tags && protective_tags()
          and coalesce(account.reach_counted, 0) < 100000 then 2
      when account.protected then 1 else 0 end), 0)))
  from account
  where account.id in (of_enforcement.account_id, subject_id(of_enforcement.subject, 'account'),
    (select content.account_id from content where content.id = subject_id(of_enforcement.subject, 'content')))
$$;

-- True when an enforcement takes the account offline, alone or together with contents already hidden or proposed to be.
-- A limit of the whole account does, and so does hiding a large share of its contents, except where one person may act
-- alone. (Counts of contents come later; the function reads them when it runs.)
create or replace function goes_offline(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return is_as_strict(of_enforcement.action, 'suspend')
    or of_enforcement.action = 'limit' and subject_kind(of_enforcement.subject) = 'account'
    or is_as_strict(of_enforcement.action, 'hide') and not acts_alone(of_enforcement)
      and hides_large_share(of_enforcement);
end $$;

-- Returns the minimum of approvals before a protected account, or one of its contents, is restricted for longer than
-- one person may.
create or replace function lasting_approvals(of_enforcement enforcement) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when has_protected_account(of_enforcement) then 1 else 0 end
$$;

-- Counts this actor's proposals on protected accounts that others declined within the day before the given moment.
create or replace function count_declined_protected(of_actor text, before timestamptz) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select count(*) from enforcement declined
    where declined.proposed_by = of_actor and declined.state = 'declined' and declined.moved_at <= before
      and declined.moved_at > before - interval '1 day'
      and has_protected_account(declined));
end $$;

-- True when a lead must be among the approvers: its proposer was declined twice on protected accounts within a day and
-- proposed again. Never true of an enforcement that one person may make alone. The first move, which a trigger writes,
-- says when it was proposed.
-- Twin of clausesAfter in TypeScript.
create or replace function needs_lead(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return is_restrictive(of_enforcement.action) and not of_enforcement.interim and not acts_alone(of_enforcement)
    and has_protected_account(of_enforcement)
    and count_declined_protected(of_enforcement.proposed_by,
      coalesce((select min(at) from enforcement_move where enforcement_id = of_enforcement.id), desk_now())) >= 2;
end $$;

-- Returns the minimum of approvals, independent of the guards. Each rule begins at the mildest action that it covers
-- and holds for every stricter one, so a stricter action never needs fewer people. Twin of floorOf in TypeScript.
create or replace function min_approvals(of_enforcement enforcement) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(final_approvals(of_enforcement),
    case when goes_offline(of_enforcement) then offline_approvals(of_enforcement) else 0 end,
    case when (is_as_strict(of_enforcement.action, 'limit') or is_as_strict(of_enforcement.action, 'lock'))
      and not of_enforcement.interim
      and not (of_enforcement.action in ('hide', 'remove')
        and acts_alone(of_enforcement)) then lasting_approvals(of_enforcement) else 0 end)
$$;

-- True when an interim measure would take the account offline. (Counts of contents come later; this is read when it is
-- asked.)
create or replace function interim_offline(on_subject text, of_action text, of_account text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return interim_goes_offline(on_subject, of_action, of_account);
end $$;

-- Returns the time for which an enforcement, and those that it resubmits, was held.
create or replace function hold_served_ms(of_enforcement text) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select (select hold_served_ms from enforcement
    where id = of_enforcement) + coalesce(floor(extract(epoch from sum(until - at)) * 1000), 0)::bigint
  from (select to_state, at, lead(at) over (order by id) as until from enforcement_move
    where enforcement_id = of_enforcement) moves
  where to_state = 'held'
$$;

-- Returns the minimum that people set for one subject, independent of the verdict. A legal duty does not wait for it,
-- unless it takes an account offline.
create or replace function check_enforcement_floor() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  least record;
begin
  if new.shadow and in_shadow() then return new; end if;
  select approvals, hold_ms into least from current_protection(new.subject, null);
  if least.approvals is null or not is_as_strict(new.action, 'remove') and not goes_offline(new)
    or new.action = 'remove' and acts_alone(new) then
    return new;
  end if;
  if (select count(*) from list_agreeing_people(new.id)) < least.approvals then
    raise exception 'enforcement % has not been agreed to by as many as its subject''s protection asks for', new.id
      using errcode = 'CS001';
  end if;
  if least.hold_ms > new.hold_served_ms and (new.held_since is null
    or new.held_since + (least.hold_ms - new.hold_served_ms) * interval '1 ms' > desk_now()) then
    raise exception 'enforcement % has not been held for as long as its subject''s protection asks for', new.id
      using errcode = 'CS001';
  end if;
  return new;
end $$;

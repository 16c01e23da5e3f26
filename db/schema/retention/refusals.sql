-- The reasons for which nothing about a person is erased now.

-- Lists the reasons that concern an account.
create or replace function account_erasure_refusals(account text) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select array_remove(array[
    case when is_preserved('account:' || account) or exists (select from legal_hold where account_id = account
      and lifted_at is null and (until is null or until > desk_now())) then 'hold' end,
    case when exists (select from review_case where id in (select cases_of_account(account)) and closed_at is null)
      or exists (select from report_inbox waiting where subject in (select subjects_of_account(account))
        and not is_stranded(waiting)) then 'case' end,
    case when exists (select from enforcement where id in (select enforcements_of_account(account))
      and is_enforcement_in_use(state)) then 'enforcement' end,
    case when exists (select from appeal where id in (select appeals_about(account)) and state = 'open')
      then 'appeal' end,
    case when exists (select from legal_clock where case_id in (select cases_of_account(account)) and ended_at is null)
      then 'clock' end,
    case when exists (select from account known where known.id = account and known.protected)
      or exists (select from protective_tag where account_id = account and dropped_at is null)
      or exists (select from protection where subject in (select subjects_of_account(account)))
      or exists (select from drill_account where account_id = account) then 'protected' end,
    case when exists (select from approval where enforcement_id in (select enforcements_of_account(account)))
      or exists (select from enforcement_offer where enforcement_id in (select enforcements_of_account(account)))
      or exists (select from signature where about in (select enforcements_of_account(account)))
      or exists (select from newsworthy_exception where case_id in (select cases_of_account(account)))
      or exists (select from desk_change where body::jsonb ->> 'accountId' = account
        or body::jsonb ->> 'subject' in (select subjects_of_account(account)))
      or exists (select from desk_change join appeal_settlement settled on settled.id = desk_change.body::jsonb ->> 'settlementId'
        where desk_change.kind = 'settlement_correction' and (settled.enforcement_id in (select enforcements_of_account(account))
          or settled.appeal_id in (select appeals_about(account)))) then 'signed' end,
    case when exists (select from content_match where case_id in (select cases_of_account(account)))
      or exists (select from referral where case_id in (select cases_of_account(account))) then 'authority' end], null)
$$;

-- Lists the reasons that concern those who reported these cases.
create or replace function reporting_erasure_refusals(of_cases text[]) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with reported as (select subject, closed_at, id from review_case where id = any (of_cases))
  select array_remove(array[
    case when exists (select from reported where is_preserved(subject)) then 'hold' end,
    case when exists (select from reported where closed_at is null) then 'case' end,
    -- The evidence of a restriction is needed while it stands, and as long as an appeal may ask why it was taken.
    case when exists (select from enforcement where case_id in (select id from reported)
      and (is_enforcement_in_use(state) or in_effect_at >= desk_now() - appeal_time())) then 'enforcement' end,
    case when exists (select from enforcement appealed join appeal on appeal.enforcement_id = appealed.id
      where appealed.case_id in (select id from reported) and appeal.state = 'open') then 'appeal' end,
    case when exists (select from legal_clock where case_id in (select id from reported) and ended_at is null)
      then 'clock' end], null)
$$;

-- The cases that a reporter, or a sender of notices, reported.
create or replace function cases_reported_by(of_person text, person_id text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case_id from case_reporter where reporter_id = person_id and of_person = 'reporter'
  union select case_id from notice where id in (select notices_of_contact(person_id)) and case_id is not null
    and of_person = 'contact'
$$;

-- Lists the reasons that concern a sender of notices. A notice that is about to become a report is needed too.
create or replace function contact_erasure_refusals(contact text) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select array(select unnest(reporting_erasure_refusals(array(select cases_reported_by('contact', contact))))
    union select 'case' where exists (select from notice where id in (select notices_of_contact(contact))
      and due_at is not null and accepted_at is null and paused_by is null)
    union select 'clock' where exists (select from counter_notice where correspondent_id in (select rows_of_contact(contact))
      and state = 'open')
    union select 'appeal' where exists (select from appeal where id in (select appeals_of_contact(contact)) and state = 'open'))
$$;

-- A pause of a sender is stored until it ends: an erasure is no way out of it.
create or replace function pause_erasure_refusals(of_kind text, of_person text) returns text[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array_remove(array[case when running_pause(of_kind, of_person) is not null then 'pause' end], null)
$$;

-- Lists the reasons for which a person's data is not erased now. Empty: none.
create or replace function erasure_refusals(of_person text, id text) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_person
    when 'account' then account_erasure_refusals(id) || pause_erasure_refusals('account', id)
    when 'reporter' then array(select unnest(reporting_erasure_refusals(array(select cases_reported_by('reporter', id))))
        union select case when is_preserved(subject) then 'hold' else 'case' end from report_inbox waiting
        where report ->> 'reporterId' = erasure_refusals.id and (is_preserved(subject) or not is_stranded(waiting)))
      || pause_erasure_refusals('reporter', id)
    when 'contact' then contact_erasure_refusals(id)
      || array(select unnest(pause_erasure_refusals('reporter', name)) from names_of_contact(id) named (name))
    when 'flagger' then array_remove(array[case when exists (select from trusted_flagger known
      where known.id = erasure_refusals.id and is_flagger_active(known)) then 'active' end], null)
    else array_remove(array[
      case when exists (select from staff where staff.id = erasure_refusals.id and ended_at is null) then 'works' end],
      null) end
$$;

-- True when a member of staff did something in one of these cases.
create or replace function acted_in_cases(of_cases text[], member text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from decision where case_id = any (of_cases) and staff_id = member)
    or exists (select from case_event where case_id = any (of_cases) and by = 'staff:' || member
      and kind not in ('claimed', 'lapsed'))
    or exists (select from case_opening where case_id = any (of_cases) and staff_id = member)
    or exists (select from case_snooze where case_id = any (of_cases) and member in (made_by, ended_by))
    or exists (select from case_escalation where case_id = any (of_cases)
      and member in (asked_by, first_reviewer, answered_by))
$$;

-- True when a member of staff proposed, joined, approved, moved or undid one of these enforcements, or explained it later.
create or replace function acted_in_enforcements(of_enforcements text[], member text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from enforcement where id = any (of_enforcements)
      and 'staff:' || member in (proposed_by, moved_by))
    or exists (select from enforcement_party where enforcement_id = any (of_enforcements) and staff_id = member)
    or exists (select from enforcement_move where enforcement_id = any (of_enforcements) and by = 'staff:' || member)
    or exists (select from approval where enforcement_id = any (of_enforcements) and staff_id = member)
    or exists (select from enforcement_restore where enforcement_id = any (of_enforcements)
      and (member in (asked_by, accepted_by) or 'staff:' || member in (by, accepted_by)))
    or exists (select from restore_ask where enforcement_id = any (of_enforcements) and staff_id = member)
    or exists (select from later_reason where enforcement_id = any (of_enforcements) and staff_id = member)
    or exists (select from appeal where enforcement_id = any (of_enforcements) and judged_by = member)
$$;

-- True when a member of staff judged one of these appeals, concluded on it, or asked a question about it.
create or replace function acted_in_appeals(of_appeals text[], member text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal where id = any (of_appeals) and judged_by = member)
    or exists (select from appeal_conclusion where appeal_id = any (of_appeals) and staff_id = member)
    or exists (select from appeal_question where appeal_id = any (of_appeals) and asked_by = member)
$$;

-- True when a member of staff marked, warned or paused one of these senders, or ended or judged that.
create or replace function acted_on_senders(of_senders text[], member text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from misuse_mark where sender_id = any (of_senders) and member in (marked_by, withdrawn_by))
    or exists (select from misuse_measure measure where measure.sender_id = any (of_senders)
      and (is_measure_party(measure.id, member) or measure.ended_by = member
        or exists (select from misuse_appeal where measure_id = measure.id and judged_by = member)))
$$;

-- True when a member of staff had a part in an act about an account or a reporter's case: they can't erase its record.
create or replace function had_part_in_acts(of_person text, person_id text, member text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with cases as (
    select array(select cases_of_account(person_id) where of_person = 'account'
      union select cases_reported_by(of_person, person_id)) as ids,
    array(select appeals_about(person_id) where of_person = 'account'
      union select appeals_of_contact(person_id) where of_person = 'contact') as appeals,
    array(select misuse_senders(of_person, person_id)
      union select misuse_senders('reporter', name) from names_of_contact(person_id) name
        where of_person = 'contact') as senders)
  select of_person = 'staff' and person_id = member
    -- A person alone has a part in everything, and looks at it again a day later.
    or own_review_after() is null and (acted_in_cases(ids, member) or acted_in_appeals(appeals, member)
      or acted_on_senders(senders, member) or acted_in_enforcements(
      array(select id from enforcement where case_id = any (ids)
        union select enforcements_of_account(person_id) where of_person = 'account'), member))
  from cases
$$;

-- True when something is stored about a person.
create or replace function is_known_person(of_person text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_person
    when 'account' then exists (select from account where id = person_id)
      or exists (select cases_of_account(person_id))
    when 'reporter' then exists (select from case_reporter where reporter_id = person_id)
      or exists (select from report_inbox where report ->> 'reporterId' = person_id)
      or exists (select from misuse_sender where kind = 'reporter' and misuse_sender.person_id = is_known_person.person_id)
    when 'flagger' then exists (select from trusted_flagger where id = person_id and contact <> '[erased]')
    when 'contact' then exists (select from correspondent where id in (select rows_of_contact(person_id)) and erased_at is null)
    else exists (select from staff where id = person_id) end
$$;

-- Senders who misuse reports, notices and appeals: the figures, and the floors below which nothing is decided.

-- Reports of these categories are never marked, and received always: children, and the life and safety of people.
-- Twin of ALWAYS_RECEIVED in TypeScript.
create or replace function is_always_received(category text) returns boolean language sql immutable
  return category in ('PROTECTION_OF_MINORS', 'SELF_HARM', 'VIOLENCE', 'CYBER_VIOLENCE',
    'CYBER_VIOLENCE_AGAINST_WOMEN', 'RISK_FOR_PUBLIC_SECURITY');

-- Reports of these categories are received also in a pause: those above, a published home address, and the categories
-- that say nothing of the danger. Twin of RECEIVED_IN_PAUSE in TypeScript.
create or replace function is_received_in_pause(category text) returns boolean language sql immutable
  return is_always_received(category)
    or category in ('DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', 'NOT_SPECIFIED_NOTICE', 'OTHER_VIOLATION_TC');

-- The time whose marks count, and for which a warning counts.
create or replace function misuse_window() returns interval language sql immutable return interval '180 days';
create or replace function warning_window() returns interval language sql immutable return interval '365 days';

-- The fewest marks for a warning, those of later submissions for a pause, the most that one person makes in a day, and
-- the longest pause. policies.yaml may ask for more. Twin of MISUSE_FLOOR in TypeScript.
create or replace function misuse_floor()
  returns table (marks_min integer, after_warning_min integer, marks_a_day_max integer, pause_days_max integer)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$ values (3, 2, 20, 180) $$;

-- True while a person may decide here: at work, unrestricted, with one of the roles that change the desk.
create or replace function may_decide_misuse(person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select standing.active and not standing.restricted and may_change(person.roles)
    from staff person cross join lateral staff_standing(person.id) standing where person.id = person_id), false)
$$;

-- True while a person may decide about a sender: with a role that counts at the platform of the sender, or everywhere
-- about one who writes by the form.
create or replace function may_decide_about(of_sender text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select may_decide_misuse(person_id) and exists (select from staff person join misuse_sender sender on sender.id = of_sender
    where person.id = may_decide_about.person_id and may_change(case
      when sender.person_id is null or sender.person_id like 'sender:%' then roles_everywhere(person)
      else limited_roles(person.roles, person.role_platforms, platform_of_id(sender.person_id)) end))
$$;

-- True while the ground of a mark holds: its decision was not overturned.
create or replace function does_mark_hold(mark misuse_mark) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from misuse_subject(mark.about_kind, mark.about_id, case when mark.about_kind = 'report' then
      (select case_id from report where report.received_at = mark.sent_at and report.id = mark.about_id) end) about
    where about.refusal is null)
$$;

-- The standing marks of a sender that count: those whose ground holds. One whose decision was overturned counts no more.
create or replace function counted_marks(of_sender text, of_cause text) returns setof misuse_mark
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select mark.* from misuse_mark mark where sender_id = of_sender and cause = of_cause and withdrawn_at is null
    and sent_at >= desk_now() - misuse_window() and does_mark_hold(mark)
$$;

-- The complaints of a sender of notices against decisions without an action.
create or replace function complaints_of_sender(of_person text, since timestamptz) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*) from appeal join appeal_page page on page.appeal_id = appeal.id
    join notice on notice.id = page.notice_id
    join correspondent on correspondent.id = notice.correspondent_id and correspondent.confirmed_at is not null
    join notice_sender sender on sender.mark = correspondent.mark
  where appeal.side = 'reporter' and appeal.received_at >= since and sender.id = of_person
$$;

-- Everything that a sender submitted in the time that counts, or the decisions about an account's contents in it.
create or replace function count_submissions(of_sender text, of_cause text) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select (case
    when sender.kind = 'reporter' then (select count(*) from case_reporter joined
        join report on report.case_id = joined.case_id and report.reporter_id = joined.reporter_id
        where joined.reporter_id = sender.person_id and report.received_at >= since)
      + complaints_of_sender(sender.person_id, since)
    when of_cause = 'illegal' then (select count(*) from review_case known join decision on decision.case_id = known.id
      where known.account_id = sender.person_id and decision.decided_at >= since
        and decision.conclusion in ('violation', 'no_violation'))
    else (select count(*) from appeal where account_id = sender.person_id and side = 'affected' and received_at >= since)
  end)::integer
  from misuse_sender sender cross join (values (desk_now() - misuse_window())) known (since)
  where sender.id = of_sender
$$;

-- The figures on which people decide: marks that count, the people who made them, and all submissions.
create or replace function misuse_figures(of_sender text, of_cause text)
  returns table (marks integer, markers integer, submissions integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*)::integer, count(distinct marked_by)::integer,
    greatest(count(*)::integer, coalesce(count_submissions(of_sender, of_cause), 0))
  from counted_marks(of_sender, of_cause)
$$;

-- The pause of a person that is running. Null: none.
create or replace function running_pause(of_kind text, of_person text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select measure.id from misuse_sender sender join misuse_measure measure on measure.sender_id = sender.id
  where sender.kind = of_kind and sender.person_id = of_person and measure.kind = 'pause' and measure.ended_at is null
    and measure.ends_at > desk_now() order by measure.ends_at desc limit 1
$$;

-- The sender of a notice by the name that its reports have. Null: its address is not confirmed, so it may be another's.
create or replace function sender_of_notice(of_notice text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select sender.id from notice join correspondent on correspondent.id = notice.correspondent_id
    join notice_sender sender on sender.mark = correspondent.mark
  where notice.id = of_notice and correspondent.confirmed_at is not null
$$;

-- True for the name under which a trusted flagger reports. Its status ends by another change of two people.
create or replace function is_flagger_name(of_person text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from case_reporter joined join flagger_report sent on sent.case_id = joined.case_id
      join trusted_flagger flagger on flagger.id = sent.flagger_id and is_flagger_active(flagger)
      join report on report.case_id = sent.case_id and report.id = sent.report_id
    where joined.reporter_id = of_person and report.reporter_id = of_person)
$$;

-- True for people who marked or warned a sender. Who withdraws a mark does not become independent by it.
create or replace function had_part_in_misuse(of_sender text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from misuse_mark where sender_id = of_sender and marked_by = person_id)
    or exists (select from misuse_measure where sender_id = of_sender and warned_by = person_id)
$$;

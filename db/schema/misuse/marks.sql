-- Marks: one person's judgement of one submission or content, with a reason. A mark counts while its ground holds.

-- True when an appeal overturned a decision, or its enforcement was undone as a mistake. A judge who replaced it by a milder one
-- found a violation too.
create or replace function is_decision_overturned(of_decision text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal where decision_id = of_decision and state = 'overturned')
    or exists (select from enforcement struck join enforcement_restore undone on undone.enforcement_id = struck.id
      where struck.decision_id = of_decision and undone.cause in ('appeal', 'mistake')
        and not exists (select from appeal where enforcement_id = struck.id and state = 'lessened'))
$$;

-- Returns the person behind a submission or a content, its time, and the reason why it can't be marked.
create or replace function misuse_subject(of_kind text, of_id text, of_case text)
  returns table (kind text, person_id text, sent_at timestamptz, refusal text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  -- A notice from an address that is not confirmed may be of another person. A server forwards reports of many people.
  select 'reporter', case when report.reporter_id !~ '^(notice:|erased)|^([^~]*~)?server:' then report.reporter_id end, report.received_at, case
      when is_always_received(report.category) then 'always_received'
      when latest.conclusion is distinct from 'no_violation' or is_decision_overturned(latest.id) then 'not_decided' end
    from report left join lateral (select id, conclusion from decision where case_id = report.case_id
      order by decided_at desc, id desc limit 1) latest on true
    where of_kind = 'report' and report.case_id = of_case and report.id = of_id
  union all
  select case appeal.side when 'affected' then 'account' else 'reporter' end,
    case appeal.side when 'affected' then appeal.account_id else sender_of_notice(page.notice_id) end,
    appeal.received_at, case when appeal.state <> 'upheld' then 'not_decided' end
    from appeal left join appeal_page page on page.appeal_id = appeal.id where of_kind = 'appeal' and appeal.id = of_id
  union all
  select 'account', known.account_id, decision.decided_at, case
      when decision.conclusion <> 'violation' or decision.basis ->> 'ground' is distinct from 'illegal'
        or is_decision_overturned(decision.id) then 'not_illegal' end
    from decision join review_case known on known.id = decision.case_id where of_kind = 'decision' and decision.id = of_id
$$;

-- True when a person may mark at a platform: with a reviewing role that counts there, or the role policy.
create or replace function may_mark_at(person_id text, subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from staff person where person.id = person_id
    and ('policy' = any (person.roles) or may_review(roles_at(person, may_mark_at.subject))))
$$;

-- Returns what a submission or a content is about. Null: it is unknown.
create or replace function marked_subject(of_kind text, of_id text, of_case text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_kind when 'report' then (select subject from review_case where id = of_case)
    when 'appeal' then (select subject from appeal where id = of_id)
    else (select known.subject from decision join review_case known on known.id = decision.case_id
      where decision.id = of_id) end
$$;

-- True when a person marked it as manifestly unfounded or illegal, and the mark stands.
create or replace function is_marked(of_kind text, of_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from misuse_mark where about_kind = of_kind and about_id = of_id and withdrawn_at is null) $$;

-- Returns the reason, as one word, why this person can't make this mark. Null: they can.
create or replace function misuse_mark_refusal(of_kind text, of_id text, of_case text, by_person text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when not coalesce(standing.active and not standing.restricted, false) then 'not_at_work'
    when about.kind is null then 'unknown'
    when not may_mark_at(by_person, marked_subject(of_kind, of_id, of_case)) then 'not_allowed'
    when about.refusal = 'always_received' then 'always_received'
    when about.refusal = 'not_decided' then 'not_decided'
    when about.refusal = 'not_illegal' then 'not_illegal'
    when about.person_id is null then 'unknown_sender'
    when about.sent_at < desk_now() - misuse_window() then 'too_old'
    when is_marked(of_kind, of_id) then 'marked'
    when (select count(*) from misuse_mark where marked_by = by_person and marked_at > desk_now() - interval '1 day')
      >= (select marks_a_day_max from misuse_floor()) then 'too_many' end
  from (values (1)) always
  left join misuse_subject(of_kind, of_id, of_case) about on true
  left join lateral staff_standing(by_person) standing on true
$$;

-- Marks a submission as manifestly unfounded, or a decided content as manifestly illegal. Returns the mark.
create or replace function mark_misuse(of_kind text, of_id text, of_case text, with_gravity text, with_intent text,
  with_reason text, by_person text) returns misuse_mark language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
  about record;
  sender text;
  made misuse_mark;
begin
  -- Marks of one person are counted one after the other.
  perform from staff where id = by_person for no key update;
  refusal := misuse_mark_refusal(of_kind, of_id, of_case, by_person);
  if refusal is not null then
    raise exception '% can not be marked by %: %', of_id, by_person, refusal using errcode = 'CS001';
  end if;
  select * into about from misuse_subject(of_kind, of_id, of_case);
  insert into misuse_sender (kind, person_id) values (about.kind, about.person_id)
    on conflict (kind, person_id) where person_id is not null do nothing;
  select id into sender from misuse_sender where kind = about.kind and person_id = about.person_id;
  insert into misuse_mark (sender_id, cause, about_kind, about_id, sent_at, gravity, intent, reason, marked_by)
  values (sender, case of_kind when 'decision' then 'illegal' else 'unfounded' end, of_kind, of_id, about.sent_at,
    with_gravity, with_intent, with_reason, by_person) returning * into made;
  return made;
end $$;

-- Withdraws a mark: any person at work may. Returns false where it was withdrawn before.
create or replace function withdraw_mark(of_mark text, by_person text) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not coalesce((select active from staff_standing(by_person)), false) then
    raise exception '% is not at work', by_person using errcode = 'CS001';
  end if;
  update misuse_mark set withdrawn_at = desk_now(), withdrawn_by = by_person
    where id = of_mark and withdrawn_at is null;
  return found;
end $$;

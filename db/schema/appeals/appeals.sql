-- The time in which an enforcement that took effect can be appealed.
create or replace function appeal_time() returns interval language sql immutable
  return interval '6 months';

-- The time until which an enforcement can be appealed: six months from its effect or from the time at which the person
-- was told (Regulation (EU) 2022/2065, article 20), or longer if its statement says so or appeals of the account were
-- paused meanwhile.
create or replace function appeal_until(enforced enforcement) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select appeal_pause_time('account', enforced.account_id, coalesce(enforced.in_effect_at, enforced.moved_at))
    + greatest(coalesce(enforced.in_effect_at, enforced.moved_at) + appeal_time(),
    (select max(delivered_at) + appeal_time() from statement where enforcement_id = enforced.id
      and kind not in ('ended', 'mistake') and delivery <> 'withheld'),
    (select max((way ->> 'until')::timestamptz) from statement
      join statement_content on statement_id = statement.id cross join lateral jsonb_array_elements(redress) way
      where statement.enforcement_id = enforced.id and way ->> 'kind' = 'appeal'))
$$;

-- The most appeals judged against one enforcement, even with new evidence.
create or replace function appeals_judged_max() returns integer language sql immutable
  return 3;

-- Hashes the salt, any new evidence, the appellant and the appeal's text.
-- Twin of hashAppealText in TypeScript.
create or replace function hash_appeal_text(salt bytea, appellant text, words text, new_evidence text) returns bytea
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select sha256(salt || coalesce(sha256(convert_to(new_evidence, 'UTF8')),
    '') || convert_to(appellant || E'\n' || words, 'UTF8'))
$$;

-- Refuses an appeal of the person affected that is too late, or against what is not in effect or is final.
create or replace function refuse_affected_appeal(given appeal) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  enforced enforcement;
  judged integer;
begin
  select * into enforced from enforcement where id = given.enforcement_id;
  if not is_effective(enforced.state) or enforced.subject <> given.subject or appeal_until(enforced) < desk_now() then
    raise exception 'enforcement % cannot be appealed against now', given.enforcement_id using errcode = 'CS001';
  end if;
  select count(*) into judged from appeal where enforcement_id = given.enforcement_id and state = 'upheld';
  if judged >= appeals_judged_max() or judged > 0 and given.new_evidence is null then
    raise exception 'what was judged of enforcement % is final', given.enforcement_id using errcode = 'CS001';
  end if;
end $$;

-- True when two notices are of one sender: one notice, or two from one confirmed address. An unconfirmed address
-- may be another person's, whose complaints it must not use up.
create or replace function is_of_sender(notice_id text, other_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select notice_id = other_id or exists (
    select from notice one join correspondent sender on sender.id = one.correspondent_id and sender.confirmed_at is not null
      join notice other on other.id = other_id
      join correspondent same on same.id = other.correspondent_id and same.confirmed_at is not null and same.mark = sender.mark
    where one.id = notice_id)
$$;

-- The appeals of one sender against a decision that were judged and changed nothing.
create or replace function sender_appeals(of_decision text, of_notice text)
  returns table (upheld bigint, upheld_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*), max(ended_at) from appeal join appeal_page page on page.appeal_id = appeal.id
  where appeal.decision_id = of_decision and appeal.state <> 'open' and is_of_sender(of_notice, page.notice_id)
$$;

-- The time until which the sender of a notice contests a decision: six months, and a month after the end of another
-- sender's appeal, for which they had to wait.
create or replace function complaint_until(of_notice text, of_decision text) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select appeal_pause_time('reporter', sender_of_notice(of_notice), concluded_at) + greatest(concluded_at + appeal_time(),
    (select max(coalesce(ended_at, desk_now())) + interval '1 month' from appeal join appeal_page page on page.appeal_id = appeal.id
      where appeal.decision_id = of_decision and not is_of_sender(of_notice, page.notice_id)))
  from notice where id = of_notice
$$;

-- Refuses an appeal of a reporter whose notice did not end without an action within the time, a second open one
-- against a decision, and one against what is final for this sender.
create or replace function refuse_reporter_appeal(given appeal) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  of_notice constant text := substr(given.appellant, length('status ') + 1);
  decided_case text;
  judged bigint;
begin
  -- The lock makes two of them one after the other.
  select review_case.id into decided_case from review_case join decision on decision.case_id = review_case.id
    where decision.id = given.decision_id for no key update of review_case;
  if not exists (select from notice where id = of_notice and coalesce(answering_case_id, case_id) = decided_case and subject = given.subject
      and outcome = 'not_actioned' and complaint_until(of_notice, given.decision_id) >= desk_now()) then
    raise exception 'decision % cannot be appealed against now', given.decision_id using errcode = 'CS001';
  end if;
  select upheld into judged from sender_appeals(given.decision_id, of_notice);
  if judged >= appeals_judged_max() or judged > 0 and given.new_evidence is null
    or exists (select from appeal where decision_id = given.decision_id and state = 'open') then
    raise exception 'decision % is under appeal, or final', given.decision_id using errcode = 'CS001';
  end if;
end $$;

-- Refuses an end of an appeal without the rows that make it true.
create or replace function refuse_appeal_end(old_row appeal, new_row appeal) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  enforced enforcement;
begin
  if new_row.judged_by is not null and (not may_judge_appeal(old_row.id, new_row.judged_by)
    -- A restricted person still undoes, and judges nothing that stays.
    or not exists (select from staff_standing(new_row.judged_by) standing where standing.active
      and (new_row.state = 'overturned' or not standing.restricted))
    or not exists (select from review_case where appeal_id = old_row.id and claimed_by = new_row.judged_by
      and claimed_until > desk_now())) then
    raise exception '% does not judge appeal %', new_row.judged_by, old_row.id using errcode = 'CS001';
  end if;
  if new_row.judged_by is not null then perform refuse_unconcluded(new_row); end if;
  -- An outcome that keeps a restriction waits for the answer to the judge's question, or the end of its time.
  if new_row.state in ('upheld', 'lessened') and awaits_answer(old_row.id) then
    raise exception 'appeal % waits for an answer', old_row.id using errcode = 'CS001';
  end if;
  if old_row.side = 'reporter' then
    if new_row.state in ('restored', 'ended', 'lessened') or new_row.state = 'overturned' and not exists (select from review_case
        where subject = old_row.subject and appeal_id is null and closed_at is null and returned) then
      raise exception 'appeal % is not %', old_row.id, new_row.state using errcode = 'CS001';
    end if;
    return;
  end if;
  select * into enforced from enforcement where id = old_row.enforcement_id;
  if new_row.state = 'upheld' and not is_effective(enforced.state)
    or new_row.state in ('lessened', 'overturned') and not exists (select from enforcement_restore
      where enforcement_id = old_row.enforcement_id and cause = 'appeal' and "by" = 'staff:' || new_row.judged_by)
    or new_row.state = 'lessened' and not is_lessened(old_row.id, new_row.judged_by, enforced)
    or new_row.state = 'overturned' and exists (select from enforcement_restore
      where enforcement_id = old_row.enforcement_id and signed_lesser(signature_id) is not null)
    or new_row.state in ('restored', 'ended') and not is_undone(enforced.state) then
    raise exception 'appeal % is not %', old_row.id, new_row.state using errcode = 'CS001';
  end if;
end $$;

-- A judged appeal is final, unless evidence is new. One that undoes an enforcement, or replaces it by less, counts against its policy and its rule.
create or replace function check_appeal() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.received_at := desk_now();
    new.other_team_until := null;
    new.other_team_left := false;
    if new.state <> 'open' or new.words is null or new.appellant is null or new.body_hash is null
      or new.said_hash <> hash_appeal_text(new.salt, new.appellant, new.words, new.new_evidence) then
      raise exception 'an appeal begins with a statement' using errcode = 'CS001';
    end if;
    if new.side = 'affected' then perform refuse_affected_appeal(new); else perform refuse_reporter_appeal(new); end if;
    return new;
  end if;
  if old.state <> 'open' or new.state = 'open' then
    raise exception 'appeal % was judged, or ended, once', old.id using errcode = 'CS001';
  end if;
  new.ended_at := desk_now();
  perform refuse_appeal_end(old, new);
  if new.side = 'affected' and new.state in ('lessened', 'overturned') then
    select policy_id, (select rule_id from automation_run where enforcement_id = enforcement.id order by at limit 1)
      into new.against_policy, new.against_rule from enforcement where id = new.enforcement_id;
  end if;
  return new;
end $$;

-- True where an appeal takes files: not about child sexual abuse or intimate images, which must not be sent again.
-- Twin of KIND_RULES in TypeScript for the kinds of notices and the categories of their policies.
create or replace function appeal_takes_files(of_statement text, of_notice text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not exists (select from notice where id = of_notice and kind in ('child_abuse', 'intimate_images'))
    and not exists (select from statement_content where statement_id = of_statement
      and coalesce(facts ->> 'category', 'PROTECTION_OF_MINORS') in ('PROTECTION_OF_MINORS', 'CYBER_VIOLENCE_AGAINST_WOMEN'))
    and not exists (select from review_case join evidence on evidence.case_id = review_case.id
      where evidence.class = 'restricted' and review_case.subject in (
        select subject from statement where id = of_statement union all select subject from notice where id = of_notice))
$$;

-- There is no place for files where an appeal takes none. Of a file that is known to be restricted the hash alone is
-- stored.
create or replace function check_appeal_file() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if (new.bytes is null) <> is_restricted_hash(new.sha256) or new.sha256 <> sha256(new.bytes)
    or not exists (select from appeal_page page where page.appeal_id = new.appeal_id
      and appeal_takes_files(page.statement_id, page.notice_id)) then
    raise exception 'no file is stored with appeal %', new.appeal_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A person with a part in the enforcement is never given its appeal's case, and one of the team that decided only once it
-- no longer waits for another team, whichever reviewer claims it.
create or replace function check_appeal_claim() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not may_be_given_appeal(new.appeal_id, new.claimed_by) then
    raise exception '% is not given case %, which is about an appeal', new.claimed_by, new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- The words, files and people of an appeal are stored as long as retention.yaml says after its end, unless a legal hold
-- preserves them longer.
create or replace function delete_expired_appeals() returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  over text[] := array(select id from appeal where (words is not null
      -- The words went with the account that they are about; the address of who wrote them is still there.
      or exists (select from appeal_page page join correspondent on correspondent.id = page.correspondent_id
        where page.appeal_id = appeal.id and correspondent.erased_at is null))
    and ended_at < desk_now() - coalesce(retention_time('appeal'), interval '6 months') and not is_preserved(subject));
begin
  delete from appeal_file where appeal_id = any (over);
  update appeal_question set question = null, answer = null, salt = null where appeal_id = any (over);
  perform erase_correspondent(correspondent_id) from appeal_page
    where appeal_id = any (over) and correspondent_id is not null;
  update appeal set body_hash = null, appellant = null, words = null, new_evidence = null, salt = null
    where id = any (over);
  return cardinality(over);
end $$;

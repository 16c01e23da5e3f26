-- The time in which an enforcement that took effect can be appealed.
create or replace function appeal_time() returns interval language sql immutable
  return interval '6 months';

-- True for people who took part in an enforcement, who therefore never judge an appeal against it: its proposer and
-- those who joined and, unless approvers judge appeals there, those who approved it, took on its confirmation or
-- confirmed it, were asked about its case and answered, judged the sample of its bulk action or approved that, and
-- those who judged an earlier appeal, because new evidence is for fresh eyes.
create or replace function is_appeal_party(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select is_party(for_enforcement, person_id)
    or exists (select from enforcement join decision on decision.id = enforcement.decision_id
      where enforcement.id = for_enforcement and decision.staff_id = person_id)
    or not approvers_judge_appeals() and (
      exists (select from approval where enforcement_id = for_enforcement and staff_id = person_id
        and answer <> 'decline')
      or exists (select from enforcement where id = for_enforcement and opened_case(enforcement, person_id))
      or exists (select from appeal where enforcement_id = for_enforcement and state = 'upheld'
        and judged_by = person_id)
      or exists (select from enforcement join case_escalation asked on asked.case_id = enforcement.case_id
        where enforcement.id = for_enforcement and asked.answered_by = person_id)
      or exists (select from enforcement join bulk_action on bulk_action.id = enforcement.bulk_action_id
        where enforcement.id = for_enforcement and (bulk_action.approved_by = person_id
          or exists (select from bulk_action_sample
          where bulk_action_id = bulk_action.id and staff_id = person_id and conclusion is not null))))
$$;

-- True when a person may judge this appeal; true for everyone where there is none.
create or replace function may_judge_appeal(of_appeal text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select not coalesce((select is_appeal_party(enforcement_id, person_id) from appeal
    where id = of_appeal), false) $$;

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

-- A judged appeal is final, unless evidence is new.
create or replace function check_appeal() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  enforced enforcement;
  judged integer;
begin
  select * into enforced from enforcement where id = new.enforcement_id;
  if tg_op = 'INSERT' then
    new.received_at := desk_now();
    if new.state <> 'open' or new.words is null or new.appellant is null or new.body_hash is null
      or new.said_hash <> hash_appeal_text(new.salt, new.appellant, new.words, new.new_evidence) then
      raise exception 'an appeal begins with a statement' using errcode = 'CS001';
    end if;
    if not is_effective(enforced.state) or enforced.subject <> new.subject
      or coalesce(enforced.in_effect_at, enforced.moved_at) + appeal_time() < desk_now() then
      raise exception 'enforcement % cannot be appealed against now', new.enforcement_id using errcode = 'CS001';
    end if;
    select count(*) into judged from appeal where enforcement_id = new.enforcement_id and state = 'upheld';
    if judged >= appeals_judged_max() or judged > 0 and new.new_evidence is null then
      raise exception 'what was judged of enforcement % is final', new.enforcement_id using errcode = 'CS001';
    end if;
    return new;
  end if;
  if old.state <> 'open' or new.state = 'open' then
    raise exception 'appeal % was judged, or ended, once', old.id using errcode = 'CS001';
  end if;
  new.ended_at := desk_now();
  if new.judged_by is not null and (not may_judge_appeal(old.id, new.judged_by)
    -- A restricted person still undoes, and judges nothing that stays.
    or not exists (select from staff_standing(new.judged_by) standing where standing.active
      and (new.state = 'overturned' or not standing.restricted))
    or not exists (select from review_case where appeal_id = old.id and claimed_by = new.judged_by
      and claimed_until > desk_now())) then
    raise exception '% does not judge appeal %', new.judged_by, old.id using errcode = 'CS001';
  end if;
  if new.state = 'upheld' and not is_effective(enforced.state)
    or new.state = 'overturned' and not exists (select from enforcement_restore
      where enforcement_id = old.enforcement_id and cause = 'appeal' and "by" = 'staff:' || new.judged_by)
    or new.state in ('restored', 'ended') and not is_undone(enforced.state) then
    raise exception 'appeal % is not %', old.id, new.state using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A person with a part in the enforcement is never given its appeal's case, whichever reviewer claims it.
create or replace function check_appeal_claim() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not may_judge_appeal(new.appeal_id, new.claimed_by) then
    raise exception '% had a part in what case % is about', new.claimed_by, new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- The text of an appeal is stored as long as retention.yaml says after its judgement, unless a legal hold preserves it longer.
create or replace function delete_expired_appeals() returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update appeal set body_hash = null, appellant = null, words = null, new_evidence = null, salt = null
    where words is not null and ended_at < desk_now() - coalesce(retention_time('appeal'), interval '6 months') and not is_preserved(subject) returning 1)
  select count(*) from forgotten
$$;

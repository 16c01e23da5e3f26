-- The people who took part in what an appeal is about, and so do not judge it.

-- True for people who took part in the enforcement that a lesser one replaced, or asked for this lesser one: who decided
-- too strictly neither approves the milder decision of the same matter nor judges an appeal against it. The two functions
-- call each other along the chain of replaced enforcements, which ends at the first.
create or replace function took_part_in_replaced(enforced enforcement, person_id text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (select from review_case judged join appeal on appeal.id = judged.appeal_id
    where judged.id = enforced.case_id and appeal.enforcement_id <> enforced.id
      and (is_appeal_party(appeal.enforcement_id, person_id)
        or exists (select from restore_ask where enforcement_id = appeal.enforcement_id and cause = 'appeal'
          and staff_id = person_id)));
end $$;

-- True for people who took part in an enforcement, who therefore never judge an appeal against it: its proposer and
-- those who joined, those who took part in what it replaced and, unless approvers judge appeals there, those who
-- approved it, took on its confirmation or confirmed it, gave a strike behind it, were asked about its case and
-- answered, judged the sample of its bulk action or approved that, and those who judged an earlier appeal, because new
-- evidence is for fresh eyes.
create or replace function is_appeal_party(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select is_party(for_enforcement, person_id)
    or exists (select from enforcement join decision on decision.id = enforcement.decision_id
      where enforcement.id = for_enforcement and decision.staff_id = person_id)
    or exists (select from enforcement where id = for_enforcement and took_part_in_replaced(enforcement, person_id))
    or not approvers_judge_appeals() and (
      exists (select from approval where enforcement_id = for_enforcement and staff_id = person_id
        and answer <> 'decline')
      or exists (select from enforcement where id = for_enforcement
        and (opened_case(enforcement, person_id) or gave_strikes(enforcement, person_id)))
      or exists (select from appeal where enforcement_id = for_enforcement and state = 'upheld'
        and judged_by = person_id)
      or exists (select from enforcement join case_escalation asked on asked.case_id = enforcement.case_id
        where enforcement.id = for_enforcement and asked.answered_by = person_id)
      or exists (select from enforcement join bulk_action on bulk_action.id = enforcement.bulk_action_id
        where enforcement.id = for_enforcement and (bulk_action.approved_by = person_id
          or exists (select from bulk_action_sample
          where bulk_action_id = bulk_action.id and staff_id = person_id and conclusion is not null))))
$$;

-- True for people who proposed or joined an enforcement, answered it, stopped it or undid it: a person who ended one has an
-- opinion on the complaint that nothing was done.
create or replace function handled_enforcement(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select is_party(for_enforcement, person_id)
    or exists (select from approval where enforcement_id = for_enforcement and staff_id = person_id)
    or exists (select from enforcement_move where enforcement_id = for_enforcement and "by" = 'staff:' || person_id)
$$;

-- True for people who took part in a decision that a reporter contests: who made it and, unless approvers judge appeals
-- there, who opened its case, answered a question about it, took part in an enforcement of the case or judged an earlier
-- appeal against a decision of the case.
create or replace function is_decision_party(of_decision text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from decision contested join decision of_case on of_case.case_id = contested.case_id
      where contested.id = of_decision and of_case.staff_id = person_id)
    or not approvers_judge_appeals() and exists (select from decision contested where contested.id = of_decision and (
      exists (select from case_opening where case_id = contested.case_id and staff_id = person_id)
      or exists (select from case_escalation asked where asked.case_id = contested.case_id
        and asked.answered_by = person_id)
      or exists (select from enforcement where case_id = contested.case_id and handled_enforcement(id, person_id))
      or exists (select from appeal join decision earlier on earlier.id = appeal.decision_id
        where earlier.case_id = contested.case_id and appeal.judged_by = person_id)))
$$;

-- True when a person may judge this appeal; true for everyone where there is none.
create or replace function may_judge_appeal(of_appeal text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select not coalesce((select case side when 'affected' then is_appeal_party(enforcement_id, person_id)
    else is_decision_party(decision_id, person_id) end or not acts_at('staff:' || person_id, subject)
    from appeal where id = of_appeal), false) $$;

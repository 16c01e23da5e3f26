-- Who was asked about a case and said what it is has a part in what was ordered by that answer.

create or replace function is_appeal_party(for_order text, person_id text) returns boolean language sql stable security definer
  set search_path = public, pg_temp
  as $$
  select is_party(for_order, person_id)
    or exists (select from desk_order join decision on decision.id = desk_order.decision_id
      where desk_order.id = for_order and decision.staff_id = person_id)
    or desk_house() = 'company' and (
      exists (select from approval where order_id = for_order and staff_id = person_id and answer <> 'decline')
      or exists (select from appeal where order_id = for_order and state = 'upheld' and judged_by = person_id)
      or exists (select from desk_order join case_escalation asked on asked.case_id = desk_order.case_id
        where desk_order.id = for_order and asked.answered_by = person_id)
      or exists (select from desk_order join campaign on campaign.id = desk_order.campaign_id
        where desk_order.id = for_order and (campaign.approved_by = person_id or exists (select from campaign_sample
          where campaign_id = campaign.id and staff_id = person_id and conclusion is not null))))
$$;

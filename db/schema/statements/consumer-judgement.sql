-- The judgement that an offer is illegal, and its withdrawal.

-- True when a decision finds its subject illegal. The ground of a decision that states none is that of its policy, which the
-- statement of its enforcement has. Until then it counts as illegal.
create or replace function is_decided_illegal(decided decision) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select decided.conclusion = 'violation' and (decided.basis ->> 'alsoIllegal' is not distinct from 'true'
    or coalesce(decided.basis ->> 'ground', (select made.facts ->> 'ground' from enforcement
      join statement on statement.enforcement_id = enforcement.id join statement_content made on made.statement_id = statement.id
      where enforcement.decision_id = decided.id limit 1), 'illegal') = 'illegal')
$$;

-- True when a restriction was undone without waiting for a decision on its case: an appeal gave it back, or a week passed.
-- An end by time takes nothing back.
create or replace function is_taken_back(enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.state = 'restored' and exists (select from enforcement_restore undone
    where undone.enforcement_id = enforced.id and case undone.cause
      when 'ended' then false
      when 'appeal' then not exists (select from appeal where enforcement_id = enforced.id and appeal.state = 'lessened')
      else undone.asked_at <= desk_now() - interval '7 days' end)
$$;

-- True when a decision still says that an offer is illegal: not when every restriction of the offer that it led to was
-- taken back.
create or replace function holds_illegal(decided decision, of_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select is_decided_illegal(decided) and not coalesce((select every(is_taken_back(enforcement)) from enforcement
    where enforcement.decision_id = decided.id and enforcement.subject = of_subject), false)
$$;

-- True when a restriction that was undone does not count as illegal any more. Another person than the one who undid it
-- decided on its own case again, not in a set, and not as illegal; or it was taken back without such a decision. No undoing
-- takes anything back while another restriction of the offer as illegal is in force. A decision as illegal counts on every
-- case of the offer, until its own restriction is taken back: what is about other reports alone corrects no buyer.
create or replace function is_illegality_withdrawn(enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.state = 'restored' and exists (select from enforcement_restore undone left join lateral (
      select decision.id, decision as last from decision join review_case on review_case.id = decision.case_id
      where review_case.subject = enforced.subject and decision.decided_at >= undone.asked_at
        and conclusion <> 'escalate' and standing = 'final' and 'staff:' || staff_id <> undone."by"
        and case when is_decided_illegal(decision) then holds_illegal(decision, enforced.subject)
          else decision.case_id = enforced.case_id
            and not exists (select from case_set_member where decision_id = decision.id) end
      order by decided_at desc limit 1) again on true
    where undone.enforcement_id = enforced.id and undone.cause <> 'ended'
      and case when again.id is not null then not is_decided_illegal(again.last) else is_taken_back(enforced) end)
    and not exists (select from enforcement other join statement on statement.enforcement_id = other.id
        join statement_content made on made.statement_id = statement.id
      where other.subject = enforced.subject and other.id <> enforced.id and is_acting(other.state)
        and made.facts ->> 'ground' = 'illegal')
$$;

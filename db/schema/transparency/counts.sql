-- The counts of transparency reports, one day at a time. What is counted is over and does not change: that something was
-- received, took effect, ended or was restored on this day.

-- Rounds a time up: to seconds within a minute, ten seconds within ten minutes, minutes within two hours, ten minutes within a
-- day, hours within 60 days, and days. So a day has few counts.
create or replace function counted_seconds(took interval) returns integer language sql immutable
  return case when took <= interval '0' then 0
    when took <= interval '1 minute' then ceil(extract(epoch from took))
    when took <= interval '10 minutes' then ceil(extract(epoch from took) / 10) * 10
    when took <= interval '2 hours' then ceil(extract(epoch from took) / 60) * 60
    when took <= interval '1 day' then ceil(extract(epoch from took) / 600) * 600
    when took <= interval '60 days' then ceil(extract(epoch from took) / 3600) * 3600
    else ceil(extract(epoch from took) / 86400) * 86400 end::integer;

-- Lists the keywords by which reports and statements are counted: another word may be about a person.
-- Twin of KEYWORDS in TypeScript.
create or replace function counted_keywords() returns text[] language sql immutable
  return array[
    'ADULT_SEXUAL_MATERIAL', 'AGE_SPECIFIC_RESTRICTIONS', 'AGE_SPECIFIC_RESTRICTIONS_MINORS', 'ANIMAL_HARM',
    'BIOMETRIC_DATA_BREACH', 'BULLYING_AGAINST_GIRLS', 'CHILD_SEXUAL_ABUSE_MATERIAL',
    'CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE', 'CONTENT_PROMOTING_EATING_DISORDERS', 'COORDINATED_HARM',
    'COPYRIGHT_INFRINGEMENT', 'CYBER_BULLYING_INTIMIDATION', 'CYBER_HARASSMENT', 'CYBER_HARASSMENT_AGAINST_WOMEN',
    'CYBER_INCITEMENT', 'CYBER_STALKING', 'CYBER_STALKING_AGAINST_WOMEN', 'DATA_FALSIFICATION', 'DEFAMATION',
    'DESIGN_INFRINGEMENT', 'DISCRIMINATION', 'FEMALE_GENDERED_DISINFORMATION', 'GEOGRAPHIC_INDICATIONS_INFRINGEMENT',
    'GEOGRAPHICAL_REQUIREMENTS', 'GOODS_SERVICES_NOT_PERMITTED', 'GROOMING_SEXUAL_ENTICEMENT_MINORS', 'HATE_SPEECH',
    'HIDDEN_ADVERTISEMENT', 'HUMAN_EXPLOITATION', 'HUMAN_TRAFFICKING', 'ILLEGAL_ORGANIZATIONS',
    'IMPERSONATION_ACCOUNT_HIJACKING', 'INAUTHENTIC_ACCOUNTS', 'INAUTHENTIC_LISTINGS', 'INAUTHENTIC_USER_REVIEWS',
    'INCITEMENT_AGAINST_WOMEN', 'INCITEMENT_VIOLENCE_HATRED', 'INSUFFICIENT_INFORMATION_ON_TRADERS',
    'LANGUAGE_REQUIREMENTS', 'MISINFORMATION_DISINFORMATION', 'MISLEADING_INFO_CONSUMER_RIGHTS',
    'MISLEADING_INFO_GOODS_SERVICES', 'MISSING_PROCESSING_GROUND', 'NON_CONSENSUAL_IMAGE_SHARING',
    'NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN', 'NON_CONSENSUAL_MATERIAL_DEEPFAKE',
    'NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN', 'NONCOMPLIANCE_PRICING', 'NUDITY', 'PATENT_INFRINGEMENT', 'PHISHING',
    'PROHIBITED_PRODUCTS', 'PYRAMID_SCHEMES', 'RIGHT_TO_BE_FORGOTTEN', 'RISK_ENVIRONMENTAL_DAMAGE', 'RISK_PUBLIC_HEALTH',
    'SELF_MUTILATION', 'STALKING', 'SUICIDE', 'TERRORIST_CONTENT', 'TRADE_SECRET_INFRINGEMENT', 'TRADEMARK_INFRINGEMENT',
    'TRAFFICKING_WOMEN_GIRLS', 'UNLAWFUL_SALE_ANIMALS', 'UNSAFE_CHALLENGES', 'UNSAFE_PRODUCTS', 'VIOLATION_EU_LAW',
    'VIOLATION_NATIONAL_LAW']::text[];

-- Returns a word of a list of the desk's own. Null: it is none, and may say anything.
create or replace function counted_word(word text) returns text language sql immutable
  return case when word ~ '^[A-Za-z_-]{1,60}$' then word end;

-- Returns what an action of the organisation's own takes, from the facts of a statement. Null: it is none.
create or replace function counted_takes(facts jsonb) returns jsonb language sql immutable
  return case jsonb_typeof(facts -> 'ownAction' -> 'takes') when 'array' then (
    select jsonb_agg(taken order by taken) from jsonb_array_elements_text(facts -> 'ownAction' -> 'takes') taken
    where counted_word(taken) = taken having count(*) <= 20) end;

-- Returns the facts of the statement about a restriction. Null: there are none, or they were erased.
create or replace function statement_facts(of_enforcement text) returns jsonb language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select nullif(content.facts, '{}') from statement join statement_content content on content.statement_id = statement.id
  where statement.enforcement_id = of_enforcement and statement.kind = 'restriction'
$$;

-- Returns how the desk learned of what a case is about, as a statement has it. Machines report under rules of their own.
create or replace function source_of_case(of_case text, of_subject text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case when ordered then 'authority_order' when noticed then 'notice' when reported then 'other_report'
    else 'own_initiative' end from case_causes(of_case, of_subject)
$$;

-- The restrictions that took effect within a time, with the facts of their statements. An early one without a statement, or
-- one whose facts were erased, has the facts of its rows. A drill concerns no person.
create or replace function transparency_measures(since timestamptz, until timestamptz)
  returns table (case_id text, in_effect_at timestamptz, ground text, facets jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select one.case_id, one.in_effect_at, known.ground, jsonb_strip_nulls(jsonb_build_object('ground', known.ground,
    'category', counted_word(known.facts ->> 'category'), 'keyword',
    case when known.facts -> 'keywords' ->> 0 = any (counted_keywords()) then known.facts -> 'keywords' ->> 0 end, 'policy', case when known.facts is null then one.policy_id end,
    'action', one.action, 'takes', counted_takes(known.facts), 'countries', to_jsonb(one.countries),
    'source', coalesce(counted_word(known.facts ->> 'source'), source_of_case(one.case_id, one.subject)),
    'detected', case when coalesce(known.facts ->> 'automatedDetection', (one.source = 'automation')::text) = 'true'
      then 'automatically' end,
    'decided', coalesce(counted_word(known.facts ->> 'automatedDecision'), case one.source when 'automation' then 'fully' else 'no' end),
    'language', substring(lower(known.facts ->> 'contentLanguage') from '^[a-z]{2,3}'),
    -- A complaint of a person who sent a notice had brought the case back.
    'complaint', case when exists (select from appeal join decision first on first.id = appeal.decision_id
      where appeal.side = 'reporter' and appeal.state = 'overturned' and appeal.subject = one.subject
        and first.case_id = one.case_id and appeal.ended_at <= one.in_effect_at) then true end))
  from enforcement one
    -- Looked up one by one: the planner expects more rows than a day has, and would read all statements.
    cross join lateral (select (select nullif(content.facts, '{}') from statement join statement_content content
      on content.statement_id = statement.id where enforcement_id = one.id and kind = 'restriction') as facts offset 0) told
    cross join lateral (select told.facts, coalesce(counted_word(told.facts ->> 'ground'),
      (select basis ->> 'ground' from decision where decision.id = one.decision_id), 'terms') as ground) known
  where one.in_effect_at >= since and one.in_effect_at < until and one.source <> 'schedule' and one.action <> 'warn'
$$;

-- Counts the restrictions by what they rest on and what they take.
create or replace function count_measures(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select 'measure', measure.facets, null::integer, count(*) from transparency_measures(since, until) measure group by 2
$$;

-- Counts the reports: those of illegal content are the notices of article 16.
create or replace function count_reports(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select 'report', jsonb_strip_nulls(jsonb_build_object('ground', report.ground, 'category', counted_word(report.category),
    'keyword', case when report.keyword = any (counted_keywords()) then report.keyword end,
    'flagger', case when flagged.report_id is not null then true end)), null::integer, count(*)
  from report left join flagger_report flagged on flagged.report_id = report.id
  where report.received_at >= since and report.received_at < until
  group by 2
$$;

-- Counts the restrictions that followed a notice, by what the first notice said, and the time since its receipt; and those
-- that followed a notice of a trusted flagger likewise.
create or replace function count_actions(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with acted as materialized (
    select measure.* from transparency_measures(since, until) measure where measure.case_id is not null)
  select 'notice_action', jsonb_strip_nulls(jsonb_build_object('category', counted_word(first.category), 'keyword', first.keyword,
    'ground', acted.ground, 'decided', acted.facets ->> 'decided')), counted_seconds(in_effect_at - first.received_at), count(*)
  from acted join review_case opened on opened.id = acted.case_id
    cross join lateral (select category, received_at,
      case when keyword = any (counted_keywords()) then keyword end as keyword from report where report.case_id = acted.case_id
      and report.ground = 'illegal' and report.received_at >= opened.opened_at - interval '1 day'
      and report.received_at <= acted.in_effect_at order by received_at, id limit 1) first
  group by 2, 3
  union all
  select 'flagger_action', jsonb_build_object('category', counted_word(first.category), 'ground', acted.ground,
    'decided', acted.facets ->> 'decided'), counted_seconds(in_effect_at - first.received_at), count(*)
  from acted cross join lateral (select category, received_at from flagger_report where flagger_report.case_id = acted.case_id
    and flagger_report.received_at <= acted.in_effect_at order by received_at, report_id limit 1) first
  group by 2, 3
$$;

-- Counts the complaints that were received, and those that ended, with the time until then.
create or replace function count_complaints(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with complaint as materialized (
    select appeal.received_at, appeal.ended_at, appeal.state, jsonb_strip_nulls(jsonb_build_object('side', appeal.side,
      'action', one.action, 'takes', counted_takes(statement_facts(one.id)),
      'flagger', case when flagged.report_id is not null then true end)) as facets
    from appeal left join enforcement one on one.id = appeal.enforcement_id
      left join appeal_page page on page.appeal_id = appeal.id
      left join notice on notice.id = page.notice_id
      left join flagger_report flagged on flagged.report_id = notice.report_id
    where appeal.received_at >= since and appeal.received_at < until or appeal.ended_at >= since and appeal.ended_at < until)
  select 'complaint', complaint.facets, null::integer, count(*) from complaint
  where received_at >= since and received_at < until group by 2
  union all
  select 'complaint_end', complaint.facets || jsonb_build_object('state', state), counted_seconds(ended_at - received_at), count(*)
  from complaint where ended_at >= since and ended_at < until group by 2, 3
$$;

-- Counts the decisions of out-of-court bodies on the day on which they were recorded. A correction counts as a record, and what it
-- corrects as corrected: that day was counted.
create or replace function count_disputes(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select said.figure, said.facets, null::integer, count(*)
  from appeal_settlement recorded left join appeal_settlement old on old.id = recorded.corrects
    cross join lateral (values ('dispute', jsonb_build_object('outcome', recorded.outcome, 'follows', recorded.follows)),
      ('dispute_corrected', jsonb_build_object('outcome', old.outcome, 'follows', old.follows))) said (figure, facets)
  where recorded.recorded_at >= since and recorded.recorded_at < until and (said.figure = 'dispute' or old.id is not null)
  group by 1, 2
$$;

-- Counts the orders of authorities on the day on which they reached the desk, and the times of their receipts and effects.
-- The answer to an order that its own key sent is its receipt.
create or replace function count_orders(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with asked as (
    select known.id, known.entered_at, known.received_at, known.key_id, jsonb_strip_nulls(jsonb_build_object('kind', known.kind,
      'policy', known.policy_id, 'country', terms.member_state)) as facets, cardinality(known.contents)
      + coalesce(cardinality(terms.accounts), 0) + coalesce(cardinality(terms.unresolved), 0) as items
    from authority_order known left join authority_order_terms terms on terms.order_id = known.id)
  select 'order', asked.facets || jsonb_build_object('items', items), null::integer, count(*) from asked
  where entered_at >= since and entered_at < until group by 2
  union all
  select 'order_receipt', asked.facets, 0, count(*) from asked
  where key_id is not null and entered_at >= since and entered_at < until group by 2
  union all
  select 'order_effect', asked.facets, counted_seconds(act.at - asked.received_at), count(*)
  from authority_order_act act join asked on asked.id = act.order_id
  where act.kind = 'answered' and act.outcome = 'given' and act.at >= since and act.at < until group by 2, 3
$$;

-- Counts the restores of what had taken effect, by cause, with the time until the platform showed it again.
create or replace function count_restores(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select 'restore', jsonb_strip_nulls(jsonb_build_object('cause', restored.cause, 'action', one.action,
    'protected', case when one.protected then true end,
    'decided', coalesce(counted_word(statement_facts(one.id) ->> 'automatedDecision'),
       case one.source when 'automation' then 'fully' else 'no' end))),
    case when restored.visible_at is not null then counted_seconds(restored.visible_at - restored.asked_at) end, count(*)
  from enforcement_restore restored join enforcement one on one.id = restored.enforcement_id
  where restored.asked_at >= since and restored.asked_at < until
    and one.in_effect_at is not null and one.source <> 'schedule' and one.action <> 'warn'
  group by 2, 3
$$;

-- Counts the decisions of people by their conclusion, with the time since the case was opened.
create or replace function count_decisions(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select 'decision', jsonb_build_object('conclusion', conclusion), counted_seconds(decided_at - opened_at), count(*)
  from decision join review_case on review_case.id = decision.case_id
  where decided_at >= since and decided_at < until and conclusion <> 'escalate'
  group by 2, 3
$$;

-- The times in which protected accounts were offline, from the effects of enforcements until the account was read as visible.
create or replace function protected_offline_times() returns table (account_id text, cause text, asked_at timestamptz, offline tstzrange)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select one.account_id, restored.cause, restored.asked_at, tstzrange(one.in_effect_at, greatest(one.in_effect_at,
    case when restored.visible_at is not null then restored.visible_at
      when is_effective(one.state) or one.state = 'restoring' then 'infinity' else one.moved_at end))
  from enforcement one left join enforcement_restore restored on restored.enforcement_id = one.id
  where one.protected and takes_offline(one.action) and one.in_effect_at is not null and one.source <> 'schedule'
$$;

-- Counts the minutes of this day in which protected accounts were offline, each once however many enforcements overlap; and on
-- the day on which a mistake was undone, the minutes that it had lasted.
create or replace function count_offline(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with known as materialized (select * from protected_offline_times()),
  spans as (
    select 'offline_minutes' as figure, account_id, range_agg(offline * tstzrange(since, until)) as times
    from known where offline && tstzrange(since, until) group by account_id
    union all
    select 'wrong_offline_minutes', account_id, range_agg(offline * tstzrange('-infinity', until))
    from known where upper(offline) >= since and upper(offline) < until and cause <> 'ended' group by account_id)
  select spans.figure, '{}'::jsonb, null::integer, ceil(sum(extract(epoch from upper(span) - lower(span))) / 60)::bigint
  from spans cross join lateral unnest(times) span group by spans.figure
  having ceil(sum(extract(epoch from upper(span) - lower(span))) / 60) > 0
$$;

-- Counts everything of a time.
create or replace function count_transparency(since timestamptz, until timestamptz)
  returns table (figure text, facets jsonb, seconds integer, cases bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select * from count_measures(since, until)
  union all select * from count_reports(since, until)
  union all select * from count_actions(since, until)
  union all select * from count_complaints(since, until)
  union all select * from count_disputes(since, until)
  union all select * from count_orders(since, until)
  union all select * from count_restores(since, until)
  union all select * from count_decisions(since, until)
  union all select * from count_offline(since, until)
$$;

-- True when two people declared that the platform's badge means a checked identity. The latest change that says so
-- counts.
create or replace function badge_is_identity() returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce((select (body::jsonb -> 'isIdentity')::boolean from desk_change
    where kind = 'verified_badge' and state = 'applied' order by moved_at desc, id desc limit 1), false);
end $$;

-- True when two people closed an election window before its end.
create or replace function is_window_closed(window_id text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (select from desk_change where kind = 'election_window_end' and state = 'applied'
    and body::jsonb ->> 'windowId' = window_id);
end $$;

-- True when an election window is valid: it lasts at most half a year, isn't over, and names accounts or tags. Its
-- accounts are known, its tags protect.
-- Twin of describeElectionWindow in TypeScript.
create or replace function is_election_window(said jsonb) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select (said ->> 'until')::timestamptz > greatest(desk_now(), (said ->> 'from')::timestamptz)
      and (said ->> 'until')::timestamptz <= desk_now() + interval '180 days'
      and jsonb_array_length(said -> 'accounts') + jsonb_array_length(said -> 'tags') > 0
      and not exists (select from jsonb_array_elements_text(said -> 'accounts') id
        where id not in (select account.id from account))
      and not exists (select from jsonb_array_elements_text(said -> 'tags') tag where tag <> all (protective_tags())));
end $$;

-- Returns the milliseconds for which one person may restrict an account before a second person confirms it: an hour,
-- and 15 minutes while an election window is open for the account, by its id or by a protective tag. Until its tags
-- were read, every window with tags counts. Twin of UNCONFIRMED_MS_MAX in platform-kit.
create or replace function unconfirmed_limit_ms(of_account text) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return case when exists (
    select from desk_change opened cross join lateral (select opened.body::jsonb as said) parsed
    where opened.kind = 'election_window' and opened.state = 'applied'
      and desk_now() >= (said ->> 'from')::timestamptz and desk_now() < (said ->> 'until')::timestamptz
      and not is_window_closed(opened.id)
      and (said -> 'accounts' ? of_account
        or exists (select from protective_tag where account_id = of_account and dropped_at is null
          and said -> 'tags' ? tag)
        or jsonb_array_length(said -> 'tags') > 0
          and not exists (select from account_known where account_id = of_account and fact = 'tags')))
    then 900000 else 3600000 end;
end $$;

create or replace function review_every() returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select every_days from review_times order by id desc limit 1), 180) * interval '1 day' $$;

create or replace function review_grace() returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select grace_days from review_times order by id desc limit 1), 14) * interval '1 day' $$;

-- An organisation profile is looser when fewer people must agree, in shadow mode, and when it shows more of people's
-- work.
-- Twin of directionOf in TypeScript.
create or replace function profile_direction(said jsonb) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with latest as (select * from desk_profile order by id desc limit 1),
  compared as (
    select terms.strictness - (select strictness from organisation_terms
      where organisation = organisation_kind()) as organisation,
      in_shadow()::integer - (said -> 'shadow')::boolean::integer as shadow,
      coalesce((select person_metrics from latest),
        true)::integer - (said -> 'personMetrics')::boolean::integer as metrics
    from organisation_terms terms where terms.organisation = said ->> 'organisation')
  select case when least(organisation, shadow, metrics) >= 0 then 'stricter'
    when greatest(organisation, shadow, metrics) <= 0 then 'looser' else 'mixed' end
  from compared
$$;

-- Returns the direction of a change, as far as rows tell. Null: the application role states it. Only changes of policy
-- files are stated so, and a version stated to be stricter counts only as far as the program proves it (findCounting in
-- TypeScript).
create or replace function change_direction(of_kind text, said jsonb) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_kind
    -- The direction is unknown for policies, queues, item types and times of storage; for every other policy file the text alone decides.
    when 'rule_set' then case when said ->> 'name' in ('policies', 'queues', 'items', 'retention') then 'mixed' end
    when 'tag' then case said ->> 'op' when 'add' then 'stricter' else 'looser' end
    when 'role' then case said ->> 'op' when 'revoke' then 'stricter' else 'looser' end
    when 'clearance' then case said ->> 'op' when 'revoke' then 'stricter' else 'looser' end
    when 'protection' then (
      select case
        when (said ->> 'approvals')::integer >= coalesce(max(approvals), 0)
          and (said ->> 'holdMs')::bigint >= coalesce(max(hold_ms), 0) then 'stricter'
        when (said ->> 'approvals')::integer <= coalesce(max(approvals), 0)
          and (said ->> 'holdMs')::bigint <= coalesce(max(hold_ms), 0) then 'looser'
        else 'mixed' end
      from protection where subject = said ->> 'subject')
    when 'profile' then profile_direction(said)
    -- Registering an authority is looser: its orders let one person act alone; without it, everything takes a second
    -- person.
    when 'authority_removal' then 'stricter'
    when 'drill_account' then case said ->> 'op' when 'add' then 'looser' else 'stricter' end
    -- Review times are mixed: longer ones mean fewer reviews; shorter ones let an unreviewed protection lapse sooner.
    when 'review_times' then 'mixed'
    when 'person_erase' then 'looser'
    -- Suspending a flagger takes something from others, so it takes two people too.
    when 'flagger_suspension' then 'mixed'
    when 'sender_pause' then 'mixed'
    -- A correction says in either direction what a body decided.
    when 'settlement_correction' then 'mixed'
    when 'transparency_report' then 'mixed'
    -- A denial takes power from others, so it takes two people too. Twin of isLooserDenial in TypeScript.
    when 'action_denial' then case when (said -> 'actions') <@ (said -> 'from') then 'looser' else 'mixed' end
    -- Two people state in either direction what the badge means.
    when 'verified_badge' then 'mixed'
    -- An election window shortens acts of one person on many accounts, so two people open it.
    when 'election_window' then 'mixed'
    -- A protect list may protect the wrong accounts by the hundred, so it takes two people.
    when 'protect_list' then 'mixed'
    -- Removing the mark is stricter: everything then needs approvals.
    when 'harm_policy' then case when said ->> 'harm' is null then 'stricter' else 'looser' end
    when 'team' then 'mixed'
    -- Ending a match list is stricter: one person alone can then hide fewer contents.
    when 'match_list_end' then 'stricter'
    else 'looser' end
$$;

-- Stores the platform's current answer about credentials. A time in the future counts as not reported.
create or replace function record_credential_report(of_account text, changed timestamptz,
  reset timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  insert into credential_report (account_id, changed_at, reset_at, read_at)
  values (of_account, case when changed <= desk_now() + interval '5 seconds' then changed end,
    case when reset <= desk_now() + interval '5 seconds' then reset end, desk_now())
  on conflict (account_id) do update set changed_at = excluded.changed_at,
    reset_at = greatest(credential_report.reset_at, excluded.reset_at), read_at = excluded.read_at
$$;

-- Returns the change of credentials, e-mail or device by which an account may have been taken over: within 24 hours, by
-- the platform's answer of the last minute, and without a later reset. Null: the platform reports none, or was not
-- read.
create or replace function reported_takeover_at(of_account text) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select changed from (
    select reset_at, greatest(report.changed_at, (select counted.changed_at from content_count counted
      where counted.account_id = of_account and counted.read_at > desk_now() - interval '1 minute'
      order by counted.read_at desc, counted.id desc limit 1)) as changed
    from credential_report report where report.account_id = of_account
      and report.read_at > desk_now() - interval '1 minute') told
  where changed > desk_now() - interval '24 hours' and coalesce(changed > reset_at, true)
$$;

-- Returns the refusal of a hijack lock, as one word. Null: there is none. A person whose lock was undone here may lock
-- the account so only after seven days, and every person at most five times in seven days. The first move, which a
-- trigger writes, tells when each was proposed.
create or replace function hijack_refusal(of_account text, proposer text, but_not text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when reported_takeover_at(of_account) is null then 'not_reported'
    when bool_or(before.proposed_by = proposer and exists (
      select from enforcement_restore where enforcement_id = before.id and cause <> 'ended')) then 'undone'
    when count(*) >= 5 then 'often' end
  from enforcement before where before.account_id = of_account and before.ground = 'hijack'
    and before.id is distinct from but_not
    and (select min(at) from enforcement_move where enforcement_id = before.id) > desk_now() - interval '7 days'
$$;

-- The ground is a takeover that the platform reports, of the account that the lock names, without a refusal for its
-- proposer.
create or replace function hijack_ground(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select of_enforcement.subject = 'account:' || of_enforcement.account_id and of_enforcement.action = 'lock'
    and of_enforcement.interim
    and hijack_refusal(of_enforcement.account_id, of_enforcement.proposed_by, of_enforcement.id) is null
$$;

-- Deletes rows that no ground could rest on any more. Returns their number.
create or replace function delete_expired_credential_reports(at_most integer) returns integer
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with gone as (
    delete from credential_report where account_id in (
      select account_id from credential_report where read_at < desk_now() - interval '8 days' order by read_at
        limit at_most)
    returning account_id)
  select count(*)::integer from gone
$$;

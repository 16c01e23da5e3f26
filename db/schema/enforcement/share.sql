-- A count has the time of its insert. A reported change of credentials that is older than a day, or in the future,
-- justifies nothing.
create or replace function check_content_count() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.read_at > desk_now() or new.read_at < desk_now() - interval '1 minute' then return null; end if;
  if new.changed_at > desk_now() or new.changed_at < desk_now() - interval '24 hours' then
    new.changed_at := null;
    new.own_since := 0;
    new.hidden_since := 0;
  end if;
  return new;
end $$;

-- Locks an account until the transaction ends. Transactions that hide its contents run one after the other, so each
-- counts what those before it hid. The desk takes this lock before all others.
create or replace function lock_account(of_account text) returns void language sql volatile
  set search_path = pg_catalog, public, pg_temp
  as $$ select pg_advisory_xact_lock(hashtextextended('countersign account ' || of_account, 0)) $$;

-- Returns the time of publication that the platform states; null: none. The claim of an API key does not count here.
create or replace function published_at(on_subject text) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select content_created_at from content
  where id = subject_id(on_subject, 'content') and source = 'platform'
$$;

-- Selects the contents of an account that the desk hides, with the one proposed now. For each: whether a count of that
-- time includes it, and whether it was published in the last 30 days. Waiting enforcements count if proposed before;
-- later ones count this one. Contents published after a takeover don't count.
create or replace function list_contents_out_of_view(of_account text, on_subject text, asked_at timestamptz,
  enforcement_id text, counted_at timestamptz, changed_at timestamptz)
  returns table (subject text, in_count boolean, lately boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select taken.subject, bool_or(taken.in_count),
    coalesce(published_at(taken.subject) > desk_now() - interval '30 days', true)
  from (
    select on_subject as subject, false as in_count where on_subject is not null
    union all
    select taking.subject, is_effective(taking.state) and taking.in_effect_at <= counted_at
    from enforcement taking
    where taking.account_id = of_account and subject_kind(taking.subject) = 'content'
      and is_as_strict(taking.action, 'hide')
      and (is_acting(taking.state) or is_waiting(taking.state)
        and (taking.proposed_at, length(taking.id), taking.id) < (asked_at, length(enforcement_id),
          enforcement_id))) taken
  where list_contents_out_of_view.changed_at is null
    or coalesce(published_at(taken.subject) < list_contents_out_of_view.changed_at, true)
  group by taken.subject
$$;

-- True when this many of an account's contents are a large share: the third of at most nine, and a fifth of more.
create or replace function is_large_share(hidden bigint, own bigint) returns boolean language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select case when own <= 9 then hidden >= 3 else hidden * 5 >= own end $$;

-- Returns the number of an account's contents that would be hidden once this takes effect, and the number of contents:
-- of all, and of the last 30 days. It uses the lowest count of seven days, and at least the contents that the desk
-- itself hides. No row: the platform was not read within a minute, or doesn't state them.
create or replace function hidden_contents(of_account text, on_subject text, asked_at timestamptz, enforcement_id text)
  returns table (hidden bigint, own bigint, hidden_month bigint, own_month bigint, changed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(counted.hidden - counted.hidden_since, taken.counted) + taken.further, lowest.own,
    greatest(counted.hidden_month - counted.hidden_since, taken.counted_lately) + taken.further_lately,
      lowest.own_month,
    counted.changed_at
  from (select * from content_count where account_id = of_account and read_at > desk_now() - interval '1 minute'
    order by read_at desc, id desc limit 1) counted
  cross join lateral (select min(other.own - other.own_since) as own,
    min(greatest(0, other.own_month - other.own_since)) as own_month
    from content_count other where other.account_id = of_account
      and other.read_at > desk_now() - interval '7 days') lowest
  cross join lateral (select count(*) filter (where in_count) as counted,
    count(*) filter (where not in_count) as further,
      count(*) filter (where in_count and lately) as counted_lately,
        count(*) filter (where not in_count and lately) as further_lately
    from list_contents_out_of_view(of_account, on_subject, asked_at, enforcement_id, counted.read_at,
      counted.changed_at)) taken
$$;

-- Returns the share of an account's contents that visitors will not see once this takes effect, and whether that counts
-- as offline. Unknown counts as the whole. Contents published since a reported takeover do not count.
create or replace function account_share(of_account text, on_subject text, asked_at timestamptz, enforcement_id text)
  returns table (share double precision, offline boolean) language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  counted record;
begin
  select * into counted from hidden_contents(of_account, on_subject, asked_at, enforcement_id);
  if counted.own is null then return query select null::double precision, true; return; end if;
  return query select least(1, greatest(counted.hidden / greatest(counted.own, 1)::double precision,
      counted.hidden_month / greatest(counted.own_month, 1)::double precision)),
    not coalesce(published_at(on_subject) >= counted.changed_at, false)
      and (is_large_share(counted.hidden, counted.own) or is_large_share(counted.hidden_month, counted.own_month)
        -- Hiding all contents counts as offline, even if there are only two.
        or counted.hidden >= counted.own and counted.own <> 1);
end $$;

-- True when this content was published at most an hour before an active lock of its account: a person who answers a
-- hijacker hides the hijacker's latest contents alone.
create or replace function was_published_before_lock(on_subject text, of_account text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from enforcement locking where locking.subject = 'account:' || of_account
    and locking.action = 'lock'
    and is_acting(locking.state) and published_at(on_subject) > locking.proposed_at - interval '1 hour')
$$;

-- True when an interim measure limits the account, or hides so large a share of its contents that it counts as
-- offline. On a protected account, interim_max_ms then allows one person no time.
create or replace function interim_goes_offline(on_subject text, of_action text, of_account text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when subject_kind(on_subject) = 'account' then of_action = 'limit'
    when not is_as_strict(of_action, 'hide') or was_published_before_lock(on_subject, of_account) then false
    else (select offline from account_share(of_account, on_subject, 'infinity', '')) end
$$;

-- True when hiding this content takes one of its accounts offline, together with its contents hidden or proposed
-- before.
create or replace function hides_large_share(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select not (of_enforcement.interim and was_published_before_lock(of_enforcement.subject, of_enforcement.account_id))
    and coalesce((select bool_or(counted.offline) from list_affected_accounts(of_enforcement) account_id
      cross join lateral account_share(account_id, of_enforcement.subject, of_enforcement.proposed_at,
        of_enforcement.id) counted), true)
$$;

-- Two transactions that hide at the same moment are judged one after the other, by the sum of both, independent of the
-- role that writes the rows.
create or replace function lock_shares() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  locked text;
begin
  if subject_kind(new.subject) = 'content' and is_as_strict(new.action, 'hide') then
    for locked in select list_affected_accounts(new) loop perform lock_account(locked); end loop;
  end if;
  return new;
end $$;

-- Deletes counts that are too old to matter. Returns their number.
create or replace function delete_expired_content_counts(at_most integer) returns integer language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with gone as (
    delete from content_count where id in (
      select id from content_count where read_at < desk_now() - interval '8 days' order by id limit at_most)
    returning id)
  select count(*)::integer from gone
$$;

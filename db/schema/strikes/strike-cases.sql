-- Cases that a threshold of strikes opens. A case acts on no account: a person decides it, through every guard.

-- True when the policies in force have a threshold.
create or replace function has_strike_thresholds() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from list_strike_thresholds()) $$;

-- Enqueues the count of the strikes of an account whose enforcement took effect or was confirmed. No restore waits for
-- it, and a change of the policies enqueues none. The key names the transaction: effects on the same accounts, settled in
-- another order, write no row in common and never wait for each other.
create or replace function enqueue_strike_count() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if has_strike_thresholds() then
    insert into job (kind, key, priority)
      values ('strike', pg_current_xact_id() || ' ' || new.account_id, 'automation')
      on conflict (kind, key) do nothing;
  end if;
  return null;
end $$;

-- Refuses a case of strikes that do not reach a threshold now, a second one without a further strike, and more than
-- a hundred within an hour. Sets all that the row says of the strikes. Twin of STRIKE_CASES_AN_HOUR_MAX in TypeScript.
create or replace function check_strike_case() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtext('strike_case'));
  new.made_at := desk_now();
  new.threshold := reached_threshold(new.account_id);
  new.points := strike_points(new.account_id);
  new.enforcement_ids := array(select enforcement_id from list_strikes(new.account_id)
    order by struck_at desc, enforcement_id collate "C");
  new.given_by := array(select distinct party.staff_id::text from enforcement_party party
    where party.enforcement_id = any (new.enforcement_ids) and party.how in ('proposed', 'joined') order by 1 limit 1000);
  if new.threshold is null then
    raise exception 'the strikes of account % reach no threshold', new.account_id using errcode = 'CS001';
  end if;
  if not exists (select from review_case where id = new.case_id and subject = 'account:' || new.account_id
    and closed_at is null) then
    raise exception 'case % is no open case about the account', new.case_id using errcode = 'CS001';
  end if;
  if has_strike_case(new.account_id) then
    raise exception 'account % has a case of these strikes', new.account_id using errcode = 'CS001';
  end if;
  if (select count(*) from strike_case where made_at > desk_now() - interval '1 hour') >= 100 then
    raise exception 'strikes opened as many cases as an hour may have' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- True when an account has a case of strikes and got no further strike since.
create or replace function has_strike_case(of_account text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from strike_case known where known.account_id = of_account
    and not exists (select from list_strikes(of_account) strike where strike.enforcement_id <> all (known.enforcement_ids)))
$$;

-- True when a person proposed or joined an enforcement behind the strikes that opened the case of an enforcement, or
-- opened one about its account within the seven days before: they are no independent second person for it.
create or replace function gave_strikes(enforced enforcement, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from strike_case struck where struck.account_id = enforced.account_id
    and (struck.case_id = enforced.case_id or struck.made_at > enforced.proposed_at - interval '7 days')
    and struck.made_at <= enforced.proposed_at and person_id = any (struck.given_by))
$$;

-- Counts, of the accounts with the latest enforcements, those that reach each threshold of other declarations: with
-- their strikes as they count now, and as if these declarations had always held.
create or replace function count_reaching_accounts(declared jsonb)
  returns table (points integer, accounts integer, reaching integer, reaching_as_if integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with latest as materialized (
    select account_id from (select distinct on (account_id) account_id, in_effect_at from enforcement
      where in_effect_at > desk_now() - interval '90 days' and account_id is not null
      order by account_id, in_effect_at desc) known
    order by in_effect_at desc limit 500),
  given as materialized (
    select account_id, (select coalesce(jsonb_agg(jsonb_build_object('givenBy', given_by, 'points', strike.points)), '[]')
        from list_strikes(account_id) strike) as strikes,
      (select coalesce(jsonb_agg(jsonb_build_object('givenBy', given_by, 'points', strike.points)), '[]') from (
        select distinct on (ground.occasion) ground.given_by, ground.points from list_strike_grounds(account_id, declared) ground
        order by ground.occasion, ground.points desc) strike) as as_if
    from latest)
  select (entry -> 'threshold' ->> 'points')::integer, count(given.account_id)::integer,
    (count(*) filter (where points_towards(entry -> 'threshold', strikes) >= (entry -> 'threshold' ->> 'points')::integer))::integer,
    (count(*) filter (where points_towards(entry -> 'threshold', as_if) >= (entry -> 'threshold' ->> 'points')::integer))::integer
  from jsonb_array_elements(declared) entry left join given on true
  where entry ? 'threshold' group by entry order by 1
$$;

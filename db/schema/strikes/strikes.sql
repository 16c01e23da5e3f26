-- Strikes. No row holds one: they follow from the enforcements that the gate let through and from the version of the
-- policies that was in force then. So no statement of the application role gives or takes a strike.

-- True when an enforcement took effect and stands: not an interim measure or a drill, not waiting for its confirmation,
-- and not undone. One that ran its time stands. Twin of isStanding in TypeScript.
create or replace function gives_strike(enforced enforcement, undone_for text) returns boolean
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.in_effect_at is not null and not enforced.interim and not enforced.failing and not enforced.lifted
    and enforced.source <> 'schedule' and coalesce(undone_for, 'ended') = 'ended'
    and enforced.state in ('in_effect', 'confirmed', 'restoring', 'restored')
    and (enforced.confirm_by is null or enforced.confirmed_at is not null)
$$;

-- Returns the version of the policies that was in force at a time.
create or replace function policies_version_at(at timestamptz) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select version from version_in_force('policies', at) $$;

-- Returns the weights that declarations of the policies state, each policy and action with the days for which it counts.
create or replace function strike_weights(declared jsonb)
  returns table (policy_id text, action text, points integer, days integer)
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select entry ->> 'strike', weight.key, weight.value::integer, (entry ->> 'days')::integer
  from jsonb_array_elements(coalesce(declared, '[]')) entry cross join jsonb_each_text(entry -> 'weights') weight
  where entry ? 'strike' and weight.value::integer > 0
$$;

-- Lists the enforcements on an account and its contents that give points now, by the policies that were in force when
-- each was released. `as_if`: by these declarations instead. An occasion is a case or a bulk action.
create or replace function list_strike_grounds(of_account text, as_if jsonb default null)
  returns table (enforcement_id text, occasion text, policy_id text, action text, given_by text, points integer,
    struck_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with standing as materialized (
    select struck.id, coalesce(struck.bulk_action_id, struck.case_id, struck.id) as occasion, struck.policy_id,
      struck.action, struck.proposed_by, struck.in_effect_at,
      case when as_if is null then policies_version_at(struck.released_at) else 0 end as version
    from enforcement struck left join enforcement_restore undone on undone.enforcement_id = struck.id
    where struck.account_id = of_account and struck.in_effect_at > desk_now() - interval '3 years'
      and gives_strike(struck, undone.cause)
      -- The law gave the content back: a rights holder contested the counter-notice before no court.
      and not exists (select from counter_notice where enforcement_id = struck.id and counter_notice.state = 'lifted')
    order by struck.in_effect_at desc limit 1000),
  held as materialized (select distinct version from standing where version is not null),
  weight as materialized (
    select held.version, stated.* from held
      left join rule_set_version adopted on adopted.name = 'policies' and adopted.version = held.version
      cross join lateral strike_weights(coalesce(as_if, adopted.declares)) stated)
  select standing.id, standing.occasion, standing.policy_id, standing.action, standing.proposed_by, weight.points,
    standing.in_effect_at, standing.in_effect_at + weight.days * interval '1 day'
  from standing join weight using (version, policy_id, action)
  where standing.in_effect_at + weight.days * interval '1 day' > desk_now()
$$;

-- Lists the strikes of an account: one of each occasion, the heaviest. Twin of countStrikes in TypeScript.
create or replace function list_strikes(of_account text)
  returns table (enforcement_id text, occasion text, policy_id text, action text, given_by text, points integer,
    struck_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select distinct on (ground.occasion) ground.* from list_strike_grounds(of_account) ground
  order by ground.occasion, ground.points desc, ground.expires_at desc, ground.enforcement_id collate "C"
$$;

-- Returns the points of an account now.
create or replace function strike_points(of_account text) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(sum(points), 0)::integer from list_strikes(of_account) $$;

-- Lists the thresholds of the policies in force, the lowest first.
create or replace function list_strike_thresholds() returns setof jsonb
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select entry -> 'threshold' from version_in_force('policies', desk_now()) version
    cross join lateral jsonb_array_elements(coalesce(version.declares, '[]')) entry
  where entry ? 'threshold' order by (entry -> 'threshold' ->> 'points')::integer
$$;

-- Returns the points that count towards a threshold: of one proposer at most their share of it, so that no person brings
-- an account over it alone. Twin of pointsTowards in TypeScript.
create or replace function points_towards(threshold jsonb, given jsonb) returns integer
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(sum(least(points, ceil((threshold ->> 'points')::numeric / (threshold ->> 'people')::numeric))), 0)
  from (select sum((strike ->> 'points')::integer) as points from jsonb_array_elements(given) strike
    group by strike ->> 'givenBy') of_proposer
$$;

-- Returns the highest threshold that the strikes of an account reach. Null: none.
create or replace function reached_threshold(of_account text) returns jsonb
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with given as materialized (
    select coalesce(jsonb_agg(jsonb_build_object('givenBy', given_by, 'points', points)), '[]') as strikes
    from list_strikes(of_account))
  select threshold from list_strike_thresholds() threshold cross join given
  where points_towards(threshold, given.strikes) >= (threshold ->> 'points')::integer
  order by (threshold ->> 'points')::integer desc limit 1
$$;

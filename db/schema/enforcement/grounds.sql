-- Returns the irreversible harm for which two people marked a policy. Null: none. The latest change about the policy
-- counts: there is no other record that could differ.
create or replace function irreversible_harm_of_policy(policy text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (select body::jsonb ->> 'harm' from desk_change
    where kind = 'harm_policy' and state = 'applied' and body::jsonb ->> 'policyId' = policy
      order by moved_at desc, id desc limit 1);
end $$;

-- Stores the platform's current answer about contents, each {id, publishedAt, editedAt}. A time in the future counts as
-- not reported.
create or replace function record_content_times(readings json) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into content_time (content_id, published_at, edited_at, read_at)
  select distinct on (id) id, case when "publishedAt" <= desk_now() + interval '5 seconds' then "publishedAt" end,
    case when "editedAt" <= desk_now() + interval '5 seconds' then "editedAt" end, desk_now()
  from json_to_recordset(readings) given (id text, "publishedAt" timestamptz, "editedAt" timestamptz)
  where exists (select from content where content.id = given.id) order by id
  on conflict (content_id) do update set published_at = least(content_time.published_at, excluded.published_at),
    edited_at = excluded.edited_at, read_at = excluded.read_at
$$;

-- True when the platform, read within the last minute, reports that a content was published or edited in the last 24
-- hours.
create or replace function is_recent_content(on_subject text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from content_time where content_id = subject_id(on_subject, 'content')
    and read_at > desk_now() - interval '1 minute'
      and greatest(published_at, edited_at) > desk_now() - interval '24 hours')
$$;

-- Counts the contents of an account that were hidden as irreversible harm within 24 hours, except one. The first move,
-- which a trigger writes, tells when each was proposed. Undone ones count: undoing them does not give the proposer
-- more.
create or replace function irreversible_harm_used(of_account text, but_not text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*) from enforcement other
  where other.account_id = of_account and other.ground = 'harm' and other.id is distinct from but_not
    and (select min(at) from enforcement_move where enforcement_id = other.id) > desk_now() - interval '24 hours'
$$;

-- Returns how many contents of an account may still be hidden as irreversible harm within 24 hours.
-- Twin of ALONE_A_DAY in platform-kit.
create or replace function irreversible_harm_left(of_account text, but_not text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select greatest(0, 20 - irreversible_harm_used(of_account, but_not)) $$;

-- The ground "harm" needs a marked policy, a recent content, and at most 20 of an account in 24 hours. Inserts about
-- one account wait for each other (account_lock), so two at the same instant count each other.
create or replace function irreversible_harm_ground(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select irreversible_harm_of_policy(of_enforcement.policy_id) is not null and is_recent_content(of_enforcement.subject)
    and irreversible_harm_left(of_enforcement.account_id, of_enforcement.id) > 0
$$;

-- True when rows prove the ground that an enforcement names. (plpgsql, which resolves the functions when it runs.)
create or replace function ground_proved(of_enforcement enforcement) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce(case of_enforcement.ground
    when 'order' then order_ground(of_enforcement)
    when 'match' then match_ground(of_enforcement)
    when 'document' then document_ground(of_enforcement)
    when 'harm' then irreversible_harm_ground(of_enforcement)
    when 'hijack' then hijack_ground(of_enforcement) end, false);
end $$;

-- Returns the milliseconds that an enforcement on a ground lasts unless a second person confirms it. Null: it stays
-- offline, under repeated alerts. A document is as reliable as the person who entered it, so it expires, in an election
-- window sooner. There a hijack lock expires as well, like every interim measure. In a solo organisation no second
-- person could confirm it in time.
create or replace function unconfirmed_max_ms(of_ground text, of_account text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when not has_second_person() then null when of_ground = 'document' then unconfirmed_limit_ms(of_account)
    when of_ground = 'hijack' then nullif(unconfirmed_limit_ms(of_account), 3600000) end
$$;

-- True when a person may act alone on a ground at this moment: cleared for protected accounts, on duty, not leaving and
-- not restricted.
create or replace function may_act_on_ground(staff_key text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from staff person cross join lateral staff_standing(person.id) standing
    where 'staff:' || person.id = staff_key and may_review(person.roles)
      and 'protected' = any (person.clearances) and standing.active and not standing.restricted and not standing.leaving
      and (standing.on_call or standing.on_shift and not standing.on_break))
$$;

-- Refuses an enforcement on a ground that is not proved, by a person who may not act on it, or on an account that needs
-- no ground. It names the author of its content, by whom limits count: of two at the same instant, the second counts
-- the first.
create or replace function check_ground(of_enforcement enforcement) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform lock_account(of_enforcement.account_id);
  if not ground_proved(of_enforcement) then
    raise exception 'enforcement % claims the ground %, which can not be proved', of_enforcement.id,
      of_enforcement.ground using errcode = 'CS001';
  end if;
  if subject_kind(of_enforcement.subject) = 'content' and not exists (
    select from content where id = subject_id(of_enforcement.subject, 'content')
      and account_id = of_enforcement.account_id) then
    raise exception 'enforcement % does not name the author of its content', of_enforcement.id using errcode = 'CS001';
  end if;
  if not has_protected_account(of_enforcement) then
    raise exception 'enforcement % needs no ground: its account is not protected', of_enforcement.id
      using errcode = 'CS001';
  end if;
  if of_enforcement.source <> 'person' or not may_act_on_ground(of_enforcement.proposed_by) then
    raise exception '% can not act alone on a ground', of_enforcement.proposed_by using errcode = 'CS001';
  end if;
end $$;

-- Returns the refusal, as one word, of a person's confirmation of an act of one person alone on a ground. Null: they
-- may confirm. A person who may approve may confirm, on or off duty. Its proposers may not, except in a solo
-- organisation, a day later.
create or replace function ground_confirm_refusal(of_enforcement enforcement, person staff) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when not standing.active then 'ended'
    when not may_review(person.roles) then 'role'
    when not may_review(roles_at(person, of_enforcement.subject)) then 'platform'
    when standing.restricted then 'restricted'
    when is_enforcement_denied(of_enforcement, 'staff:' || person.id) then 'denied_action'
    when is_party(of_enforcement.id, person.id) and not may_look_again(of_enforcement.id, person.id) then 'party'
    when is_party(of_enforcement.id, person.id)
      and of_enforcement.proposed_at > desk_now() - interval '1 day' then 'too_soon'
    when not is_party(of_enforcement.id, person.id) and opened_case(of_enforcement, person.id) then 'opened'
    when loosened_protection_recently(person.id, of_enforcement.subject, of_enforcement.account_id) then 'loosened'
    when works_at_other_site(of_enforcement, person) then 'place'
    when of_enforcement.material_hash is null then 'not_asked'
    when of_enforcement.state <> 'in_effect' then 'not_in_effect'
    when of_enforcement.confirmed_at is not null then 'confirmed_already'
    when of_enforcement.confirm_by <= desk_now() then 'too_late'
    when not is_cleared_for(of_enforcement, person) or not 'protected' = any (person.clearances) then 'clearance'
    when standing.leaving then 'standing'
    when person.approves_from > desk_now() then 'too_new'
    when of_enforcement.ground in ('document', 'hijack')
      and pairs_too_often(of_enforcement.id, person.id) then 'pair' end
  from staff_standing(person.id) standing
$$;

-- True when one person acted alone on a ground and no other person has confirmed it.
-- Twin of isUnconfirmed in TypeScript.
create or replace function is_unconfirmed(of_enforcement enforcement) returns boolean language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select of_enforcement.ground is not null and of_enforcement.confirmed_at is null
    and of_enforcement.state in ('releasing', 'in_effect') $$;

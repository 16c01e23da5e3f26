-- Every end date enqueues a job, in each way of setting or moving it, so that none is forgotten.
create or replace function enqueue_departure() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.ended_at is null and new.ends_at is not null then
    insert into job (kind, key, priority, due_at) values ('leave', new.id, 'restore', new.ends_at)
      on conflict (kind, key) do update set due_at = excluded.due_at, lease_until = null,
        lease_id = job.lease_id + 1, attempt = 0;
  else
    delete from job where kind = 'leave' and key = new.id;
  end if;
  return null;
end $$;

create or replace function removal_actor(by_whom text) returns text language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select case when actor_kind(by_whom) = 'key' then 'directory' else by_whom end $$;

-- Auditors and people without a role don't count: one person alone may add those, and could so raise the limit.
create or replace function removals_max() returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(1, least(5, count(*) / 5))::integer from staff
  where (may_review(roles) or may_change(roles)) and starts_at <= desk_now()
    and coalesce(ended_at, ends_at, 'infinity') > desk_now() - interval '7 days'
$$;

-- The number of people, besides these, who can propose changes and agree to them.
create or replace function count_remaining_changers(besides text[]) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select count(*) from staff
  where may_change(roles_everywhere(staff)) and id <> all (besides)
    and starts_at <= desk_now() and ended_at is null and (ends_at is null or ends_at > desk_now())
    and not exists (select from staff_restriction where staff_id = staff.id and lifted_at is null)
$$;

-- True when this actor may remove this person only in part, because of how many they removed, or because fewer than two
-- others would be left who could undo it. Set-up has no such limit, and people without rights have nothing to lose.
create or replace function removals_used_up(by_whom text, of_person text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from setup_end) and cardinality(member.roles || member.clearances) > 0 and (
    (select count(distinct staff_id) from power_removal
      where actor = removal_actor(by_whom) and at > desk_now() - interval '7 days'
        and staff_id <> member.id) >= removals_max()
    or may_change(member.roles) and count_remaining_changers(array[member.id,
      coalesce(actor_id(by_whom, 'staff'), '')]) < 2)
  from staff member where member.id = of_person
$$;

-- Refuses an actor who may not end people. A person signs it with a passkey: a token or a session alone ends no one. A
-- directory's key ends only people whom the directory has just reported as gone.
create or replace function check_ender(of_person text, by_whom text, signed text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if exists (select from api_key where 'key:' || id = by_whom and revoked_at is null and 'scim' = any (scopes))
    and exists (select from directory_person where staff_id = of_person and not active
      and modified_at > desk_now() - interval '1 minute') then
    return;
  end if;
  if not exists (select from staff ending cross join lateral staff_standing(ending.id) standing
      where 'staff:' || ending.id = by_whom and 'admin' = any (ending.roles) and standing.active
        and not standing.restricted) then
    raise exception '% can not end %', by_whom, of_person using errcode = 'CS001';
  end if;
  perform use_signature(signed, 'staff_end', of_person, actor_id(by_whom, 'staff'));
end $$;

-- The lock under which everything that takes rights from people is counted. No other lock has this number.
create or replace function removal_lock() returns bigint language sql immutable
  return 7103840912::bigint;

-- Counts that an actor takes a right from a person, and refuses it beyond the limit. The right is a word, with its name
-- where there are several: role:senior. People sign exactly that with a passkey. So a stolen token takes no role,
-- clearance, session or on-call duty, and a signature for one takes no other.
create or replace function remove_power(of_person text, of_what text, by_whom text, signed text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from setup_end) then return; end if;
  if of_what in ('end', 'end_date') then
    perform check_ender(of_person, by_whom, signed);
  elsif actor_kind(by_whom) = 'staff' then
    perform use_signature(signed, 'staff_rights', of_person || ':' || of_what, actor_id(by_whom, 'staff'));
  end if;
  -- Without the lock, two concurrent removals would both be the last within the limit.
  perform pg_advisory_xact_lock(removal_lock());
  if removals_used_up(by_whom, of_person) then
    raise exception '% has taken rights from as many people as one may alone: not from %', by_whom, of_person
      using errcode = 'CS001';
  end if;
  insert into power_removal (staff_id, what, actor)
    values (of_person, split_part(of_what, ':', 1), removal_actor(by_whom));
end $$;

-- An announced end: the person's own wish or their contract's, at least 72 hours ahead, of which every lead was just
-- alerted. Twin of TOLD_AHEAD_MS in TypeScript.
create or replace function is_announced_departure(of_person text, kind text, at_end timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select kind is not distinct from 'voluntary' and at_end >= desk_now() + interval '72 hours' and exists (
    select from alert join staff on staff.id = of_person
    where alert.kind = 'left' and alert.to_role = 'lead' and alert.at > desk_now() - interval '1 minute'
      and position(staff.pseudonym in alert.why) > 0)
$$;

-- Moves an announced end by a week, once, for any lead. Returns the new end. Null: there is no such end.
create or replace function postpone_departure(of_person text, by_lead text) returns timestamptz
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  later timestamptz;
begin
  if by_lead = of_person or not exists (select from staff lead cross join lateral staff_standing(lead.id) standing
      where lead.id = by_lead and 'lead' = any (lead.roles) and standing.active and not standing.restricted) then
    raise exception '% can not postpone the end of %', by_lead, of_person using errcode = 'CS001';
  end if;
  update staff set ends_at = ends_at + interval '7 days', end_postponed_at = desk_now()
  where id = of_person and ended_at is null and end_told and end_postponed_at is null and ends_at > desk_now()
  returning ends_at into later;
  return later;
end $$;

-- Twin of RESTRICTED_MAY_SIGN in TypeScript.
create or replace function may_sign_while_restricted(person text, act text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select act = 'staff_restrict' or act = 'change_agree' and is_restricted_beyond_limit(person) $$;

-- Returns the ground on which one person may restrict another, as one word. Null: none. within: within their limit;
-- back: those who restricted them; always: any reviewer may restrict one administrator; beyond: beyond their limit, so
-- that stop, restore and undoing stay.
create or replace function restriction_ground(restrictor text, of_person text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when restrictor = of_person or not standing.active then null
    when leads.so and not standing.restricted and not removals_used_up('staff:' || restrictor, of_person) then 'within'
    when (leads.so or is_restricted_beyond_limit(restrictor)) and exists (select from staff_restriction
      where staff_id = restrictor and "by" = 'staff:' || of_person and lifted_at is null) then 'back'
    when 'admin' = any (other.roles) and not standing.restricted
      and (may_review(person.roles) or may_change(person.roles))
      and person.approves_from <= desk_now() and not exists (select from staff_restriction restriction
        join staff restricted on restricted.id = restriction.staff_id
        where restriction."by" = 'staff:' || restrictor and restriction.lifted_at is null
          and 'admin' = any (restricted.roles)) then 'always'
    when leads.so and not standing.restricted then 'beyond'
  end
  from staff person cross join lateral staff_standing(person.id) standing
  cross join lateral (select person.roles && array['lead', 'admin'] as so) leads
  join staff other on other.id = of_person
  where person.id = restrictor
$$;

-- Refuses a restriction that its author may not make, or of another kind than it states.
create or replace function check_restrictor(made staff_restriction) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  restrictor constant text := actor_id(made."by", 'staff');
  ground text;
begin
  if made.ending then
    if exists (select from setup_end) then perform check_ender(made.staff_id, made."by", made.signature_id); end if;
    return;
  end if;
  if actor_kind(made."by") = 'staff' then ground := restriction_ground(restrictor, made.staff_id); end if;
  if ground is null or (ground = 'beyond') <> (made.cause = 'many') then
    raise exception '% can not restrict %', made."by", made.staff_id using errcode = 'CS001';
  end if;
  if exists (select from setup_end) then
    perform use_signature(made.signature_id, 'staff_restrict', made.staff_id, restrictor);
  end if;
end $$;

create or replace function check_restriction() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.at := desk_now();
  if new.lifted_at is not null or new.change_id is not null then
    raise exception 'a restriction is lifted by a change' using errcode = 'CS001';
  end if;
  perform pg_advisory_xact_lock(removal_lock());
  perform check_restrictor(new);
  select ends_at into new.former_end from staff where id = new.staff_id;
  if new.ending then
    update staff set ends_at = date_trunc('milliseconds', least(ends_at, new.at + interval '1 day'))
      where id = new.staff_id;
  end if;
  insert into power_removal (staff_id, what, actor)
  values (new.staff_id, case when new.ending then 'end' else 'restriction' end, removal_actor(new."by"));
  return new;
end $$;

-- Ends a restriction and, with it, the end of access that it brought.
create or replace function lift_restriction(of_person text, by_change text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  lifted staff_restriction;
begin
  update staff_restriction set lifted_at = desk_now(), change_id = by_change
  where staff_id = of_person and lifted_at is null returning * into lifted;
  if lifted.id is null then
    raise exception '% is not restricted', of_person using errcode = 'CS001';
  end if;
  if lifted.ending then
    update staff set ends_at = lifted.former_end where id = of_person and ended_at is null;
  end if;
end $$;

-- Ends all people on a list to which two people agreed: at the last moment that it names, or at once if it names none
-- or a past one. A person who ends sooner still does. At least two others remain who can undo it.
create or replace function end_listed(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  listed constant text[] := array(select jsonb_array_elements_text(changing.body::jsonb -> 'staffIds'));
  last_moment constant timestamptz := (changing.body::jsonb ->> 'endsAt')::timestamptz;
  done bigint;
begin
  if last_moment > desk_now() then
    update staff set ends_at = least(ends_at, last_moment), end_set_by = changing.moved_by,
      notice_given_at = coalesce(notice_given_at, desk_now()), notice_kind = coalesce(notice_kind, 'voluntary')
    where id = any (listed) and ended_at is null;
  else
    update staff set ended_at = desk_now(), ended_by = changing.moved_by where id = any (listed) and ended_at is null;
  end if;
  get diagnostics done = row_count;
  if done <> cardinality(listed) then
    raise exception 'a person listed in change % has left already', changing.id using errcode = 'CS001';
  end if;
  if has_second_person() and count_remaining_changers(listed) < 2 then
    raise exception 'change % would leave fewer than two people who change the desk', changing.id
      using errcode = 'CS001';
  end if;
end $$;

-- True when a person may return by a recovery of access, even if restricted or ending beyond a limit.
create or replace function may_recover(person text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from staff member cross join lateral staff_standing(member.id) standing
    where member.id = person and may_change(member.roles) and member.created_at < desk_now() - interval '1 day'
      and standing.active and (is_restricted_beyond_limit(person) or not standing.leaving and not standing.restricted))
$$;

-- Postpones the end of a person who is ending beyond a limit while their recovery of access runs.
create or replace function extend_end_during_recovery(person text, at_least timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$ update staff set ends_at = greatest(ends_at, at_least) where id = person and ended_at is null
    and is_restricted_beyond_limit(person) $$;

-- Removing a person from the rota needs a signature at any time: a token alone could empty tonight's. Removing another
-- person who is on call now counts, and is refused beyond the limit.
create or replace function check_rota_removal() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from setup_end) then return new; end if;
  if new.removed_by <> new.staff_id and is_rota_active(old, desk_now()) then
    perform remove_power(new.staff_id, 'shift:' || new.id, 'staff:' || new.removed_by, new.removal_signature_id);
  else
    perform use_signature(new.removal_signature_id, 'staff_rights', new.staff_id || ':shift:' || new.id,
      new.removed_by);
  end if;
  return new;
end $$;

-- Returns the name that two people agreed to show to the proposer, for a day after that.
create or replace function revealed_name(by_change text, reader text) returns table (id text, pseudonym text, name text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select person.id, person.pseudonym, coalesce(nullif(trim(concat_ws(' ', known.given_name, known.family_name)), ''),
    known.display_name, known.user_name, person.name)
  from desk_change changed join staff person on person.id = changed.body::jsonb ->> 'staffId'
  left join directory_person known on known.staff_id = person.id
  where changed.id = by_change and changed.kind = 'unseal' and changed.state = 'applied'
    and changed.proposed_by = reader
    and changed.moved_at > desk_now() - interval '1 day'
$$;

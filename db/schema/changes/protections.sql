-- People who were active within a day and are on no break: without shifts that counts as on duty. (plpgsql, because an
-- SQL body would be planned with each enforcement where people do have shifts.)
create or replace function list_active_today() returns setof text
  language plpgsql stable set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return query
    select staff_id from staff_shift where at > desk_now() - interval '1 day'
    union select staff_id from staff_session where seen_at > desk_now() - interval '1 day'
    except select staff_id from staff_shift where kind = 'break' and started_at > desk_now() - interval '12 hours';
end $$;

-- People on duty who could approve an enforcement that is proposed now. (An SQL body, so that it becomes part of the
-- query that counts them; it reads the stored state of each shift.)
create or replace function list_available_approvers() returns setof staff language sql stable
begin atomic
  select member.*
  from (select desk_now() as now offset 0) moment
  join staff member on member.id in (
    select staff_id from staff_shift where kind in ('start', 'back') and started_at > moment.now - interval '12 hours'
    union all select staff_id from rota_entry entry where removed_at is null and is_rota_active(entry, moment.now)
    union all select seen.id from list_active_today() seen (id) where not has_shifts())
  where may_review(member.roles)
    and is_current_staff(member, moment.now) and not is_leaving(member, moment.now)
      and member.approves_from <= moment.now
    and not exists (select from staff_restriction restriction where restriction.staff_id = member.id
      and restriction.lifted_at is null);
end;

-- The people reachable now who could have approved an enforcement when it was proposed.
create or replace function list_possible_approvers(for_enforcement text)
  returns table (staff_id text, roles text[], team text, employer text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select person.id, roles_at(person, enforced.subject), person.team, person.employer
  from enforcement enforced cross join list_available_approvers() person
  where enforced.id = for_enforcement and may_review(roles_at(person, enforced.subject))
    and (not is_party(enforced.id, person.id) or may_look_again(enforced.id, person.id))
      and is_cleared_for(enforced, person)
    and not is_enforcement_denied(enforced, 'staff:' || person.id)
    and (is_party(enforced.id, person.id) or not opened_case(enforced, person.id))
$$;

-- A review is missed once its time has passed, and reviews start again when there is more to protect. A writer of these
-- rows can't make a protection lapse.
create or replace function check_review() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or not (new.tags <@ old.tags) or new.has_floor and not old.has_floor then
    new.due_at := desk_now() + review_every();
    new.missed := 0;
    new.told_at := null;
    return new;
  end if;
  if is_owner() then return new; end if;
  if (new.subject, new.due_at) is distinct from (old.subject, old.due_at)
    or new.missed <> old.missed and (new.missed <> old.missed + 1
      or desk_now() < old.due_at + new.missed * review_grace()) then
    raise exception 'the review of % is not missed yet', new.subject using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function check_protection_look() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.at := desk_now();
  if not exists (select from staff person cross join lateral staff_standing(person.id) standing
    where person.id = new.staff_id and 'policy' = any (person.roles) and standing.active
      and not standing.restricted) then
    raise exception '% does not say what stays protected', new.staff_id using errcode = 'CS001';
  end if;
  update protection_review set missed = 0, told_at = null, due_at = desk_now() + review_every()
    where subject = new.subject;
  return new;
end $$;

-- Returns the protections of one subject, always as one row: its minimum, as set or, after two missed reviews, at most
-- that of a high reach; and the account's tags whose reviews were missed twice. A collection has the highest minimum of
-- the accounts that it covers, and a domain takes another person: it takes many accounts offline at once.
create or replace function current_protection(under text, of_account text)
  returns table (approvals integer, hold_ms bigint, lapsed text[])
  language sql stable
begin atomic
  select greatest(strictest.approvals, collective.approvals),
    coalesce(strictest.hold_ms, case when collective.approvals > 0 then 0 end), coalesce((select tags from protection_review
    where subject = 'account:' || of_account and missed >= 2), '{}')
  from (
    select max(case when missed.subject is null then floor.approvals else least(floor.approvals, 1) end) as approvals,
      max(case when missed.subject is null then floor.hold_ms else least(floor.hold_ms, 300000) end) as hold_ms
    from (select under as subject
      union all select 'account:' || covered_accounts(subject_id(under, 'account'))
      union all select subject from protection where collection_kind(subject_id(under, 'account')) = 'domain'
        and is_of_domain(subject_id(subject, 'account'), subject_id(under, 'account'))) named
    left join protection floor on floor.subject = named.subject
    left join protection_review missed on missed.subject = named.subject and missed.has_floor and missed.missed >= 2
  ) strictest
  cross join (select case collection_kind(subject_id(under, 'account')) when 'domain' then 1 end as approvals) collective;
end;

-- Draws the random seed of the sample. Refuses a list with an unknown account, or with a doubtful one whose id its
-- proposer did not tick.
create or replace function draw_protect_list_seed() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  doubtful text;
begin
  select entry.account_id into doubtful from protect_list_entries(new.id) entry
  where coalesce(cardinality(protect_list_doubts(entry.account_id, entry.matched_by)), 1) > 0
    and not new.body::jsonb -> 'ticked' ? entry.account_id
  limit 1;
  if doubtful is not null then
    raise exception 'account % of change % was not ticked', doubtful, new.id using errcode = 'CS001';
  end if;
  insert into protect_list_draw (change_id) values (new.id);
  return null;
end $$;

-- Returns the accounts of a protect list, each with the attribute by which it matched.
create or replace function protect_list_entries(of_change text) returns table (account_id text, matched_by text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select entry ->> 'accountId', entry ->> 'by' from desk_change cross
    join jsonb_array_elements(body::jsonb -> 'entries') entry
  where id = of_change and kind = 'protect_list'
$$;

-- Returns the 25 accounts, or all if fewer, that an approver must have judged.
create or replace function protect_list_sample(of_change text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select account_id from protect_list_entries(of_change) cross join protect_list_draw draw
    where draw.change_id = of_change
  order by sha256(convert_to(draw.seed || account_id, 'UTF8')) limit 25
$$;

create or replace function check_protect_list_judgement() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.at := desk_now();
  if exists (select from desk_change where id = new.change_id
    and (proposed_by = new.staff_id or state <> 'proposed')) then
    raise exception '% does not judge the list of change %', new.staff_id, new.change_id using errcode = 'CS001';
  end if;
  if exists (select from unnest(new.wrong) id where id not in (select protect_list_sample(new.change_id))) then
    raise exception 'the sample of change % holds no such account', new.change_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Returns the reason, as one word, why a person may not agree to a protect list yet. Null: they may, or the change is
-- no list.
create or replace function protect_list_refusal(of_change text, person_id text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when not exists (select from protect_list_draw where change_id = of_change) then null
    when not exists (select from protect_list_judgement where change_id = of_change
      and staff_id = person_id) then 'sample_not_judged'
    when (select cardinality(wrong) from protect_list_judgement where change_id = of_change
      and staff_id = person_id) > 1
      then 'sample_wrong'
  end
$$;

-- Returns the reasons, as words, why a person must include this account individually before a list may protect it.
-- None: they need not.
create or replace function protect_list_doubts(of_account text, matched_by text) returns text[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select array_remove(array[
    case when matched_by = 'handle' then 'handle_only' when matched_by = 'domain' then 'domain_only' end,
    case when coalesce(account_created_at, desk_now()) > desk_now() - interval '90 days' then 'young' end,
    case when exists (select from review_case where account_id = of_account and state = 'open') then 'open_case' end,
    case when exists (select from enforcement where account_id = of_account
      and is_acting(state) and action <> 'warn') then 'sanctioned' end], null)
  from account where id = of_account
$$;

-- Adds the tag to every account of the list except those judged wrong, and sets one review date for all.
create or replace function carry_out_protect_list(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
begin
  with listed as (
    select account_id from protect_list_entries(changing.id)
    where account_id not in (select unnest(wrong) from protect_list_judgement where change_id = changing.id)),
  tagged as (
    update account set protected = true,
      tags = array(select distinct tag from unnest(tags || (said ->> 'tag')) tag order by tag)
    where id in (select account_id from listed) returning id, tags)
  insert into protection_review (subject, tags, due_at)
  select 'account:' || id, array[said ->> 'tag'], desk_now() from tagged
  on conflict (subject) do update set
    tags = array(select distinct tag from unnest(protection_review.tags || excluded.tags) tag order by tag);
  update protection_review set due_at = least(due_at, (said ->> 'reviewAt')::timestamptz)
  where subject in (select 'account:' || account_id from protect_list_entries(changing.id)) and told_at is null;
end $$;

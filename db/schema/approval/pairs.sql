-- The most answers of two people to each other's enforcements, changes and bulk actions within a week.
create or replace function pair_limit() returns bigint language sql immutable parallel safe
  return 3;

-- Counts the changes within a week that one of two people proposed and the other agreed to, of those that count towards
-- the limit of a pair. (The tables of changes come later; plpgsql binds them when it is called.)
create or replace function count_pair_changes(one text, other text) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select count(*) from change_answer answered join desk_change changing on changing.id = answered.change_id
    where answered.answer = 'agree' and answered.signed_at > desk_now() - interval '7 days'
      and (answered.staff_id = one and changing.proposed_by = other or answered.staff_id = other
        and changing.proposed_by = one)
      and (changing.takes_effect_at is not null or answered.signed_at > (select at from setup_end)
        and grants_approval_rights(changing)));
end $$;

-- Counts the enforcements, except one, that one of two people proposed or joined and the other approved or confirmed
-- within a week, and adds the changes they agreed to (count_pair_changes). An enforcement on an authenticated order, a
-- verified match or irreversible harm does not count: its ground is proved without either. A promise to confirm counts
-- while it is open: its holder is never refused when the confirmation is due.
create or replace function pair_count(one text, other text, but_not text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select count_pair_changes(one, other) + count(distinct approval.enforcement_id)
  from approval join enforcement_party on enforcement_party.enforcement_id = approval.enforcement_id
    and enforcement_party.how <> 'undid'
  join enforcement on enforcement.id = approval.enforcement_id
  where approval.enforcement_id is distinct from but_not
    and (enforcement.ground is null or enforcement.ground in ('document', 'hijack'))
    and (approval.staff_id = one and enforcement_party.staff_id = other or approval.staff_id = other
      and enforcement_party.staff_id = one)
    and (approval.answer in ('agree', 'confirm') and approval.signed_at > desk_now() - interval '7 days'
      or approval.answer = 'duty' and enforcement.state in ('awaiting_approval', 'held', 'releasing', 'in_effect'))
$$;

-- True when this person and a proposer of the enforcement have approved or confirmed each other as often as two people
-- may.
create or replace function pairs_too_often(for_enforcement text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from enforcement_party where enforcement_id = for_enforcement and how <> 'undid'
    and staff_id <> person_id
    and pair_count(person_id, enforcement_party.staff_id, for_enforcement) >= pair_limit())
$$;

-- Counts the enforcements on protected accounts, except one, that a person reviewed within an hour: each that was
-- offered to them, unless they passed on it before they concluded anything. (has_protected_account comes later; plpgsql
-- binds it when it is called.)
create or replace function count_protected_reviews(person_id text, but_not text) returns bigint
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select count(*) from enforcement_offer offer join enforcement on enforcement.id = offer.enforcement_id
    where offer.staff_id = person_id and offer.enforcement_id <> but_not
      and (offer.passed_at is null or offer.own_at is not null)
      and greatest(offer.offered_at, offer.own_at) > desk_now() - interval '1 hour'
      and has_protected_account(enforcement));
end $$;

-- True when a person has reviewed as many protected accounts within an hour as one person does well, and this would be
-- one more.
create or replace function is_fatigued(of_enforcement enforcement, person_id text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return has_protected_account(of_enforcement)
    and count_protected_reviews(person_id, of_enforcement.id) >= 6;
end $$;

-- Locks, until the transaction ends, each pair of this person and a proposer of the enforcement, so that two answers at
-- the same instant are counted in sequence. It is taken in addition to the locks on the people's rows, and never by
-- stopping or restoring.
create or replace function lock_pairs(for_enforcement text, person_id text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  pair text;
begin
  for pair in
    select least(staff_id, person_id) || ' ' || greatest(staff_id, person_id) as two
    from enforcement_party where enforcement_id = for_enforcement and how <> 'undid' order by two
  loop
    perform pg_advisory_xact_lock(hashtextextended('pair ' || pair, 0));
  end loop;
end $$;

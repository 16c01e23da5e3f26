-- People who may be asked about an enforcement conclude before they learn its proposer, the reason and other people's
-- answers, on every route.

-- True when a person may be asked about an enforcement and has not stored their own review.
create or replace function owes_independent_review(person_id text, asked enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select asked.material_hash is not null and is_waiting(asked.state)
    and exists (select from staff where id = person_id and may_review(roles))
    and not is_party(asked.id, person_id)
    and not exists (select from enforcement_offer where enforcement_id = asked.id and staff_id = person_id
      and (own_at is not null or revealed_at is not null))
$$;

-- True when an enforcement was offered to a person whose own review is not stored. Until it is, no route gives this
-- person its action, label, duration, countries or policy.
create or replace function has_blinded_offer(person_id text, asked enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from enforcement_offer where enforcement_id = asked.id and staff_id = person_id
    and own_at is null and revealed_at is null)
    and owes_independent_review(person_id, asked)
$$;

-- True when an enforcement's action must be hidden from a person: they review it independently, or the one that
-- resubmits it.
create or replace function hides_action(person_id text, shown enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select has_blinded_offer(person_id, shown)
    or shown.state in ('stopped', 'restoring', 'restored') and exists (select from enforcement asked
      where asked.subject = shown.subject and is_waiting(asked.state)
        and asked.successor_of = shown.id and has_blinded_offer(person_id, asked))
$$;

-- True when the text of an alert about an enforcement is withheld from a person: they may still be asked to review it, or the
-- one that resubmits or replaces it, or the one for which this is the interim measure.
create or replace function primes_review(person_id text, about enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select owes_independent_review(person_id, about)
    or exists (select from enforcement asked
      where asked.subject = about.subject and is_waiting(asked.state)
        and (asked.successor_of = about.id or asked.id = about.superseded_by)
        and owes_independent_review(person_id, asked))
    or about.interim and exists (select from enforcement asked
      where asked.account_id = about.account_id and is_waiting(asked.state)
        and asked.proposed_at <= about.proposed_at and owes_independent_review(person_id, asked))
$$;

-- True when the reason for which a person should look at an enforcement is withheld from them: it would bias their review, or
-- tell the second judge of an appeal the outcome of the first.
create or replace function withholds_alert_text(person_id text, about enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select primes_review(person_id, about) or tells_first_judgement(person_id, about) $$;

-- A revealed action stays revealed: the application role can neither unset nor backdate it.
create or replace function protect_revealed_at() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.revealed_at := null;
  elsif old.revealed_at is not null then
    new.revealed_at := old.revealed_at;
  elsif new.revealed_at is not null then
    new.revealed_at := desk_now();
  end if;
  return new;
end $$;

-- Stores an approver's independent review: for an offer of theirs, once, while they may still be asked, and with the
-- account that they name where that is asked. Returns whether it was stored.
create or replace function record_own_review(of_enforcement text, by_person text, conclusion text, rationale text,
  account text default null) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal constant text := approval_refusal(of_enforcement, by_person, 'offer');
begin
  if refusal is not null then
    raise exception '% can not review %: %', by_person, of_enforcement, refusal using errcode = 'CS001';
  end if;
  update enforcement_offer set own_conclusion = conclusion, own_rationale = rationale, own_at = desk_now(),
    own_account = case when requires_identification(of_enforcement) then account end
    where enforcement_id = of_enforcement and staff_id = by_person and own_at is null;
  return found;
end $$;

-- True when two actions take the same from a subject, perhaps for another time.
-- Twin of actionsWithSameLosses in TypeScript.
create or replace function has_same_losses(one text, other text) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select one = other or exists (select from action_taking mine, action_taking its
    where mine.action = one and its.action = other and mine.losses <> '{}' and mine.losses = its.losses)
$$;

-- True when an enforcement was declined within a day before one with the same effects that waits for this person's
-- independent review.
create or replace function is_withheld_from_reviewer(person_id text, ended enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select ended.state = 'declined' and exists (select from enforcement asked
    where asked.subject = ended.subject and is_waiting(asked.state)
      and has_same_losses(asked.action, ended.action) and asked.proposed_at - interval '1 day' <= ended.moved_at
      and owes_independent_review(person_id, asked))
$$;

-- Returns the actors, as staff:ID or key:ID, whose acts on a subject or its account are hidden from this person for
-- now. They proposed what waits here for this person's independent review, undid it before, answered it, or declined
-- the same within a day.
create or replace function list_reviewed_actors(person_id text, on_subject text, on_account text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with asked as materialized (
    select waiting.id, waiting.subject, waiting.action, waiting.proposed_by, waiting.proposed_at
      from enforcement waiting
    where is_waiting(waiting.state)
      and (waiting.subject = on_subject or waiting.account_id = on_account)
        and owes_independent_review(person_id, waiting))
  select proposed_by from asked
  union select 'staff:' || staff_id from asked join enforcement_party on enforcement_id = asked.id
  union select 'staff:' || staff_id from asked join approval on enforcement_id = asked.id
  union select ended.moved_by from asked join enforcement ended on ended.subject = asked.subject
    where ended.state = 'declined' and has_same_losses(asked.action, ended.action)
      and ended.moved_at >= asked.proposed_at - interval '1 day'
$$;

-- Returns all actors whose acts on a subject or its account are hidden from this person for now: until their independent
-- review, or until they conclude on an appeal.
create or replace function list_hidden_actors(person_id text, on_subject text, on_account text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select list_reviewed_actors(person_id, on_subject, on_account)
  union select list_appealed_actors(person_id, on_subject, on_account)
$$;

-- Returns the enforcements that no search mentions to a person: those that wait for that person's independent review,
-- the earlier ones that they replaced or repeat, interim measures on their accounts since then, and all others that
-- their proposers proposed on their subjects and accounts. One decision may carry several actions, of one policy.
create or replace function list_withheld_enforcements(person_id text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with asked as materialized (
    select waiting.id, waiting.subject, waiting.account_id, waiting.proposed_by, waiting.proposed_at, waiting.successor_of
      from enforcement waiting
      where is_waiting(waiting.state) and owes_independent_review(person_id, waiting))
  select id from asked
  union select successor_of from asked where successor_of is not null
  union select other.id from asked join enforcement other on other.subject = asked.subject
    where other.state = 'superseded' and other.moved_at >= asked.proposed_at
      or is_withheld_from_reviewer(person_id, other) or other.proposed_by = asked.proposed_by
  union select other.id from asked join enforcement other on other.account_id = asked.account_id
    where other.interim and other.proposed_at >= asked.proposed_at or other.proposed_by = asked.proposed_by
$$;

-- Decisions of bodies for out-of-court settlement.

-- True for people who took part in what a body decided about, its appeals included.
create or replace function is_contested_party(of_enforcement text, of_decision text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when of_enforcement is not null then is_appeal_party(of_enforcement, person_id)
    else is_decision_party(of_decision, person_id) end
$$;

-- True when a person may be asked to judge an open appeal against what a body decided about, and has not concluded: the
-- decision of the body would prime them.
create or replace function hides_settlement(person_id text, of_settlement text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from appeal_settlement settled join appeal contested on contested.state = 'open'
      and (contested.enforcement_id = settled.enforcement_id or contested.decision_id = settled.decision_id)
    where settled.id = of_settlement and owes_appeal_conclusion(person_id, contested))
$$;

-- Returns the reason, as one word, why a person can't agree to the correction of a record. Null: they can. One that gives back
-- ends every appeal, so it primes no judge.
create or replace function correction_refusal(said jsonb, person_id text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when said ->> 'outcome' = 'appellant' and (said ->> 'follows')::boolean then null
    when exists (select from appeal_settlement settled where settled.id = said ->> 'settlementId'
      and is_contested_party(settled.enforcement_id, settled.decision_id, person_id)) then 'settlement_party'
    when hides_settlement(person_id, said ->> 'settlementId') then 'owes_conclusion' end
$$;

-- People who took part in what a body decided about record no decision that leaves it as it is, and agree to no correction
-- into one. Anyone records one that gives back, as in every restore.
create or replace function check_appeal_settlement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.recorded_at := desk_now();
  if not (new.outcome = 'appellant' and new.follows)
    and (is_contested_party(new.enforcement_id, new.decision_id, new.recorded_by)
      or exists (select from change_answer where change_id = new.change_id and answer = 'agree'
        and is_contested_party(new.enforcement_id, new.decision_id, staff_id))) then
    raise exception '% had a part in what the body decided about', new.recorded_by using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Stores the correction of a record, to which two people agreed, as a new record. The corrected one stays as it is, and a
-- record is corrected once.
create or replace function correct_settlement(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into appeal_settlement (enforcement_id, decision_id, appeal_id, body, reference, decided_on, outcome, follows, reason,
    recorded_by, corrects, change_id)
  select old.enforcement_id, old.decision_id, old.appeal_id, said ->> 'body', said ->> 'reference', (said ->> 'decidedOn')::date,
    said ->> 'outcome', (said ->> 'follows')::boolean, said ->> 'reason', changing.proposed_by, old.id, changing.id
  from appeal_settlement old where old.id = said ->> 'settlementId'
  on conflict do nothing;
  get diagnostics done = row_count;
  return done;
end $$;

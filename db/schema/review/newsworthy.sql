-- A newsworthy exception begins as one person's proposal.
create or replace function refuse_final_exception() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  raise exception 'an exception is final once another person has agreed to it' using errcode = 'CS001';
end $$;

-- A newsworthy exception equals its proposal, begins when another person approves it, and ends once.
create or replace function check_newsworthy_exception() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  proposed decision;
  asked case_escalation;
  candidate review_case;
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is not null then
      raise exception 'exception % has ended and stays so', old.id using errcode = 'CS001';
    end if;
    return new;
  end if;
  select * into proposed from decision where id = new.decision_id;
  select * into asked from case_escalation where decision_id = new.decision_id;
  select * into candidate from review_case where id = new.case_id;
  if proposed.conclusion is distinct from 'newsworthy_exception' or asked.agrees is not true then
    raise exception 'the exception by % has no approval', new.decision_id using errcode = 'CS001';
  end if;
  if (new.case_id, new.subject, new.account_id, new.policy_id, new.proposed_by, new.agreed_by) is distinct from
      (proposed.case_id, candidate.subject, candidate.account_id, proposed.policy_id, proposed.staff_id,
        asked.answered_by)
    or jsonb_build_object('whoSpeaks', new.who_speaks, 'publicInterest', new.public_interest, 'harm', new.harm,
      'alternatives', new.alternatives) <> proposed.assessment then
    raise exception 'this is not the exception that was proposed by %', new.decision_id using errcode = 'CS001';
  end if;
  if not (select active from staff_standing(new.agreed_by)) then
    raise exception '% is no longer here to agree', new.agreed_by using errcode = 'CS001';
  end if;
  if new.ended_at is not null then
    raise exception 'an exception begins before it ends' using errcode = 'CS001';
  end if;
  perform use_signature(new.signature_id, 'exception_agree', new.case_id, new.agreed_by);
  if not exists (select from signature where id = new.signature_id
    and core::jsonb @> jsonb_build_object('decision', new.decision_id, 'subject', new.subject, 'policy', new.policy_id)
    and (core::jsonb ->> 'reviewBy')::timestamptz = new.review_by) then
    raise exception 'what % signed is not this exception', new.agreed_by using errcode = 'CS001';
  end if;
  new.agreed_at := desk_now();
  return new;
end $$;

-- Only that decides whether a decision still counts.
create or replace function finalise_decision() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update decision set standing = 'final' where id = new.decision_id;
  return null;
end $$;

-- What breaks a policy and stays up, because the public has something from hearing it: for a time, and by two people.

alter table case_escalation add column agrees boolean check (agrees is null or answered_by is not null);
comment on column case_escalation.agrees is 'Of a newsworthy exception: whether whoever was asked wants it to hold.';

create sequence newsworthy_exception_seq;
create table newsworthy_exception (
  id text collate "C" primary key default 'n-' || nextval('newsworthy_exception_seq'),
  decision_id text collate "C" not null unique references decision (id),
  case_id text collate "C" not null references review_case (id),
  subject text collate "C" not null,
  account_id text collate "C",
  policy_id text not null,
  who_speaks text not null check (length(who_speaks) between 1 and 4000),
  public_interest text not null check (length(public_interest) between 1 and 4000),
  harm text not null check (length(harm) between 1 and 4000),
  alternatives text not null check (length(alternatives) between 1 and 4000),
  proposed_by text collate "C" not null references staff (id),
  agreed_by text collate "C" not null references staff (id),
  -- By which signature they agreed.
  signature_id text collate "C" not null,
  agreed_at timestamptz not null default desk_now(),
  -- Twin of REVIEW_DAYS_MAX in TypeScript.
  review_by timestamptz not null,
  overdue_told_at timestamptz,
  ended_by text collate "C" references staff (id),
  ended_at timestamptz,
  end_reason text check (length(end_reason) between 1 and 2000),
  check (proposed_by <> agreed_by),
  check (review_by > agreed_at and review_by <= agreed_at + interval '8760 hours'),
  check ((ended_by is null) = (ended_at is null) and (end_reason is null) = (ended_at is null))
);
comment on column newsworthy_exception.review_by is 'When somebody must look at it again. It holds until somebody ends it.';
create index newsworthy_exception_review on newsworthy_exception (review_by, id) where ended_at is null;
create index newsworthy_exception_subject on newsworthy_exception (subject);

-- An exception begins as one person's proposal.
create function refuse_final_exception() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  raise exception 'an exception is final when somebody else has agreed to it' using errcode = 'CS001';
end $$;
create trigger refuse_final_exception before insert on decision for each row
  when (new.conclusion = 'newsworthy_exception' and new.standing = 'final') execute function refuse_final_exception();

-- It stands as it was proposed, from when somebody else said yes to it, and ends once.
create function check_newsworthy_exception() returns trigger language plpgsql security definer
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
    raise exception 'nobody agreed to an exception by %', new.decision_id using errcode = 'CS001';
  end if;
  if (new.case_id, new.subject, new.account_id, new.policy_id, new.proposed_by, new.agreed_by) is distinct from
      (proposed.case_id, candidate.subject, candidate.account_id, proposed.policy_id, proposed.staff_id, asked.answered_by)
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
create trigger check_newsworthy_exception before insert or update on newsworthy_exception for each row
  execute function check_newsworthy_exception();

-- A decision's standing follows from that and from nothing else.
create function keep_decision_standing() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update decision set standing = 'final' where id = new.decision_id;
  return null;
end $$;
create trigger keep_decision_standing after insert on newsworthy_exception for each row execute function keep_decision_standing();

grant update (agrees) on case_escalation to countersign_desk;
grant select, insert on newsworthy_exception to countersign_desk;
grant update (overdue_told_at, ended_by, ended_at, end_reason) on newsworthy_exception to countersign_desk;
grant usage on sequence newsworthy_exception_seq to countersign_desk;

-- Evidence shown to reviewers and their decisions. Insert only.

create sequence decision_seq;
create table decision (
  id text collate "C" primary key default 'dec_' || nextval('decision_seq'),
  case_id text collate "C" not null references review_case (id),
  staff_id text collate "C" not null references staff (id),
  draft_id text collate "C" not null check (length(draft_id) between 1 and 64),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  conclusion text not null check (conclusion in ('no_violation', 'violation', 'newsworthy_exception', 'escalate')),
  -- Proposed: it holds only when a second person agrees, and is final then.
  standing text not null default 'final' check (standing in ('final', 'proposed')),
  policy_id text,
  rationale text not null check (length(rationale) <= 10000),
  actions jsonb not null default '[]',
  -- The assessment of a newsworthy exception: the speaker, the public interest, the people affected, the alternatives.
  assessment jsonb,
  shown jsonb not null default '[]',
  seconds_on_case integer not null check (seconds_on_case >= 0),
  decided_at timestamptz not null default desk_now(),
  escalated_to text check (escalated_to in ('lead', 'policy', 'legal', 'child_safety', 'threat_to_life')),
  urgency text check (urgency in ('immediate', 'urgent', 'normal')),
  unique (staff_id, draft_id),
  check ((conclusion in ('violation', 'newsworthy_exception')) = (policy_id is not null)),
  check (conclusion = 'newsworthy_exception' or standing = 'final'),
  check ((conclusion = 'newsworthy_exception') = (assessment is not null)),
  check ((conclusion in ('escalate', 'newsworthy_exception')) = (escalated_to is not null)),
  check ((escalated_to is null) = (urgency is null))
);
comment on column decision.draft_id is 'Made when the draft is opened: a double click or a retry is one decision.';
create index decision_case on decision (case_id, decided_at);
create index decision_at on decision (decided_at);

-- A case closed without a violation, which another reviewer judges again without knowing that it is a sample.
create table qa_sample (
  decision_id text collate "C" primary key references decision (id),
  case_id text collate "C" not null references review_case (id),
  first_reviewer text collate "C" not null references staff (id),
  why text not null check (why in ('severe', 'protected', 'reporters', 'set')),
  -- The event of the sampling. Of the events up to it, the second reviewer sees only that the case was opened.
  event_id bigint not null references case_event (id),
  asked_at timestamptz not null default desk_now(),
  due_at timestamptz not null,
  looked_at timestamptz,
  -- The decision of that time.
  answer_id text collate "C" references decision (id),
  check ((looked_at is null) = (answer_id is null))
);
create unique index qa_sample_open on qa_sample (case_id) where looked_at is null;
create index qa_sample_case on qa_sample (case_id);
create index qa_sample_answer on qa_sample (answer_id);
create index qa_sample_looked on qa_sample (looked_at);

-- Until when it was drawn which cases are looked at again. What was decided before there was a desk is left alone.
create table qa_sample_draw (
  single boolean primary key default true check (single),
  drawn_until timestamptz not null
);
insert into qa_sample_draw (drawn_until) values (clock_timestamp());

-- Exceptions: contents that violate a policy and stay up in the public interest, for a time and by two people.

create sequence newsworthy_exception_seq;
create table newsworthy_exception (
  id text collate "C" primary key default 'exc_' || nextval('newsworthy_exception_seq'),
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
comment on column newsworthy_exception.review_by is 'The time by which a person must review the exception. It stays in force until a person ends it.';
create index newsworthy_exception_review on newsworthy_exception (review_by, id) where ended_at is null;
create index newsworthy_exception_subject on newsworthy_exception (subject);

-- The profiles and posts of accounts that holders of a case were shown, as canonical JSON. case_shown, and with it the
-- decision, names each by its hash.
create table shown_profile (
  case_id text collate "C" not null references review_case (id),
  sha256 bytea not null check (sha256 = sha256(body)),
  body bytea not null check (octet_length(body) <= 262144),
  shown_at timestamptz not null default desk_now(),
  primary key (case_id, sha256)
);
comment on table shown_profile is 'Insert only.';

-- Judges of appeals conclude before they read what was said for the decision.

-- The own conclusion of a person who judges an appeal. Insert only.
create table appeal_conclusion (
  appeal_id text collate "C" not null references appeal (id),
  staff_id text collate "C" not null references staff (id),
  conclusion text not null check (conclusion in ('violation', 'no_violation')),
  policy_id text check (length(policy_id) between 1 and 64),
  -- The action that they would take themselves, and for how long. Null: no end.
  action text,
  duration_ms bigint check (duration_ms between 60000 and 315576000000),
  label text check (length(label) between 1 and 128),
  rationale text not null check (length(rationale) between 1 and 2000),
  concluded_at timestamptz not null default desk_now(),
  primary key (appeal_id, staff_id),
  check ((conclusion = 'violation') = (policy_id is not null) and (conclusion = 'violation') = (action is not null)),
  check (action is not null or duration_ms is null and label is null)
);

-- The reason for which a judge's outcome differs from their own conclusion. Null: it follows from it.
alter table appeal add column differs_because text;
-- No row has a value yet, so every stored row satisfies the constraint.
alter table appeal add constraint appeal_differs_because_check
  check (differs_because is null or length(differs_because) between 1 and 2000 and judged_by is not null) not valid;
alter table appeal validate constraint appeal_differs_because_check;

-- By these the people of an open appeal are found who are hidden from its judges.
-- accepted: open appeals are few.
create index appeal_open_subject on appeal (subject) where state = 'open';
-- accepted: the same.
create index appeal_open_account on appeal (account_id) where state = 'open';

-- The case whose decision answers a notice again, where another open case of its subject took the place of its own.
alter table notice add column answering_case_id text collate "C";
alter table notice add constraint notice_answering_case_id_fkey foreign key (answering_case_id) references review_case (id) not valid;
alter table notice validate constraint notice_answering_case_id_fkey;
-- accepted: no row is in this index when it is built.
create index notice_answering_case on notice (answering_case_id) where answering_case_id is not null;

-- Decisions of bodies for out-of-court settlement (DSA, article 21). Insert only.
create sequence appeal_settlement_seq;
create table appeal_settlement (
  id text collate "C" primary key default 'aps_' || nextval('appeal_settlement_seq'),
  -- The enforcement, or the decision that led to nothing, about which it is, and the appeal that came before, if any.
  enforcement_id text collate "C" references enforcement (id),
  decision_id text collate "C" references decision (id),
  appeal_id text collate "C" references appeal (id),
  body text not null check (length(body) between 1 and 200),
  reference text not null check (length(reference) between 1 and 200),
  decided_on date not null,
  -- appellant: the body decided for the person. platform: it confirmed the decision. settled: both sides agreed.
  outcome text not null check (outcome in ('appellant', 'platform', 'settled')),
  -- True: the platform follows it. A decision of such a body binds no side.
  follows boolean not null,
  reason text not null check (length(reason) between 1 and 2000),
  recorded_by text collate "C" not null references staff (id),
  recorded_at timestamptz not null default desk_now(),
  check ((enforcement_id is null) <> (decision_id is null))
);
create unique index appeal_settlement_reference on appeal_settlement (coalesce(enforcement_id, decision_id), body, reference);
create index appeal_settlement_recorded on appeal_settlement (recorded_at);

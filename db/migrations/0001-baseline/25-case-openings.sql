-- A person of the desk asked for the review of a subject, with the source and the reason. Insert only. Another person
-- judges whether they were right: see opened_case.
create sequence case_opening_seq;
create table case_opening (
  id text collate "C" primary key default 'opening_' || nextval('case_opening_seq'),
  case_id text collate "C" not null references review_case (id),
  staff_id text collate "C" not null references staff (id),
  source text not null check (source in ('own_initiative', 'authority', 'court', 'press', 'partner')),
  reason text not null check (length(reason) between 1 and 2000),
  -- The reference of a document outside the desk.
  reference text check (length(reference) between 1 and 200),
  -- False: the subject's case was open already.
  opened boolean not null,
  at timestamptz not null default desk_now()
);
create index case_opening_case on case_opening (case_id);
create index case_opening_staff on case_opening (staff_id, at);

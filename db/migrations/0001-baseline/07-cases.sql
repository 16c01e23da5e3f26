-- Reports and the cases they join. One open case for a subject, however many reports.

create sequence review_case_seq;
create table review_case (
  id text collate "C" primary key default 'case_' || nextval('review_case_seq'),
  subject text collate "C" not null,
  account_id text collate "C",
  state text not null default 'open' check (state in ('open', 'closed')),
  queue text not null,
  category text not null,
  language text,
  region text,
  -- The clearances a reviewer needs for this case: those its reports ask for, which only ever grow, and beside them those of its
  -- queue.
  clearances text[] not null default '{}',
  queue_clearances text[] not null default '{}',
  queue_languages text[] not null default '{}',
  queue_roles text[] not null default '{reviewer,senior,lead}',
  employer text,
  site text,
  severity smallint not null default 1 check (severity between 1 and 5),
  reach_class smallint not null default 0 check (reach_class between 0 and 19),
  reporter_weight double precision not null default 0 check (reporter_weight >= 0),
  rank_boost_hours double precision not null default 0,
  -- The precedence of its partition: the list of cases is ordered by it without reading partitions.
  precedence smallint not null default 0,
  -- Higher is more urgent; before it count a legal clock that is near, the partition's precedence, a case that came back, and one that is late.
  rank double precision not null,
  returned boolean not null default false,
  report_count integer not null default 0,
  reporter_count integer not null default 0,
  -- The time of the last report; null: none.
  reported_at timestamptz,
  opened_at timestamptz not null default desk_now(),
  due_at timestamptz not null,
  -- The due time it missed, once that was noticed.
  missed_due_at timestamptz,
  -- The law's time for its subject, once that is near: sooner than all that is only late.
  pressing_due_at timestamptz,
  -- The number of the case's partition, which says who may be given it: see case_partition.
  partition_id integer not null,
  -- The person who is given the case before all others until then, while on shift.
  reserved_for text collate "C" references staff (id),
  reserved_until timestamptz,
  -- The case is given to no reviewer before then. Only triggers set it: see case_snooze.
  snoozed_until timestamptz,
  -- The decision that asked others; who asked is not the one to answer.
  escalation_id text collate "C",
  not_for text[] not null default '{}',
  -- The people who released it with a reason. It is not offered to them again; they may still choose it.
  not_offered_to text[] not null default '{}',
  -- It is an appeal's, and against an enforcement of which bulk action, if of one.
  appeal_id text collate "C",
  bulk_action_id text collate "C",
  claimed_by text collate "C" references staff (id),
  claimed_at timestamptz,
  claimed_until timestamptz,
  closed_at timestamptz,
  check ((claimed_by is null) = (claimed_until is null) and (claimed_by is null) = (claimed_at is null)),
  check ((reserved_for is null) = (reserved_until is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state = 'open' or claimed_by is null),
  check (bulk_action_id is null or appeal_id is not null)
  -- Room on each page, so that giving a case out and taking it back rewrites no index. A low threshold, so that closed cases are
  -- soon vacuumed from where every query looks first.
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
-- On another column than the indexes below, so that a query for the open case of a subject can't use any other.
create unique index review_case_one_open on review_case (subject) where closed_at is null and appeal_id is null;
create index review_case_next on review_case (partition_id, pressing_due_at, returned desc, missed_due_at, rank desc, opened_at, id) where state = 'open';
create index review_case_reserved on review_case (reserved_for) where state = 'open' and reserved_for is not null;
create index review_case_due on review_case (due_at) where state = 'open' and missed_due_at is null;
create index review_case_pressing on review_case (subject) where pressing_due_at is not null;
create index review_case_late on review_case (opened_at, id) where state = 'open' and missed_due_at is not null;
create index review_case_subject on review_case (subject, opened_at);
create index review_case_account on review_case (account_id);
create index review_case_page on review_case (opened_at, id);
create index review_case_closed on review_case (closed_at) where closed_at is not null;
create unique index review_case_appeal on review_case (appeal_id) where appeal_id is not null;
create index review_case_bulk_action on review_case (bulk_action_id, opened_at) where bulk_action_id is not null;

-- The reason why a case waits for a time instead of a person. Meanwhile the case has left the queue.
create sequence case_snooze_seq;
create table case_snooze (
  id text collate "C" primary key default 'snooze_' || nextval('case_snooze_seq'),
  case_id text collate "C" not null references review_case (id),
  until timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000),
  made_by text collate "C" not null references staff (id),
  made_at timestamptz not null default desk_now(),
  ended_at timestamptz,
  -- passed: the case came back by itself, at its time or because it became urgent. ended: a lead ended it.
  how text check (how in ('passed', 'ended')),
  ended_by text collate "C" references staff (id),
  check (made_at < until),
  check ((ended_at is null) = (how is null)),
  check ((how is not distinct from 'ended') = (ended_by is not null))
);
create unique index case_snooze_lasts on case_snooze (case_id) where ended_at is null;
create index case_snooze_case on case_snooze (case_id, made_at);

create table case_reporter (
  case_id text collate "C" not null,
  reporter_id text collate "C" not null,
  upheld boolean,
  primary key (case_id, reporter_id)
);
create index case_reporter_reporter on case_reporter (reporter_id, case_id);
comment on table case_reporter is 'Who reported a case: the same reporter twice counts once. Written with the case itself, so it isn''t looked up again for each.';
comment on column case_reporter.upheld is 'Whether the last decision agreed, as far as it was counted in their record. Null: not yet.';

-- The history of a case: opened, given, moved, asked about, late, decided, returned, noted. Insert only.
create table case_event (
  id bigint generated always as identity primary key,
  case_id text collate "C" not null references review_case (id),
  kind text not null check (kind in ('opened', 'claimed', 'released', 'lapsed', 'taken_over', 'transferred', 'late', 'escalated',
    'answered', 'decided', 'returned', 'qa_sample', 'note', 'requested')),
  by text collate "C" not null,
  detail jsonb not null default '{}',
  at timestamptz not null default desk_now()
);
create index case_event_case on case_event (case_id, id);
-- Serves a reviewer's query for the cases they handed on.
create index case_event_handed_on on case_event (by, at) where kind in ('transferred', 'released');
create index case_event_words on case_event using gin (search_words(detail ->> 'text'))
  with (gin_pending_list_limit = 512) where kind = 'note';

-- Ids are scoped to the key that sent them. Apart from the partitioned table, whose key must hold the month.
create table report_key (
  key_id text collate "C" not null,
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  report_id text collate "C" not null,
  case_id text collate "C" not null,
  received_at timestamptz not null,
  primary key (key_id, client_id)
);

create sequence report_seq;
create table report (
  id text collate "C" not null default 'rep_' || nextval('report_seq'),
  received_at timestamptz not null,
  key_id text collate "C" not null,
  client_id text collate "C" not null,
  case_id text collate "C" not null,
  subject text collate "C" not null,
  ground text not null check (ground in ('illegal', 'terms')),
  category text not null,
  keyword text,
  comment text,
  language text,
  region text,
  reporter_id text collate "C" not null,
  reported_at timestamptz not null,
  account_facts jsonb,
  primary key (received_at, id)
) partition by range (received_at);
comment on column report.account_facts is 'What the report says of the account: evidence, shown and never judged.';
create index report_case on report (case_id, received_at, id);
create index report_subject on report (subject, received_at);
-- The partition for months without one of their own, so that no report is ever refused for want of a table.
create table report_other partition of report default;

create sequence evidence_seq;
create table evidence (
  id text collate "C" primary key default 'ev_' || nextval('evidence_seq'),
  report_id text collate "C" not null,
  case_id text collate "C" not null,
  class text not null check (class in ('ordinary', 'sensitive', 'restricted')),
  media_type text not null check (length(media_type) between 1 and 127),
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes_count integer check (bytes_count >= 0),
  reference text check (length(reference) <= 2048),
  kept_at timestamptz not null default desk_now(),
  unique (class, id),
  check ((class = 'restricted') = (bytes_count is null)),
  check (class <> 'restricted' or reference is not null)
);
create index evidence_case on evidence (case_id);
create index evidence_restricted on evidence (sha256) where class = 'restricted';
create index evidence_sha256 on evidence (sha256);

-- Bytes live apart, by class. There is no place for those of the restricted class, and none under another class's name: not
-- even a mistake can store them.
create table evidence_bytes (
  class text not null,
  evidence_id text collate "C" not null,
  bytes bytea not null,
  primary key (class, evidence_id),
  foreign key (class, evidence_id) references evidence (class, id)
) partition by list (class);
create table evidence_bytes_ordinary partition of evidence_bytes for values in ('ordinary');
create table evidence_bytes_sensitive partition of evidence_bytes for values in ('sensitive');

-- The parts of a case that a person was shown during a claim, and when first and last.
create table case_shown (
  case_id text collate "C" not null references review_case (id),
  staff_id text collate "C" not null references staff (id),
  claimed_at timestamptz not null,
  part text not null check (length(part) <= 128),
  first_at timestamptz not null default desk_now(),
  last_at timestamptz not null default desk_now(),
  primary key (case_id, staff_id, claimed_at, part)
);

-- The enforcement of cases and the partitions from which each person is given them.

-- Case partitions: each combination of properties that decides who may take a case, as one number. A request for the next case
-- reads only the first case of each partition its caller may take.
create table case_partition (
  id integer generated always as identity primary key,
  -- Lower case; null: the case has none. '*': of one of the languages that came after the last partition was made.
  language text,
  languages text[] not null,
  roles text[] not null,
  clearances text[] not null,
  employer text,
  site text,
  protected boolean not null,
  -- True for severe material, which hurts people who see much: wellbeing settings limit it.
  severe boolean not null,
  -- Its cases come before all of a lower one, but for a legal clock that is near (case_precedence).
  precedence smallint not null default 0,
  -- Appeals against what one bulk action did wait in a partition of their own.
  bulk_action_id text collate "C",
  key text collate "C" not null unique
);
comment on column case_partition.languages is 'A reviewer who claims from this partition must speak one of these. Empty: any language.';

-- Current claims, expired ones included until they are cleared away. A small table rather than an index of the claims: an index
-- would have every index of the case rewritten with each claim.
create table case_claim (
  case_id text collate "C" primary key,
  staff_id text collate "C" not null
);
create index case_claim_staff on case_claim (staff_id);

-- The policies' limits on severe cases for one person in 24 hours and in a row. Without a row there is no limit.
create table exposure_limit (
  single boolean primary key default true check (single),
  severe_a_day integer not null check (severe_a_day > 0),
  severe_in_a_row integer not null check (severe_in_a_row > 0)
);

-- Severe cases given to each person, by hour and in a row. They serve giving out cases and the person alone; they are deleted
-- once no limit depends on them.
create table staff_exposure (
  staff_id text collate "C" not null,
  hour timestamptz not null,
  severe integer not null,
  primary key (staff_id, hour)
);

create table staff_rotation (
  staff_id text collate "C" primary key,
  severe_in_a_row integer not null
);

-- The places of vendors, as the policies name them: their people see only what is bound to them. Null: any.
create table vendor_place (
  id bigint generated always as identity primary key,
  employer text not null,
  site text,
  unique nulls not distinct (employer, site)
);

-- The share of a reporter's decided reports that were right.
create table reporter_record (
  reporter_id text collate "C" primary key,
  upheld integer not null default 0 check (upheld between 0 and decided),
  decided integer not null default 0
);

-- A question to others about a case, and their answer. The columns with home_ store the queue and the due times to which
-- the case returns.
create table case_escalation (
  decision_id text collate "C" primary key,
  case_id text collate "C" not null references review_case (id),
  queue text not null,
  urgency text not null check (urgency in ('immediate', 'urgent', 'normal')),
  asked_by text collate "C" not null references staff (id),
  asked_at timestamptz not null default desk_now(),
  acknowledge_by timestamptz not null,
  acknowledged_at timestamptz,
  first_reviewer text collate "C" not null references staff (id),
  home_queue text not null,
  home_due_at timestamptz not null,
  home_missed_due_at timestamptz,
  answered_by text collate "C" references staff (id),
  answered_at timestamptz,
  answer text check (length(answer) between 1 and 10000),
  check ((answered_by is null) = (answer is null) and (answered_by is null) = (answered_at is null)),
  agrees boolean check (agrees is null or answered_by is not null)
);
create index case_escalation_case on case_escalation (case_id, asked_at);
create index case_escalation_asked on case_escalation (asked_by, asked_at);
comment on column case_escalation.acknowledged_at is 'The time at which the escalation was first acknowledged.';
comment on column case_escalation.agrees is 'For a newsworthy exception: true when the person asked agrees to it.';

-- Misuse of reports, notices and appeals (Regulation (EU) 2022/2065, article 23): marks, warnings and pauses.

-- A person whose submissions or contents were marked. Marks, measures and the ledger name them by this id alone.
create sequence misuse_sender_seq;
create table misuse_sender (
  id text collate "C" primary key default 'snd_' || nextval('misuse_sender_seq'),
  -- reporter: who sends reports and notices, by the name that reports have. account: who appeals, or publishes contents.
  kind text not null check (kind in ('reporter', 'account')),
  -- Null: erased.
  person_id text collate "C" check (length(person_id) between 1 and 300),
  known_at timestamptz not null default desk_now()
);
create unique index misuse_sender_person on misuse_sender (kind, person_id) where person_id is not null;

-- The judgement of one person that one submission was manifestly unfounded, or one content manifestly illegal.
create sequence misuse_mark_seq;
create table misuse_mark (
  id text collate "C" primary key default 'mark_' || nextval('misuse_mark_seq'),
  sender_id text collate "C" not null references misuse_sender (id),
  cause text not null check (cause in ('unfounded', 'illegal')),
  about_kind text not null check (about_kind in ('report', 'appeal', 'decision')),
  about_id text collate "C" not null,
  -- The time of the submission, or of the decision about a content.
  sent_at timestamptz not null,
  gravity text not null check (gravity in ('slight', 'serious', 'grave')),
  intent text not null check (intent in ('unknown', 'careless', 'deliberate')),
  -- Null: erased.
  reason text check (length(reason) between 1 and 2000),
  marked_by text collate "C" not null references staff (id),
  marked_at timestamptz not null default desk_now(),
  withdrawn_at timestamptz,
  withdrawn_by text collate "C" references staff (id),
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check ((cause = 'illegal') = (about_kind = 'decision'))
);
create unique index misuse_mark_about on misuse_mark (about_kind, about_id) where withdrawn_at is null;
create index misuse_mark_sender on misuse_mark (sender_id, marked_at);
create index misuse_mark_maker on misuse_mark (marked_by, marked_at);

-- A warning, or a pause in which reports and appeals of a sender are not processed.
create sequence misuse_measure_seq;
create table misuse_measure (
  id text collate "C" primary key default 'msr_' || nextval('misuse_measure_seq'),
  sender_id text collate "C" not null references misuse_sender (id),
  kind text not null check (kind in ('warning', 'pause')),
  cause text not null check (cause in ('unfounded', 'illegal')),
  -- The marks that counted, and all submissions of that time, as the person is told.
  marks integer not null check (marks > 0),
  submissions integer not null check (submissions >= marks),
  begins_at timestamptz not null default desk_now(),
  -- Null: a warning.
  ends_at timestamptz check (ends_at > begins_at),
  -- A warning is one person's, a pause is a change of two people.
  warned_by text collate "C" references staff (id),
  change_id text collate "C" unique references desk_change (id),
  -- The random part of the links about it.
  link_part uuid not null default gen_random_uuid(),
  -- The end before its time, or the taking back of a warning.
  ended_at timestamptz,
  ended_by text collate "C" references staff (id),
  end_cause text check (end_cause in ('early', 'appeal')),
  end_reason text check (length(end_reason) between 1 and 2000),
  check ((kind = 'pause') = (ends_at is not null) and (kind = 'pause') = (change_id is not null)
    and (kind = 'warning') = (warned_by is not null)),
  check (kind = 'warning' or cause = 'unfounded'),
  check (num_nonnulls(ended_at, ended_by, end_cause) in (0, 3) and (end_reason is null or ended_at is not null))
);
create index misuse_measure_sender on misuse_measure (sender_id, begins_at);
create index misuse_measure_paused on misuse_measure (sender_id) where kind = 'pause' and ended_at is null;

-- The appeal of a person against a warning or a pause. There is one about each.
create sequence misuse_appeal_seq;
create table misuse_appeal (
  id text collate "C" primary key default 'msa_' || nextval('misuse_appeal_seq'),
  measure_id text collate "C" not null unique references misuse_measure (id),
  -- Null: erased.
  words text check (length(words) between 1 and 10000),
  received_at timestamptz not null default desk_now(),
  state text not null default 'open' check (state in ('open', 'upheld', 'overturned')),
  judged_by text collate "C" references staff (id),
  reason text check (length(reason) between 1 and 2000),
  ended_at timestamptz,
  check ((state = 'open') = (ended_at is null) and (state = 'open') = (judged_by is null)),
  check (reason is null or state <> 'open')
);
create index misuse_appeal_open on misuse_appeal (received_at) where state = 'open';

-- Reports that arrived in a pause. They are in no case until they are handed on. The bytes of evidence are not stored.
create table paused_report (
  key_id text collate "C" not null references api_key (id),
  client_id text collate "C" not null,
  body_hash bytea not null check (octet_length(body_hash) = 32),
  measure_id text collate "C" not null references misuse_measure (id),
  body jsonb not null,
  received_at timestamptz not null default desk_now(),
  primary key (key_id, client_id)
);
create index paused_report_measure on paused_report (measure_id, received_at);

-- The pause in which a notice is stored. Null: none.
alter table notice add column paused_by text collate "C";
alter table notice add constraint notice_paused_by_fkey foreign key (paused_by) references misuse_measure (id) not valid;
alter table notice validate constraint notice_paused_by_fkey;
-- accepted: no row is in this index when it is built.
create index notice_paused on notice (paused_by) where paused_by is not null;

-- Letters are also about a warning or a pause. Every stored row satisfies the constraints, which allow more.
alter table letter add column measure_id text collate "C";
alter table letter add constraint letter_measure_id_fkey foreign key (measure_id) references misuse_measure (id) not valid;
alter table letter validate constraint letter_measure_id_fkey;
alter table letter drop constraint letter_kind_check;
alter table letter drop constraint letter_about_check;
alter table letter add constraint letter_kind_check
  check (kind in ('confirm', 'receipt', 'outcome', 'changed', 'appeal_receipt', 'appeal_outcome', 'sender_warning',
    'sender_pause', 'sender_end', 'sender_upheld')) not valid;
alter table letter add constraint letter_about_check
  check (num_nonnulls(notice_id, appeal_id, measure_id) = 1 and (starts_with(kind, 'appeal_')) = (appeal_id is not null)
    and (starts_with(kind, 'sender_')) = (measure_id is not null)) not valid;
alter table letter validate constraint letter_kind_check;
alter table letter validate constraint letter_about_check;
-- accepted: no row is in this index when it is built.
create unique index letter_measure on letter (measure_id, kind) where measure_id is not null;

-- The constraint allows one more kind, so every stored row satisfies it.
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check
  check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm',
    'alert', 'leave', 'escalate', 'detect_drift', 'deliver', 'bulk_action', 'automate', 'unconfirmed', 'notice', 'answer',
    'letter', 'appeal', 'sender')) not valid;
alter table job validate constraint job_kind_check;

-- The constraint allows one more kind of change, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase', 'flagger', 'flagger_suspension', 'recovery_end', 'sender_pause')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

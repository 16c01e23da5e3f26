-- Changes of the desk itself: of its guards, of what protects an account, of who may approve. What loosens takes two
-- people, and here is the only way: the desk's role adds proposals and answers, and what they change it can't change.

create sequence desk_change_seq;
create table desk_change (
  id text collate "C" primary key default 'chg_' || nextval('desk_change_seq'),
  kind text not null check (kind in ('rule_set', 'automation_resume', 'breaker', 'tag', 'protection', 'role', 'clearance', 'approver', 'end_later',
    'team', 'token', 'key', 'webhook_secret', 'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold',
    'review_times', 'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority', 'authority_removal', 'connector',
    'harm_policy', 'election_window', 'election_window_end')),
  -- The change as canonical JSON, and the same in words, beside the present state.
  body text not null check (length(body) <= 1000000),
  says text not null check (length(says) between 1 and 50000),
  -- stricter: one person's to do. mixed: looser in some way, or it can't be told.
  direction text not null check (direction in ('looser', 'stricter', 'mixed')),
  reason text not null check (length(reason) between 1 and 2000),
  -- The signature by which one person alone takes a role or a clearance. Null: the change takes none, or waits for a second person.
  signature_id text collate "C",
  proposed_by text collate "C" not null references staff (id),
  proposed_at timestamptz not null default desk_now(),
  expires_at timestamptz not null default desk_now() + interval '7 days',
  state text not null default 'proposed'
    constraint desk_change_state_check check (state in ('proposed', 'agreed', 'applied', 'declined', 'withdrawn', 'expired', 'stopped',
      'failed')),
  -- The time from which an approved, delayed change may be applied. Set once, by the trigger.
  takes_effect_at timestamptz,
  moved_by text not null,
  moved_at timestamptz not null default desk_now(),
  constraint desk_change_not_about_oneself check (kind in ('passkey', 'passkey_removal', 'token')
    or body::jsonb ->> 'staffId' is distinct from proposed_by and not coalesce(body::jsonb -> 'staffIds' ? proposed_by, false))
);
create index desk_change_open on desk_change (expires_at) where state = 'proposed';
create index desk_change_agreed on desk_change (takes_effect_at) where state = 'agreed';
create index desk_change_waited on desk_change (moved_at) where takes_effect_at is not null;
create index desk_change_verified_badge on desk_change (moved_at) where kind = 'verified_badge' and state = 'applied';
create index desk_change_election_window on desk_change (kind) where kind in ('election_window', 'election_window_end') and state = 'applied';
create index desk_change_harm_policy on desk_change (moved_at) where kind = 'harm_policy' and state = 'applied';

-- Twin of CHANGE_MOVES in TypeScript.
create table change_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into change_transition values
  ('proposed', 'agreed'), ('proposed', 'applied'), ('proposed', 'declined'), ('proposed', 'withdrawn'), ('proposed', 'expired'),
  ('agreed', 'applied'), ('agreed', 'stopped'), ('agreed', 'withdrawn'), ('agreed', 'failed');

-- Other people's answers to a change. Insert only.
create table change_answer (
  id bigint generated always as identity primary key,
  change_id text collate "C" not null references desk_change (id),
  staff_id text collate "C" not null references staff (id),
  answer text not null check (answer in ('agree', 'decline')),
  reason text check (length(reason) between 1 and 2000),
  -- The signed text, as canonical JSON; an agreement names its signature.
  core text not null,
  signature_id text collate "C",
  check ((answer = 'agree') = (signature_id is not null)),
  signed_at timestamptz not null default desk_now(),
  unique (change_id, staff_id)
);

-- Each version of each rule set. The highest version of a name is in force. Insert only.
create table rule_set_version (
  name text not null check (name in ('policies', 'guards', 'queues', 'budgets', 'automation')),
  -- Counted by the trigger, from 1 and without a gap.
  version integer not null check (version > 0),
  text text not null check (length(text) <= 1000000),
  hash bytea not null check (hash = sha256(convert_to(text, 'UTF8'))),
  adopted_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C" references desk_change (id),
  primary key (name, version)
);

-- The minimum protection of one subject, regardless of the guards: the approvals and the hold that taking it offline needs.
create table protection (
  subject text collate "C" primary key check (length(subject) between 1 and 300),
  -- Twin of PEOPLE_MAX in TypeScript.
  approvals integer not null check (approvals between 0 and 5),
  hold_ms bigint not null check (hold_ms between 0 and 86400000),
  set_at timestamptz not null default desk_now(),
  change_id text collate "C" not null references desk_change (id)
);

-- The interval between reviews of what protects, and the time after which a review counts as missed: the latest row counts. Both
-- have bounds, so "never" cannot be set. Without a row: half a year, and two weeks.
create table review_times (
  id bigint generated always as identity primary key,
  every_days integer not null check (every_days between 30 and 365),
  grace_days integer not null check (grace_days between 7 and 30),
  set_at timestamptz not null default desk_now(),
  change_id text collate "C" not null references desk_change (id)
);

-- Reviews of what protects an account or puts a floor under a subject.
create table protection_review (
  subject text collate "C" primary key check (length(subject) between 1 and 300),
  -- The protecting tags it is about; others that come later begin it anew.
  tags text[] not null default '{}',
  has_floor boolean not null default false,
  due_at timestamptz not null,
  told_at timestamptz,
  -- The number of reviews in a row that were due and missed.
  missed integer not null default 0 check (missed between 0 and 2)
);
create index protection_review_due on protection_review (due_at);

-- Reviews in which a person with the role policy found that the protection is still right. Insert only.
create table protection_look (
  id bigint generated always as identity primary key,
  subject text collate "C" not null references protection_review (subject),
  staff_id text collate "C" not null references staff (id),
  reason text not null check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now()
);
create index protection_look_subject on protection_look (subject, id);

-- A public list (of legislators, newsrooms, authorities) proposes protective tags for accounts that the platform knows, as one
-- change. It binds to ids, drops no tag, and its approver judges a random sample. The seed is made when the list is proposed, so
-- its proposer can't know which accounts others will judge.
create table protect_list_draw (
  change_id text collate "C" primary key references desk_change (id),
  seed uuid not null default gen_random_uuid()
);

-- Accounts of the sample that a person found not to belong to the list. Insert only.
create table protect_list_judgement (
  change_id text collate "C" not null references protect_list_draw (change_id),
  staff_id text collate "C" not null references staff (id),
  wrong text[] not null check (cardinality(wrong) <= 25),
  at timestamptz not null default desk_now(),
  primary key (change_id, staff_id)
);

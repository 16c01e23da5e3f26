-- Signals of classifiers and lists, the rules that act on them, and the people who stopped them.

-- A source's statement about a subject: evidence, shown and never judged by guards. Insert only.
create sequence signal_seq;
create table signal (
  id text collate "C" primary key default 'signal_' || nextval('signal_seq'),
  key_id text collate "C" not null references api_key (id),
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  source text collate "C" not null,
  subject text collate "C" not null,
  kind text not null check (kind in ('classifier', 'hash_match')),
  -- The classifier or the list.
  name text not null check (length(name) between 1 and 100),
  version text check (length(version) between 1 and 64),
  score double precision check (score between 0 and 1),
  category text not null,
  seen_at timestamptz not null,
  received_at timestamptz not null default desk_now(),
  unique (key_id, client_id),
  check ((kind = 'classifier') = (score is not null) and (kind = 'classifier') = (version is not null))
);
-- By source: what one says crowds out nothing of another's.
create index signal_subject on signal (subject, source, received_at desc);
create index signal_source on signal (source, received_at);
comment on column signal.seen_at is 'When the source saw it, by its own clock.';

-- The time since which a rule, in exactly this version, runs on new signals. Its day in shadow begins here, set by the database
-- and no person.
create table automation_rule (
  rule_hash text collate "C" primary key check (length(rule_hash) = 64),
  rule_id text not null,
  source text not null,
  asked_since timestamptz not null default desk_now()
);

-- The person who stopped a source, or one of its rules. Only a change of two people resumes it.
create table automation_pause (
  id bigint generated always as identity primary key,
  source text collate "C" not null check (length(source) between 1 and 64),
  -- Null: all of the source.
  rule_id text collate "C" check (length(rule_id) between 1 and 64),
  reason text not null check (length(reason) between 1 and 2000),
  by text collate "C" not null references staff (id),
  at timestamptz not null default desk_now(),
  lifted_at timestamptz,
  change_id text collate "C",
  check ((lifted_at is null) = (change_id is null))
);
create unique index automation_pause_standing on automation_pause (source, coalesce(rule_id, '')) where lifted_at is null;

-- The effect a rule had on a subject, or would have had in shadow. Insert only, once for each case and version of the rule.
create table automation_run (
  id bigint generated always as identity primary key,
  rule_id text not null,
  rule_hash text collate "C" not null references automation_rule (rule_hash),
  source text collate "C" not null,
  mode text not null check (mode in ('shadow', 'live')),
  does text not null check (does in ('propose', 'label', 'route', 'hide')),
  subject text collate "C" not null,
  case_id text collate "C" references review_case (id),
  signal_id text collate "C" references signal (id),
  -- would: in shadow. done: asked for, or done. stands: it is so already. left: to people, and why. unknown: it couldn't be told.
  outcome text not null check (outcome in ('would', 'done', 'stands', 'left', 'unknown')),
  why text check (length(why) between 1 and 2000),
  enforcement_id text collate "C" references enforcement (id),
  at timestamptz not null default desk_now(),
  check ((mode = 'shadow') = (outcome = 'would') or outcome = 'unknown')
);
create unique index automation_run_once on automation_run (rule_hash, subject, coalesce(case_id, signal_id, ''), mode)
  where outcome <> 'unknown';
-- A signal that could not be evaluated once is evaluated again, and reported once.
create unique index automation_run_unknown on automation_run (rule_hash, subject, coalesce(case_id, signal_id, ''))
  where outcome = 'unknown';
create index automation_run_source on automation_run (source, at);
create index automation_run_rule on automation_run (rule_id, at);
create index automation_run_enforcement on automation_run (enforcement_id) where enforcement_id is not null;
create index automation_run_signal on automation_run (signal_id) where signal_id is not null;

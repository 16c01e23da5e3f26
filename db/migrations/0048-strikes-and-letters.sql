-- Strikes: the policies declare their weights to PostgreSQL, and a threshold that is reached opens a case for a person.
-- Letters: statements of reasons also go to the people affected by e-mail.

-- The constraint allows one more rule set, so every stored row satisfies it.
alter table rule_set_version drop constraint rule_set_version_declares_check;
alter table rule_set_version add constraint rule_set_version_declares_check
  check (declares is null or name in ('items', 'retention', 'policies') and length(declares::text) <= 300000) not valid;
alter table rule_set_version validate constraint rule_set_version_declares_check;

-- The constraint allows one more kind, so every stored row satisfies it.
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check
  check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm',
    'alert', 'leave', 'escalate', 'detect_drift', 'deliver', 'bulk_action', 'automate', 'unconfirmed', 'notice', 'answer',
    'letter', 'appeal', 'sender', 'strike')) not valid;
alter table job validate constraint job_kind_check;

-- The cases that the strikes of an account opened. There is no table of strikes: they follow from enforcements and from
-- the policies of their time. Every value but account and case is set by a trigger. Insert only.
create sequence strike_case_seq;
create table strike_case (
  id text collate "C" primary key default 'stk_' || nextval('strike_case_seq'),
  account_id text collate "C" not null,
  case_id text collate "C" not null references review_case (id),
  -- The threshold as policies.yaml had it: the points, and the action that it proposes.
  threshold jsonb not null check (jsonb_typeof(threshold) = 'object' and length(threshold::text) <= 1000),
  points integer not null check (points > 0),
  -- The enforcements behind the strikes, the newest first, and the people who proposed or joined them.
  enforcement_ids text[] not null check (cardinality(enforcement_ids) between 1 and 1000),
  given_by text[] not null check (cardinality(given_by) <= 1000),
  made_at timestamptz not null default desk_now()
);
create index strike_case_account on strike_case (account_id, made_at);
create index strike_case_case on strike_case (case_id);
create index strike_case_made_at on strike_case (made_at);

-- The letters that carry statements to the people affected. A letter has no address: the platform gives it when the
-- letter is sent, or the person gave it with an appeal against that enforcement.
create table statement_letter (
  statement_id text collate "C" primary key references statement (id),
  -- The account of the person: letters to one person are counted by it.
  account_id text collate "C" not null,
  made_at timestamptz not null default desk_now(),
  next_at timestamptz not null default desk_now(),
  attempt integer not null default 0,
  -- The origin of the address to which it was sent or tried last. Null: none was known yet.
  address_of text check (address_of in ('platform', 'appeal')),
  -- The time at which the mail server took it.
  sent_at timestamptz,
  given_up_at timestamptz,
  given_up_for text check (given_up_for in ('no_address', 'refused', 'too_old', 'too_many', 'over')),
  last_error text check (length(last_error) <= 500),
  check (sent_at is null or given_up_at is null),
  check ((given_up_at is null) = (given_up_for is null))
);
create index statement_letter_waiting on statement_letter (next_at) where sent_at is null and given_up_at is null;
create index statement_letter_sent on statement_letter (account_id, sent_at) where sent_at is not null;

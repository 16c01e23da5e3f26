-- The share of an account that visitors no longer see. Hiding a large share of an account's contents takes the account offline,
-- so it needs the same approvals.

-- The platform's answers about an account's own contents (no reposts). Only the connector's answers are written here, never the
-- word of an API key. Rows are added and never changed.
create table content_count (
  id bigint generated always as identity primary key,
  account_id text collate "C" not null,
  -- The time at which the desk asked: later effects may be missing from the answer.
  read_at timestamptz not null,
  own bigint not null check (own >= 0),
  hidden bigint not null check (hidden between 0 and own),
  -- Its own contents published in the last 30 days.
  own_month bigint not null check (own_month between 0 and own),
  hidden_month bigint not null check (hidden_month between 0 and own_month),
  -- The latest change of credentials, e-mail or device in the last 24 hours, and of the contents published since then.
  changed_at timestamptz,
  own_since bigint not null default 0 check (own_since between 0 and own),
  hidden_since bigint not null default 0 check (hidden_since between 0 and least(own_since, hidden)),
  check (changed_at is not null or own_since = 0 and hidden_since = 0)
);
create index content_count_account on content_count (account_id, read_at);

-- The grounds on which one person alone takes a content of a protected account offline. Each has a function of its own, which is true
-- only when rows prove the ground.

-- The times at which a content was published and last edited, as the platform itself said. An API key or a report never writes here, and
-- the publication never gets younger: the oldest answer of all counts. The row stays with the content's own.
create table content_time (
  content_id text collate "C" primary key,
  published_at timestamptz,
  edited_at timestamptz,
  -- The time of the platform's last answer.
  read_at timestamptz not null
);

-- A lock against a hijacker: one person locks a protected account whose credentials its platform reports as just changed, and the lock
-- stays until they are reset or another person undoes it.

-- The platform's last answer about the credentials of an account. Only a connector's answer is written here, never the word of an
-- API key.
create table credential_report (
  account_id text collate "C" primary key,
  -- The latest change that it reported, by any actor.
  changed_at timestamptz,
  -- The latest reset by its own recovery of accounts. It never gets younger than it was once said to be.
  reset_at timestamptz,
  read_at timestamptz not null
);
create index credential_report_read on credential_report (read_at);

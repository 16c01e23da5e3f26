-- The statements of restrictions that the DSA Transparency Database gets, one row each. PostgreSQL makes it with the content
-- of the statement. A row has no text of the statement.
create table dsa_submission (
  statement_id text collate "C" primary key references statement (id),
  state text not null default 'waiting' check (state in ('waiting', 'held', 'refused', 'outside', 'sent')),
  -- The next attempt. A worker that sends it moves this time on, so that a crash delays it and no other worker sends it.
  due_at timestamptz not null default desk_now(),
  -- The fields with their faults, or the kinds of personal data, for the person for whom it waits.
  faults jsonb check (length(faults::text) <= 20000)
);
create index dsa_submission_due on dsa_submission (due_at, statement_id) where state = 'waiting';
create index dsa_submission_stopped on dsa_submission (state, statement_id) where state in ('held', 'refused');

-- A person's choices about statements that waited for one: the latest counts. Insert only.
create table dsa_review (
  id bigint generated always as identity primary key,
  statement_id text collate "C" not null references dsa_submission (statement_id),
  texts text not null check (texts in ('as_written', 'neutral')),
  -- The day of the content, where none was recorded.
  content_date date,
  reviewed_by text collate "C" not null references staff (id),
  reviewed_at timestamptz not null default desk_now()
);
create index dsa_review_latest on dsa_review (statement_id, id);

-- The statements that the database took. Insert only, but for the time at which one was found missing there.
create table dsa_delivery (
  id bigint generated always as identity primary key,
  statement_id text collate "C" not null references dsa_submission (statement_id),
  -- The platform's id of the statement, and the id that the database gave it. Null: an earlier attempt had arrived.
  puid text collate "C" not null check (length(puid) <= 500 and puid ~ '^[A-Za-z0-9_-]+$'),
  uuid uuid,
  -- The SHA-256 of what was sent.
  content_hash bytea not null check (octet_length(content_hash) = 32),
  sent_at timestamptz not null default desk_now(),
  missing_at timestamptz
);
create unique index dsa_delivery_once on dsa_delivery (statement_id) where missing_at is null;
create index dsa_delivery_by_time on dsa_delivery (sent_at, id);

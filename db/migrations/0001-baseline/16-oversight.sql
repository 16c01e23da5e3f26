-- Views: one row for each time a person was shown a case, a picture, an account, an enforcement, a reporter or a list. It is
-- written within a second of the answer, with one ledger entry that holds the hashes of all rows written together.

create sequence staff_view_seq;
create table staff_view (
  id text collate "C" primary key,
  staff_id text collate "C" not null references staff (id),
  kind text not null check (kind in ('case', 'media', 'restricted', 'account', 'enforcement', 'reporter', 'search', 'list', 'views')),
  subject text collate "C",
  account_id text collate "C",
  case_id text collate "C",
  enforcement_id text collate "C",
  media_id text collate "C",
  reason text check (length(reason) between 1 and 500),
  words text check (length(words) between 1 and 1000),
  -- True when the person held a case about it or was asked to review it.
  in_case boolean not null,
  -- The number of rows in a list; otherwise 1.
  shown integer not null check (shown >= 0),
  at timestamptz not null
);
comment on table staff_view is 'Insert only. Read by auditors; what stands in it about people at work is an audit record.';
create index staff_view_staff on staff_view (staff_id, at, id);
create index staff_view_subject on staff_view (subject, at, id) where subject is not null;
create index staff_view_account on staff_view (account_id, at, id) where account_id is not null;
create index staff_view_at on staff_view (at, id);

-- Reading that leads and auditors were told of.
create table reading_alert (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null references staff (id),
  opened integer not null,
  listed integer not null,
  at timestamptz not null default desk_now()
);
create index reading_alert_staff on reading_alert (staff_id, at);

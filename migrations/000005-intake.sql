-- Reports and the cases they join. One open case for a subject, however many reports.

create sequence review_case_seq;
create table review_case (
  id text collate "C" primary key default 'c-' || nextval('review_case_seq'),
  subject text collate "C" not null,
  account_id text collate "C",
  state text not null default 'open' check (state in ('open', 'closed')),
  queue text not null,
  category text not null,
  language text,
  region text,
  -- What a reviewer must have to be given this case: what its reports ask for, which only ever grows, and beside it what
  -- the queue asks for in which it stands.
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
  -- Higher is more urgent; before it count a legal clock that is near, the lane's precedence, a case that came back, and one that is late.
  rank double precision not null,
  returned boolean not null default false,
  report_count integer not null default 0,
  reporter_count integer not null default 0,
  -- When it was last reported; null: it never was.
  reported_at timestamptz,
  opened_at timestamptz not null default desk_now(),
  due_at timestamptz not null,
  -- The due time it missed, once that was noticed.
  missed_due_at timestamptz,
  -- The law's time for its subject, once that is near: sooner than all that is only late.
  pressing_due_at timestamptz,
  -- Which people may be given it, as a number: see case_lane.
  lane integer not null,
  -- Before everybody else until then, as long as they are on shift.
  reserved_for text collate "C" references staff (id),
  reserved_until timestamptz,
  -- The decision that asked others; who asked is not the one to answer.
  escalation_id text collate "C",
  not_for text[] not null default '{}',
  -- It is an appeal's, and against an order of which campaign, if of one.
  appeal_id text collate "C",
  campaign_id text collate "C",
  claimed_by text collate "C" references staff (id),
  claimed_at timestamptz,
  claimed_until timestamptz,
  closed_at timestamptz,
  check ((claimed_by is null) = (claimed_until is null) and (claimed_by is null) = (claimed_at is null)),
  check ((reserved_for is null) = (reserved_until is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state = 'open' or claimed_by is null)
  -- Room on each page, so that giving a case out and taking it back rewrites no index; and what closed is soon cleared away
  -- from where everybody looks first.
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
-- By another column than the indexes below: whoever asks for the open case of a subject can't be given any of those.
create unique index review_case_one_open on review_case (subject) where closed_at is null and appeal_id is null;
create index review_case_next on review_case (lane, pressing_due_at, returned desc, missed_due_at, rank desc, opened_at, id) where state = 'open';
create index review_case_reserved on review_case (reserved_for) where state = 'open' and reserved_for is not null;
create index review_case_due on review_case (due_at) where state = 'open' and missed_due_at is null;
create index review_case_pressing on review_case (subject) where pressing_due_at is not null;
create index review_case_late on review_case (opened_at, id) where state = 'open' and missed_due_at is not null;
create index review_case_subject on review_case (subject, opened_at);
create index review_case_account on review_case (account_id);
create index review_case_page on review_case (opened_at, id);
create index review_case_closed on review_case (closed_at) where closed_at is not null;

create table case_reporter (
  case_id text collate "C" not null,
  reporter_id text collate "C" not null,
  upheld boolean,
  primary key (case_id, reporter_id)
);
create index case_reporter_reporter on case_reporter (reporter_id, case_id);
comment on table case_reporter is 'Who reported a case: the same reporter twice counts once. Written with the case itself, so it isn''t looked up again for each.';
comment on column case_reporter.upheld is 'Whether the last decision agreed, as far as it was counted in their record. Null: not yet.';

-- What happened to a case: opened, given, moved, asked about, late, decided, returned, noted. Insert only.
create table case_event (
  id bigint generated always as identity primary key,
  case_id text collate "C" not null references review_case (id),
  kind text not null check (kind in ('opened', 'claimed', 'released', 'lapsed', 'taken_over', 'transferred', 'late', 'escalated',
    'answered', 'decided', 'returned', 'second_look', 'note')),
  by text collate "C" not null,
  detail jsonb not null default '{}',
  at timestamptz not null default desk_now()
);
create index case_event_case on case_event (case_id, id);
-- For whoever asks what they handed on themselves.
create index case_event_handed_on on case_event (by, at) where kind in ('transferred', 'released');

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
  id text collate "C" not null default 'r-' || nextval('report_seq'),
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
-- Whatever has no month of its own yet lands here, so that no report is ever refused for want of a table.
create table report_other partition of report default;

-- Makes the months that are missing, from this one to so many ahead.
create function ensure_report_months(months_ahead integer) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC'
  as $$
declare
  month timestamptz;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign report months', 0));
  for month in
    select generate_series(date_trunc('month', desk_now(), 'UTC'), date_trunc('month', desk_now(), 'UTC') + months_ahead * interval '1 month', interval '1 month')
  loop
    name := 'report_' || to_char(month at time zone 'UTC', 'YYYY_MM');
    -- A month that already has rows in report_other stays there: moving them would lock out intake.
    if to_regclass('public.' || name) is null
      and not exists (select from report_other where received_at >= month and received_at < month + interval '1 month') then
      execute format('create table public.%I partition of public.report for values from (%L) to (%L)', name, month, month + interval '1 month');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
select ensure_report_months(2);

create sequence evidence_seq;
create table evidence (
  id text collate "C" primary key default 'e-' || nextval('evidence_seq'),
  report_id text collate "C" not null,
  case_id text collate "C" not null,
  class text not null check (class in ('ordinary', 'sensitive', 'sealed')),
  media_type text not null check (length(media_type) between 1 and 127),
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes_count integer check (bytes_count >= 0),
  reference text check (length(reference) <= 2048),
  kept_at timestamptz not null default desk_now(),
  unique (class, id),
  check ((class = 'sealed') = (bytes_count is null)),
  check (class <> 'sealed' or reference is not null)
);
create index evidence_case on evidence (case_id);
create index evidence_sealed on evidence (sha256) where class = 'sealed';
create index evidence_sha256 on evidence (sha256);

-- Bytes live apart, by class. There is no place for those of the sealed class, and none under another class's name: not
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

-- What was sealed once is sealed wherever the same bytes come from.
create function is_sealed_hash(hash bytea) returns boolean language sql stable
begin atomic
  select exists (select from evidence where evidence.sha256 = hash and evidence.class = 'sealed')
    or exists (select from content_media media where media.sha256 = hash and media.class = 'sealed');
end;

-- Whether something sealed is part of it, or came with a report of it: then its words are found and handed on by nobody.
create function is_sealed(subject text) returns boolean language sql stable
begin atomic
  select exists (select from review_case reported join evidence on evidence.case_id = reported.id
      where reported.subject = is_sealed.subject and evidence.class = 'sealed')
    or exists (select from content_media media
      where starts_with(is_sealed.subject, 'content:') and media.content_id = substr(is_sealed.subject, 9) and media.class = 'sealed');
end;

-- Whatever bytes came before they were known to be sealed, of these hashes or of all. Their hash and the report stay.
create function drop_sealed_bytes(hashes bytea[]) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  dropped integer;
begin
  with sealed as (
    select sha256 from evidence where class = 'sealed' and (hashes is null or sha256 = any (hashes))
    union select sha256 from content_media where class = 'sealed' and (hashes is null or sha256 = any (hashes)))
  delete from evidence_bytes kept using sealed join evidence plain on plain.sha256 = sealed.sha256
  where plain.class <> 'sealed' and kept.class = plain.class and kept.evidence_id = plain.id;
  get diagnostics dropped = row_count;
  return dropped;
end $$;

grant execute on function is_sealed_hash(bytea), is_sealed(text), drop_sealed_bytes(bytea[]) to countersign_desk;
grant select, insert on review_case, case_reporter, case_event, report_key, report, evidence, evidence_bytes to countersign_desk;
grant update (state, queue, category, account_id, language, region, clearances, queue_clearances, queue_languages, queue_roles,
  employer, site, severity, reach_class, reporter_weight, rank_boost_hours, rank, returned, report_count, reported_at, reporter_count, due_at,
  missed_due_at, pressing_due_at, lane, reserved_for, reserved_until, escalation_id, not_for, claimed_by, claimed_at, claimed_until, closed_at)
  on review_case to countersign_desk;
grant update (upheld) on case_reporter to countersign_desk;
grant usage on sequence review_case_seq, report_seq, evidence_seq to countersign_desk;
grant execute on function ensure_report_months(integer) to countersign_desk;

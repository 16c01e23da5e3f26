-- The words of the comments of reports. They are indexed after intake, in small steps, because an index of the reports
-- themselves would halve the speed of intake.
create table report_words (
  received_at timestamptz not null,
  report_id text collate "C" not null,
  case_id text collate "C" not null,
  words tsvector not null,
  primary key (received_at, report_id)
);
create index report_words_case on report_words (case_id, received_at);
-- A short pending list: the writer that fills it waits until it is merged.
create index report_words_words on report_words using gin (words) with (gin_pending_list_limit = 512);

-- The last report whose comment was read for the index: one row.
create table report_words_place (
  only_row boolean primary key default true check (only_row),
  received_at timestamptz not null,
  report_id text collate "C" not null
);
insert into report_words_place (received_at, report_id) values ('-infinity', '');

-- The stems of the words of contents whose language has stems in PostgreSQL. A trigger writes them with each content, and
-- a periodic task those of earlier contents, so that no index of contents is built while writers wait.
create table content_stems (
  content_id text collate "C" primary key references content (id) on delete cascade,
  stems tsvector not null
);
create index content_stems_stems on content_stems using gin (stems) with (gin_pending_list_limit = 512);

-- The last content whose stems the periodic task wrote: one row.
create table content_stems_place (
  only_row boolean primary key default true check (only_row),
  content_id text collate "C" not null,
  done boolean not null default false
);
insert into content_stems_place (content_id) values ('');

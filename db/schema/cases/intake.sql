-- Creates the missing monthly partitions, from this month to some months ahead.
create or replace function ensure_report_months(months_ahead integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set timezone = 'UTC'
  as $$
declare
  month timestamptz;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign report months', 0));
  for month in
    select generate_series(date_trunc('month', desk_now(), 'UTC'),
      date_trunc('month', desk_now(), 'UTC') + months_ahead * interval '1 month', interval '1 month')
  loop
    name := 'report_' || to_char(month at time zone 'UTC', 'YYYY_MM');
    -- A month that already has rows in report_other stays there: moving them would lock out intake.
    if to_regclass('public.' || name) is null
      and not exists (select from report_other where received_at >= month
        and received_at < month + interval '1 month') then
      execute format('create table public.%I partition of public.report for values from (%L) to (%L)', name, month,
        month + interval '1 month');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- Running it again is harmless: it creates only the missing months.
select ensure_report_months(2);

-- Evidence that is restricted once is restricted in every report with the same bytes.
create or replace function is_restricted_hash(hash bytea) returns boolean language sql stable
begin atomic
  select exists (select from evidence where evidence.sha256 = hash and evidence.class = 'restricted')
    or exists (select from content_media media where media.sha256 = hash and media.class = 'restricted');
end;

-- True when a content, or a report about it, has restricted evidence: its text is then neither found by search nor
-- passed on.
create or replace function is_restricted(subject text) returns boolean language sql stable
begin atomic
  select exists (select from review_case reported join evidence on evidence.case_id = reported.id
      where reported.subject = is_restricted.subject and evidence.class = 'restricted')
    or exists (select from content_media media
      where media.content_id = subject_id(is_restricted.subject, 'content') and media.class = 'restricted');
end;

-- Deletes stored bytes that arrived before they were known to be restricted, of these hashes or of all. Their hash and
-- the report stay.
create or replace function drop_restricted_bytes(hashes bytea[]) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  dropped integer;
begin
  perform drop_waiting_bytes(hashes);
  update appeal_file set bytes = null where bytes is not null and (hashes is null or sha256 = any (hashes))
    and is_restricted_hash(sha256);
  with restricted as (
    select sha256 from evidence where class = 'restricted' and (hashes is null or sha256 = any (hashes))
    union select sha256 from content_media where class = 'restricted' and (hashes is null or sha256 = any (hashes)))
  delete from evidence_bytes kept using restricted join evidence plain on plain.sha256 = restricted.sha256
  where plain.class <> 'restricted' and kept.class = plain.class and kept.evidence_id = plain.id;
  get diagnostics dropped = row_count;
  return dropped;
end $$;

-- Stores the words of the comments and items of the next reports, up to a number. Returns the number of reports that it read. A
-- report is read a minute after it arrived, longer than a transaction of intake lasts, so that none appears before the
-- place afterwards. Another process that holds the place makes this return at once.
create or replace function index_report_comments(at_most integer) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with place as materialized (
    select received_at, report_id from report_words_place for update skip locked),
  next as materialized (
    select report.received_at, report.id, report.case_id,
      concat_ws(' ', report.comment, item_text(report.item)) as said
    from report, place
    where (report.received_at, report.id) > (place.received_at, place.report_id)
      and report.received_at < desk_now() - interval '1 minute'
    order by report.received_at, report.id limit at_most),
  written as (
    insert into report_words (received_at, report_id, case_id, words)
    select received_at, id, case_id, search_words(said) from next where said <> ''
    on conflict do nothing),
  moved as (
    update report_words_place set received_at = last.received_at, report_id = last.id
    from (select received_at, id from next order by received_at desc, id desc limit 1) last
    returning true)
  select (select count(*)::integer from next) from (select count(*) from moved) done
$$;

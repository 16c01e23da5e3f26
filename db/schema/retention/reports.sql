-- Deletes old reports with their evidence, and old bytes of evidence and contents.

-- The reports of these ledger entries, as long as the payloads exist. An erasure states an entry of others' reports again.
create or replace function list_described_reports(entries bigint[])
  returns table (leaf_id bigint, case_id text, report_id text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select payload.leaf_id, told ->> 'caseId', told ->> 'id'
  from ledger_payload payload
    cross join lateral stated_entry(convert_from(payload.payload, 'UTF8')::jsonb) stated
    cross join lateral jsonb_array_elements(stated -> 'reports') told
  where payload.leaf_id = any (entries) and payload.payload is not null
$$;

-- Deletes reports with all that came with them, and returns the ids of those that are gone: a legal hold keeps a row.
create or replace function delete_reports(of_reports text[], of_cases text[]) returns text[] language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  gone report[];
  ids text[];
begin
  with deleted as (
    delete from report using unnest(of_reports, of_cases) old (report_id, case_id)
    where report.case_id = old.case_id and report.id = old.report_id returning report as old)
  select array_agg(deleted.old) into gone from deleted;
  ids := array(select id from unnest(gone));
  delete from report_key using unnest(gone) old
    where report_key.key_id = old.key_id and report_key.client_id = old.client_id and report_key.report_id = old.id;
  delete from report_words using unnest(gone) old
    where report_words.received_at = old.received_at and report_words.report_id = old.id;
  delete from flagger_report where report_id = any (ids);
  delete from evidence_bytes using evidence, unnest(gone) old where evidence.case_id = old.case_id
    and evidence.report_id = old.id and evidence_bytes.class = evidence.class and evidence_bytes.evidence_id = evidence.id;
  delete from evidence using unnest(gone) old where evidence.case_id = old.case_id and evidence.report_id = old.id;
  perform forget_reporters(array(select distinct case_id from unnest(gone)),
    array(select distinct reporter_id from unnest(gone)));
  return ids;
end $$;

-- Forgets who reported cases of which no report is left, and the records of reporters without a case.
create or replace function forget_reporters(of_cases text[], reporters text[]) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  delete from case_reporter where case_id = any (of_cases)
    and not exists (select from report where report.case_id = case_reporter.case_id);
  update review_case set reported_at = (select max(received_at) from report where report.case_id = review_case.id)
    where id = any (of_cases);
  delete from reporter_record where reporter_id = any (reporters)
    and not exists (select from case_reporter where case_reporter.reporter_id = reporter_record.reporter_id);
end $$;

-- Deletes old reports among the next ledger entries about reports, once transparency reports have counted them. An entry whose reports are all gone loses its
-- payload; of the others, the deleted reports are named.
create or replace function delete_expired_reports(after_place text, out next text, out deleted integer,
  out numbers bigint[], out gone jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  entries_at_once constant integer := 20;
  kept constant interval := retention_time('report');
  entries bigint[];
  ids text[];
  emptied bigint[];
begin
  entries := array(select leaf_id from list_next_payloads('{reports_received}',
    coalesce(nullif(after_place, '')::bigint, 0), entries_at_once)
    where (said ->> 'at')::timestamptz < desk_now() - kept);
  if cardinality(entries) = entries_at_once then
    next := entries[entries_at_once]::text;
  end if;
  select delete_reports(array_agg(old.id), array_agg(old.case_id)) into ids
  from list_described_reports(entries) told join report old on old.case_id = told.case_id and old.id = told.report_id
  where old.received_at < least(desk_now() - kept, transparency_counted_until()) and is_long_over(old.subject, kept);
  emptied := array(select told.leaf_id from list_described_reports(entries) told
    group by told.leaf_id having not bool_or(exists (select from report
      where report.case_id = told.case_id and report.id = told.report_id)));
  deleted := coalesce(cardinality(ids), 0);
  deleted := deleted + case when next is null then delete_stranded_reports() else 0 end;
  select jsonb_agg(jsonb_build_object('table', named, 'id', told.report_id)) into gone
  from list_described_reports(entries) told cross join unnest(array['report', 'report_key']) named
  where told.report_id = any (ids) and told.leaf_id <> all (emptied);
  numbers := erase_payloads(emptied);
end $$;

-- Deletes old bytes of evidence among the next pieces. Hash and reference stay with the report.
create or replace function delete_expired_evidence(after_place text, out next text, out deleted integer)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  pieces_at_once constant integer := 500;
  kept constant interval := retention_time('evidence');
  pieces text[] := array(select id from evidence where id > after_place order by id limit pieces_at_once);
begin
  if cardinality(pieces) = pieces_at_once then
    next := pieces[pieces_at_once];
  end if;
  delete from evidence_bytes using evidence join review_case reported on reported.id = evidence.case_id
    where evidence.id = any (pieces) and evidence.kept_at < desk_now() - kept and is_long_over(reported.subject, kept)
      and evidence_bytes.class = evidence.class and evidence_bytes.evidence_id = evidence.id;
  get diagnostics deleted = row_count;
end $$;

-- Deletes old contents among the next ones, with their media, items and words. A content stays as long as its reports
-- do, and one with a verified match or a former author stays: the former author may protect it.
create or replace function delete_expired_contents(after_place text, out next text, out deleted integer)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  contents_at_once constant integer := 500;
  kept constant interval := retention_time('content');
  acted_kept constant interval := greatest(kept, retention_time('report'));
  contents text[] := array(select id from content where id > after_place order by id limit contents_at_once);
begin
  if cardinality(contents) = contents_at_once then
    next := contents[contents_at_once];
  end if;
  contents := array(select id from content where id = any (contents) and facts_at < desk_now() - kept
    and is_long_over('content:' || id, acted_kept) and not is_preserved('account:' || account_id)
    and not exists (select from review_case reported join report on report.case_id = reported.id
      where reported.subject = 'content:' || content.id)
    and not exists (select from former_author where former_author.content_id = content.id)
    and not exists (select from content_media media where media.content_id = content.id
      and (media.class = 'restricted' or exists (select from content_match where media_id = media.id))));
  delete from content_media where content_id = any (contents);
  delete from content_time where content_id = any (contents);
  delete from content where id = any (contents);
  get diagnostics deleted = row_count;
end $$;

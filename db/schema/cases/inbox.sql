-- Reports that were acknowledged and are in no case yet.

-- Takes a report only together with its key, and with the time at which it came: a forged row changes no clock and
-- stores no report twice. A transaction with an older view of the database could miss that it left for its case.
create or replace function check_inbox() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  as $$
declare
  checked_at constant timestamptz := desk_now();
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'a report waits only in a transaction that reads what is committed' using errcode = 'CS001';
  end if;
  if exists (select from arrived left join report_key known on known.key_id = arrived.key_id
      and known.client_id = arrived.report ->> 'id' and known.report_id = arrived.report_id
      and known.body_hash = arrived.body_hash and known.received_at = arrived.received_at
    where known.key_id is null or known.case_id is not null
      or exists (select from report where report.received_at = arrived.received_at and report.id = arrived.report_id)
      or arrived.received_at not between checked_at - interval '1 minute' and checked_at
      or arrived.due_at > checked_at + interval '1 hour') then
    raise exception 'a report came without its key' using errcode = 'CS001';
  end if;
  return null;
end $$;

-- True when a report could be joined to no case for a week. Neither a count of days nor an erasure waits for it any longer.
create or replace function is_stranded(waiting report_inbox) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select waiting.sql_state is not null and waiting.received_at < desk_now() - interval '7 days'
$$;

-- Keeps a report due within the hour, so that its case is not put off for good, and lets only one be put off that is due.
-- Keeps a refusal, and takes a new one only with an alert. What an erasure blanked joins no case.
create or replace function check_inbox_due() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not new.report ? 'reporterId' then return new; end if;
  if new.due_at > old.due_at and (new.due_at > desk_now() + interval '1 hour' or old.due_at > desk_now()) then
    raise exception 'a report waits for no longer than an hour at once' using errcode = 'CS001';
  end if;
  if new.sql_state is distinct from old.sql_state and (coalesce(new.sql_state, '') !~ '^[0-9A-Z]{5}$'
      or not exists (select from alert where kind = 'set_aside' and at > desk_now() - interval '1 hour')) then
    raise exception 'no alert tells of the refused report' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Lets a report leave only into a case with the words that it waited with, or when it is as old as a report is stored at
-- most, or blanked by an erasure.
create or replace function check_inbox_exit() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  as $$
declare
  -- Computed once: it reads the policies in force, which takes longer than all else for a report.
  oldest constant timestamptz := coalesce(desk_now() - retention_time('report'), '-infinity');
begin
  if exists (select from gone cross join lateral jsonb_to_record(gone.report) as was(id text, ground text, category text,
      keyword text, comment text, language text, region text, "reporterId" text, account jsonb, item jsonb)
    where was."reporterId" is not null
    and gone.received_at >= oldest
    and not exists (select from report where report.received_at = gone.received_at and report.id = gone.report_id
      and (report.key_id, report.client_id, report.subject, report.ground, report.category, report.keyword, report.comment,
        report.language, report.region, report.reporter_id, report.account_facts, report.item)
      is not distinct from (gone.key_id, was.id, gone.subject, was.ground, was.category, was.keyword, was.comment,
        was.language, was.region, was."reporterId", was.account, was.item))) then
    raise exception 'a report that was acknowledged is in no case' using errcode = 'CS001';
  end if;
  return null;
end $$;

-- Stores the words of those of these reports that came more than half a minute ago: the place of `index_report_comments`
-- may be past them when they are committed. Others are committed before it reads what came a minute ago.
create or replace function index_late_comments(of_reports text[], times timestamptz[]) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with written as (
    insert into report_words (received_at, report_id, case_id, words)
    select received_at, id, case_id, search_words(said)
    from unnest(of_reports, times) late (report_id, at) join report on received_at = late.at and id = late.report_id
      cross join lateral concat_ws(' ', comment, item_text(item)) said
    where late.at < (select desk_now() - interval '30 seconds') and said <> '' on conflict do nothing returning true)
  select count(*)::integer from written
$$;

-- Deletes the reports that could be joined to no case for as long as a report is stored, or that an erasure blanked, with
-- their keys.
create or replace function delete_stranded_reports() returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  deleted integer;
begin
  with gone as (
    delete from report_inbox where (received_at < desk_now() - retention_time('report') or not report ? 'reporterId')
      and not is_preserved(subject)
    returning key_id, report ->> 'id' as client_id, report_id)
  delete from report_key using gone where report_key.key_id = gone.key_id and report_key.client_id = gone.client_id
    and report_key.report_id = gone.report_id;
  get diagnostics deleted = row_count;
  return deleted;
end $$;

-- Replaces waiting bytes that are known to be restricted, of these hashes or of all, by their hash and a reference.
create or replace function drop_waiting_bytes(hashes bytea[]) returns void language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with piece as (
    select waiting.id, place, item, sha256(coalesce(convert_to(item ->> 'text', 'UTF8'), decode(item ->> 'base64', 'base64'))) as hash
    from report_inbox waiting cross join lateral jsonb_array_elements(waiting.report -> 'evidence')
      with ordinality given (item, place)
    where waiting.report ? 'evidence'),
  known as (
    select piece.id, place, case when hash is null or hashes is not null and hash <> all (hashes) or not is_restricted_hash(hash)
      then item else jsonb_build_object('class', 'restricted', 'mediaType', item ->> 'mediaType', 'sha256', encode(hash, 'hex'),
        'reference', coalesce((select reference from evidence where sha256 = hash and class = 'restricted' limit 1),
          (select reference from content_media where sha256 = hash and class = 'restricted' limit 1))) end as item, item as before
    from piece)
  update report_inbox set report = jsonb_set(report, '{evidence}', reduced.items)
  from (select id, jsonb_agg(item order by place) as items from known group by id having bool_or(item <> before)) reduced
  where report_inbox.id = reduced.id
$$;

-- Alerts the leads, at most once an hour, of reports that are in no case: the database refuses them (set_aside), or they
-- have waited for five minutes (reports_wait). PostgreSQL does it, because the application role could otherwise hide the
-- alert behind one that it made up. Returns the text. Null: no alert is due.
create or replace function alert_inbox(of_kind text) returns text language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  told text;
begin
  if exists (select from alert where kind = of_kind and at > desk_now() - interval '1 hour')
      or of_kind = 'reports_wait' and not exists (select from report_inbox
        where sql_state is null and received_at < desk_now() - interval '5 minutes') then
    return null;
  end if;
  with alerted as (
    insert into alert (kind, to_role, why, message)
    select kind, 'lead', why, jsonb_build_object('key', key, 'params', '{}'::jsonb)
    from (values
      ('set_aside', 'alert.setAside', 'Acknowledged reports are in no case: the database refuses them. The desk tries again each hour. Update the desk, or read the table report_inbox with its operators.'),
      ('reports_wait', 'alert.reportsWait', 'Acknowledged reports have waited for five minutes or longer and are in no case. Another transaction holds the cases, or no worker runs.'))
      known(kind, key, why)
    where kind = of_kind
    returning id, why),
  queued as (insert into job (kind, key, priority) select 'alert', id::text, 'notice' from alerted)
  select why into told from alerted;
  return told;
end $$;

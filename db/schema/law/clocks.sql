-- No legal clock goes back: the time of its receipt stays, and a missed one stays missed.
create or replace function check_legal_clock() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.ended_at is not null or (old.missed_at is not null and new.missed_at is distinct from old.missed_at)
    or (old.told_at is not null and new.told_at is distinct from old.told_at)
    or (new.missed_at is not null and new.missed_at < new.due_at)
    or (new.ended_at > new.due_at and new.missed_at is null) then
    raise exception 'a legal clock goes on, and never back' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- True when a legal hold lasts on a subject, on its account, or on a content of that account. Cases and enforcements tell
-- whose a content was that isn't stored any more.
create or replace function is_preserved(kept text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from legal_hold hold
    where hold.lifted_at is null and (hold.until is null or hold.until > desk_now())
      and (hold.subject = kept or 'account:' || hold.account_id = kept
        or subject_kind(hold.subject) = 'account' and (
          exists (select from content where content.id = subject_id(kept, 'content')
            and content.account_id = hold.account_id)
          or exists (select from review_case where review_case.subject = kept and review_case.account_id = hold.account_id)
          or exists (select from enforcement where enforcement.subject = kept
            and enforcement.account_id = hold.account_id))))
$$;

-- Deletion skips everything under a legal hold, whichever role deletes: rows stay, and so do their ledger payloads.
-- Copies of restricted evidence are deleted nevertheless, because the platform preserves the original.
create or replace function skip_delete_under_legal_hold() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  row jsonb := to_jsonb(old);
  kept text := case
    when tg_table_name = 'account' then 'account:' || (row ->> 'id')
    when tg_table_name = 'account_reach' then 'account:' || (row ->> 'account_id')
    when tg_table_name = 'content' then 'content:' || (row ->> 'id')
    when tg_table_name = 'content_media' then 'content:' || (row ->> 'content_id')
    when tg_table_name like 'evidence_bytes%' then (select reported.subject from evidence
      join review_case reported on reported.id = evidence.case_id where evidence.id = row ->> 'evidence_id')
    when row ? 'subject' then row ->> 'subject'
    else (select subject from review_case where id = row ->> 'case_id') end;
begin
  if tg_table_name like 'evidence_bytes%'
    and exists (select from evidence where id = row ->> 'evidence_id' and is_restricted_hash(sha256)) then
    return old;
  end if;
  return case when is_preserved(kept) then null else case tg_op when 'DELETE' then old else new end end;
end $$;

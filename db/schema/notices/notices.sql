-- A notice is about one subject from its beginning. Its report, its acceptance and its files come later, and never go.
create or replace function check_notice() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.made_at := desk_now();
    if new.accepted_at is not null or new.outcome is not null then
      raise exception 'a notice begins without a report and without an outcome' using errcode = 'CS001';
    end if;
  elsif (old.accepted_at is not null and (new.accepted_at, new.report_id, new.case_id)
      is distinct from (old.accepted_at, old.report_id, old.case_id))
    or (old.outcome is not null and new.outcome is null) or (old.due_at is not null and new.due_at is null) then
    raise exception 'a notice goes on, and never back' using errcode = 'CS001';
  end if;
  if tg_op = 'UPDATE' and old.accepted_at is null and new.accepted_at is not null and not exists (select from report known
    where known.id = new.report_id and known.case_id = new.case_id and known.subject = new.subject
      and known.client_id = new.id) then
    raise exception 'the report of notice % is another one', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- There is no place for the bytes of child sexual abuse or intimate images. Twin of KIND_RULES in TypeScript.
create or replace function check_notice_file() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if exists (select from notice where id = new.notice_id and kind in ('child_abuse', 'intimate_images')) then
    raise exception 'no file is stored with a notice of this kind' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Deletes notices without a report, with everything that belongs to them.
create or replace function delete_notices(of_notices text[]) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  people text[] := array(select correspondent_id from notice where id = any (of_notices) and correspondent_id is not null);
begin
  -- A person is one row of one notice, and may have a letter about a pause of theirs too.
  delete from letter where notice_id = any (of_notices) or correspondent_id = any (people);
  delete from notice_file where notice_id = any (of_notices);
  delete from public_link where about = any (of_notices);
  delete from notice where id = any (of_notices);
  delete from correspondent where id = any (people);
end $$;

-- Erases the personal details of one person outside, with the removal requests that repeat them, and ends their links.
-- With the last row of an address its mark goes, and with it all that leads from a report to the person. Returns whether
-- there was anything left.
create or replace function erase_correspondent(of_correspondent text) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  mark_of constant bytea := (select mark from correspondent where id = of_correspondent);
begin
  update correspondent set sealed = null, mark = null, erased_at = desk_now()
    where id = of_correspondent and erased_at is null;
  if not found then return false; end if;
  update removal_request set signature = null, identification = null, good_faith = null, contact = null, salt = null,
    body_hash = null
  where salt is not null
    and id in (select removal_request_id from notice where correspondent_id = of_correspondent);
  delete from public_link where about in (select id from notice where correspondent_id = of_correspondent);
  update letter set given_up_at = desk_now()
    where correspondent_id = of_correspondent and sent_at is null and given_up_at is null;
  -- The hash is over the name and the address. Without its key anyone could try names against it.
  update notice set network = null, address = '[erased]', body_hash = decode(repeat('00', 32), 'hex')
    where correspondent_id = of_correspondent and accepted_at is not null;
  perform delete_notices(array(select id from notice
    where correspondent_id = of_correspondent and accepted_at is null and (due_at is null or paused_by is not null)));
  update counter_notice set words = null, salt = null, body_hash = null
    where correspondent_id = of_correspondent and words is not null;
  delete from notice_sender where mark = mark_of and not exists (select from correspondent where mark = mark_of);
  return true;
end $$;

-- Deletes notices that were not confirmed within three days, with everything that belongs to them, up to a number.
create or replace function delete_unconfirmed_notices(at_most integer) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  over text[] := array(select id from notice
    where accepted_at is null and due_at is null and made_at < desk_now() - interval '3 days'
    order by made_at limit at_most for update skip locked);
begin
  perform delete_notices(over);
  return cardinality(over);
end $$;

-- Erases the people of notices that were concluded longer ago than retention.yaml says (half a year without it), unless a legal hold preserves the subject or a
-- legal clock of theirs runs, and deletes expired links. A hundred at a time.
create or replace function erase_old_correspondents() returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  kept constant interval := coalesce(retention_time('notice'), interval '6 months');
  over text[] := array(select correspondent.id from correspondent
    join notice on notice.correspondent_id = correspondent.id
    where correspondent.erased_at is null and correspondent.made_at < desk_now() - kept
      and notice.concluded_at < desk_now() - kept and not is_preserved(notice.subject)
      -- With the last row of an address a pause of its sender would end.
      and not exists (select from notice_sender named where named.mark = correspondent.mark
        and running_pause('reporter', named.id) is not null)
      and not exists (select from legal_clock where cause = notice.removal_request_id and ended_at is null)
    limit 100);
begin
  perform erase_correspondent(each) from unnest(over) each;
  -- A network counts for the legal clocks of one day.
  update notice set network = null where removal_request_id is not null and network is not null
    and accepted_at < desk_now() - interval '2 days';
  delete from public_link where hash in (select hash from public_link where expires_at < desk_now() limit 10000);
  return cardinality(over);
end $$;

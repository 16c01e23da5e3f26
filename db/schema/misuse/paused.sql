-- Reports and notices of paused senders: stored, in no case, and handed on when the pause ends before its time.

-- A report is stored aside only in a running pause of its sender, and never one that is received always. The lock lets
-- the end of a pause wait for reports on their way: the job that hands them on then finds them.
create or replace function check_paused_report() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform from misuse_measure where id = new.measure_id for key share;
  if is_received_in_pause(new.body ->> 'category')
    or running_pause('reporter', new.body ->> 'reporterId') is distinct from new.measure_id then
    raise exception 'the report % is of no paused sender', new.client_id using errcode = 'CS001';
  end if;
  new.received_at := desk_now();
  return new;
end $$;

-- The running pause that a notice meets. Null: none. One that began after the notice was confirmed takes it no more: what
-- came in an earlier pause, which was wrong, is received.
create or replace function pause_of_notice(of_notice text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select measure.id from notice join misuse_measure measure on measure.begins_at <= notice.due_at
    and measure.id = running_pause('reporter', sender_of_notice(notice.id))
  where notice.id = of_notice
$$;

-- A notice waits only in a running pause of its confirmed sender, and goes on when that pause has ended early. The
-- intake names its category; this trigger knows the kinds that are received always. Twin of RECEIVED_IN_PAUSE.
-- The words of the first 1,000 of one pause are stored. Twin of STORED_IN_PAUSE_MAX in TypeScript.
create or replace function check_paused_notice() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.paused_by is null then return new; end if;
  perform from misuse_measure where id = new.paused_by for key share;
  if new.kind in ('child_abuse', 'intimate_images', 'terrorism', 'threats', 'self_harm', 'harassment', 'privacy', 'other')
    or new.accepted_at is not null or pause_of_notice(new.id) is distinct from new.paused_by then
    raise exception 'the notice % is of no paused sender', new.id using errcode = 'CS001';
  end if;
  -- As the evidence of reports: a paused sender fills no disk.
  delete from notice_file where notice_id = new.id;
  if (select count(*) >= 1000 from (select from notice where paused_by = new.paused_by limit 1000) stored) then
    new.reason := '[…]';
  end if;
  return new;
end $$;

-- Refuses an appeal in a running pause of its sender: the account affected, or the sender of the notice.
create or replace function refuse_paused_appeal() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if appeal_pause(new.side, new.account_id, substr(new.appellant, length('status ') + 1)) is not null then
    raise exception 'appeals of this sender are paused' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- The running pause that an appeal meets. Null: none.
create or replace function appeal_pause(of_side text, of_account text, of_notice text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_side when 'affected' then running_pause('account', of_account)
    else running_pause('reporter', sender_of_notice(of_notice)) end
$$;

-- The time by which the appeal of a person is longer open, because a pause of theirs took from it.
create or replace function appeal_pause_time(of_kind text, of_person text, since timestamptz) returns interval
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(sum(coalesce(measure.ended_at, measure.ends_at) - greatest(measure.begins_at, since)), interval '0')
  from misuse_sender sender join misuse_measure measure on measure.sender_id = sender.id and measure.kind = 'pause'
  where sender.kind = of_kind and sender.person_id = of_person and coalesce(measure.ended_at, measure.ends_at) > since
$$;

-- The time for which words about senders are kept: that of reports, two years at most.
create or replace function misuse_time() returns interval language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select least(interval '2 years', retention_time('report')) $$;

-- Deletes what a sender wrote in pauses that ended a month ago, and the words of marks and appeals that count no more,
-- with the person behind a sender of whom nothing counts. The acts stay. Each run deletes up to a number. Reports of a
-- pause that ended early are handed on first: the job is there again, should it be lost.
create or replace function forget_misuse() returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  kept constant timestamptz := desk_now() - misuse_time();
  done text[] := array(select id from misuse_measure where kind = 'pause'
    and coalesce(ended_at, ends_at) < desk_now() - interval '30 days');
  over text[] := array(select id from notice where accepted_at is null and paused_by = any (done) limit 100);
  gone text[] := array(select id from misuse_sender sender where person_id is not null
    and not exists (select from misuse_mark where sender_id = sender.id and marked_at > kept)
    and not exists (select from misuse_measure where sender_id = sender.id
      and coalesce(ended_at, ends_at, begins_at) > kept) limit 100);
begin
  delete from paused_report where (key_id, client_id) in (
    select key_id, client_id from paused_report where measure_id = any (done) limit 1000);
  update misuse_mark set reason = null, about_id = '[erased] ' || id where id in (
    select id from misuse_mark where reason is not null and marked_at <= kept limit 1000);
  insert into job (kind, key, priority)
    select 'sender', id, 'notice' from misuse_measure where kind = 'pause' and ended_at > desk_now() - interval '30 days'
      and exists (select from paused_report where measure_id = misuse_measure.id)
    order by id limit 100 on conflict (kind, key) do nothing;
  perform delete_notices(over);
  perform forget_sender(each) from unnest(gone) each;
  return cardinality(over) + cardinality(gone);
end $$;

-- Forgets the person behind a sender: their id, and every word by or about them.
create or replace function forget_sender(of_sender text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  delete from paused_report where measure_id in (select id from misuse_measure where sender_id = of_sender);
  update misuse_appeal set words = null, reason = case when reason is not null then '[erased]' end
    where measure_id in (select id from misuse_measure where sender_id = of_sender);
  update misuse_mark set reason = null, about_id = '[erased] ' || id where sender_id = of_sender and reason is not null;
  update misuse_measure set end_reason = case when end_reason is not null then '[erased]' end
    where sender_id = of_sender;
  update misuse_sender set person_id = null where id = of_sender;
end $$;

-- True while a sender may appeal against a warning or a pause: it runs or counts, no appeal is open, and at most two
-- changed nothing. So one that a stranger with the link sent takes the sender's own not away.
create or replace function may_appeal_measure(about misuse_measure) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select about.ended_at is null and count(*) < 3 and count(*) filter (where state = 'open') = 0
  from misuse_appeal where measure_id = about.id
$$;

-- An appeal against a warning or a pause begins open. The trigger keeps its words from being stored with an outcome.
create or replace function check_misuse_appeal() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform lock_measures();
  new.received_at := desk_now();
  if new.state <> 'open' or not exists (select from misuse_measure measure
    where id = new.measure_id and may_appeal_measure(measure)) then
    raise exception 'no appeal against % begins so', new.measure_id using errcode = 'CS001';
  end if;
  return new;
end $$;

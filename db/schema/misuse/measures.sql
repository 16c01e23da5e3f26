-- Warnings by one person, pauses by two, their end by one, and the appeals against them.

-- Returns the reason, as one word, why this person can't warn this sender. Null: they can. The marks of the person who
-- warns do not suffice, nor do those of before an appeal that was upheld for the sender.
create or replace function warning_refusal(of_sender text, of_cause text, by_person text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when sender.person_id is null then 'unknown'
    when not may_decide_about(of_sender, by_person) then 'not_allowed'
    when sender.kind = 'reporter' and is_flagger_name(sender.person_id) then 'flagger'
    when figures.marks < floor.marks_min then 'too_few'
    when not exists (select from counted_marks(of_sender, of_cause) where sent_at > all (select ended_at
      from misuse_measure where sender_id = of_sender and cause = of_cause and end_cause = 'appeal')) then 'too_few'
    when has_second_person() and not exists (select from counted_marks(of_sender, of_cause) where marked_by <> by_person)
      then 'own_marks'
    when exists (select from misuse_measure where sender_id = of_sender and cause = of_cause and kind = 'warning'
      and ended_at is null and begins_at > desk_now() - interval '1 day') then 'warned' end
  from misuse_floor() floor cross join misuse_figures(of_sender, of_cause) figures
    left join misuse_sender sender on sender.id = of_sender
$$;

-- Lets the transactions that change measures follow each other, so that the order of their times is that of their commits:
-- a platform that reads from a time on misses none.
create or replace function lock_measures() returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select pg_advisory_xact_lock(hashtextextended('sender measures', 0)) $$;

-- Warns a sender. Returns the warning.
create or replace function warn_sender(of_sender text, of_cause text, by_person text) returns misuse_measure
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
  made misuse_measure;
begin
  perform lock_measures();
  perform from misuse_sender where id = of_sender for no key update;
  refusal := warning_refusal(of_sender, of_cause, by_person);
  if refusal is not null then
    raise exception '% can not be warned by %: %', of_sender, by_person, refusal using errcode = 'CS001';
  end if;
  insert into misuse_measure (sender_id, kind, cause, marks, submissions, warned_by)
  select of_sender, 'warning', of_cause, marks, submissions, by_person from misuse_figures(of_sender, of_cause)
    returning * into made;
  return made;
end $$;

-- The latest warning that counts against a sender's submissions.
create or replace function counted_warning(of_sender text) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select max(begins_at) from misuse_measure where sender_id = of_sender and kind = 'warning' and cause = 'unfounded'
    and ended_at is null and begins_at > desk_now() - warning_window()
$$;

-- Returns the reason, as one word, why a sender can't be paused for so many days. Null: two people can. It was warned,
-- went on after it and after the last pause, and the marks are of more than one person.
create or replace function pause_refusal(of_sender text, for_days integer) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when sender.person_id is null then 'unknown'
    when for_days not between 1 and floor.pause_days_max then 'days'
    when sender.kind = 'reporter' and is_flagger_name(sender.person_id) then 'flagger'
    when running_pause(sender.kind, sender.person_id) is not null then 'paused'
    when counted_warning(of_sender) is null then 'not_warned'
    when figures.marks < floor.marks_min then 'too_few'
    when (select count(*) from counted_marks(of_sender, 'unfounded') where sent_at > greatest(counted_warning(of_sender),
      (select max(coalesce(ended_at, ends_at)) from misuse_measure where sender_id = of_sender and kind = 'pause')))
      < floor.after_warning_min then 'stopped'
    when has_second_person() and figures.markers < 2 then 'one_marker' end
  from misuse_floor() floor cross join misuse_figures(of_sender, 'unfounded') figures
    left join misuse_sender sender on sender.id = of_sender
$$;

-- Begins a pause that two people agreed to. It is judged again at this moment, by the figures of the policy that they
-- agreed to with it.
create or replace function begin_sender_pause(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  sender constant text := said ->> 'senderId';
begin
  perform lock_measures();
  perform from misuse_sender where id = sender for no key update;
  if pause_refusal(sender, (said ->> 'days')::integer) is not null
    or not exists (select from misuse_figures(sender, 'unfounded') where marks >= coalesce((said ->> 'marks')::integer, 0)
      and marks * 100 >= submissions * coalesce((said ->> 'sharePercent')::integer, 0)) then return 0; end if;
  insert into misuse_measure (sender_id, kind, cause, marks, submissions, ends_at, change_id)
  select sender, 'pause', 'unfounded', marks, submissions, desk_now() + (said ->> 'days')::integer * interval '1 day',
    changing.id
  from misuse_figures(sender, 'unfounded');
  return 1;
end $$;

-- Ends a pause before its time, or takes a warning back: one person, also a restricted one. Returns false where it has
-- ended.
create or replace function end_measure(of_measure text, by_person text, with_cause text, with_reason text)
  returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not coalesce((select standing.active and may_change(person.roles)
    from staff person cross join lateral staff_standing(person.id) standing where person.id = by_person), false) then
    raise exception '% may not end %', by_person, of_measure using errcode = 'CS001';
  end if;
  perform lock_measures();
  -- It waits for reports and notices that are stored in the pause at this moment.
  perform from misuse_measure where id = of_measure for update;
  update misuse_measure set ended_at = desk_now(), ended_by = by_person, end_cause = with_cause, end_reason = with_reason
  where id = of_measure and ended_at is null and (kind = 'warning' or ends_at > desk_now());
  return found;
end $$;

-- Records which running pauses lost their ground, and returns them, each once: of the marks on which a pause was decided
-- fewer than the floor still hold. Marks that grew old since hold.
create or replace function list_lost_grounds() returns setof text language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  update misuse_measure measure set ground_lost_at = desk_now()
  where kind = 'pause' and ended_at is null and ends_at > desk_now() and ground_lost_at is null
    and (select marks_min from misuse_floor()) > (select count(*) from misuse_mark mark
      where mark.sender_id = measure.sender_id and mark.cause = measure.cause and withdrawn_at is null
        and sent_at >= begins_at - misuse_window() and marked_at <= begins_at and does_mark_hold(mark))
  returning id
$$;

-- True for people who took part in a warning or a pause: they judge no appeal against it.
create or replace function is_measure_party(of_measure text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from misuse_measure measure left join desk_change changing on changing.id = measure.change_id
    where measure.id = of_measure and (had_part_in_misuse(measure.sender_id, person_id)
      or changing.proposed_by = person_id or exists (select from change_answer
        where change_id = changing.id and staff_id = person_id)))
$$;

-- Judges an appeal against a warning or a pause, by a person who took no part in it. Overturning ends the measure.
create or replace function judge_misuse_appeal(of_appeal text, by_person text, with_state text, with_reason text)
  returns misuse_appeal language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  judged misuse_appeal;
begin
  perform lock_measures();
  select * into judged from misuse_appeal where id = of_appeal for no key update;
  if judged.id is null or judged.state <> 'open' or with_state not in ('upheld', 'overturned')
    or has_second_person() and is_measure_party(judged.measure_id, by_person)
    or with_state = 'upheld' and not may_decide_about((select sender_id from misuse_measure
      where id = judged.measure_id), by_person) then
    raise exception '% may not judge % as %', by_person, of_appeal, with_state using errcode = 'CS001';
  end if;
  -- A pause may have run out meanwhile.
  if with_state = 'overturned' then perform end_measure(judged.measure_id, by_person, 'appeal', with_reason); end if;
  update misuse_appeal set state = with_state, judged_by = by_person, reason = with_reason, ended_at = desk_now()
    where id = of_appeal returning * into judged;
  return judged;
end $$;

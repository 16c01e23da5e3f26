-- The one question of a judge to the person who appeals.

-- The time in which a question is answered. The appeal's own time stands still meanwhile.
create or replace function appeal_answer_time() returns interval language sql immutable return interval '7 days';

-- True while an appeal waits for the answer to its question.
create or replace function awaits_answer(of_appeal text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from appeal_question where appeal_id = of_appeal and answered_at is null and answer_by > desk_now()) $$;

-- The questions of one person that wait for an answer, and those that they ask in a day, at most: each takes a case out of its
-- queue for a week.
create or replace function questions_max() returns table (open_max integer, day_max integer) language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select 5, 10 $$;

-- Returns the reason, as one word, why a person may not ask the appellant now. Null: they may. A case in which a life or a child
-- may be in danger waits for no answer.
create or replace function question_refusal(of_appeal text, person_id text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when exists (select from review_case where appeal_id = of_appeal and (severity = 5 or category = 'PROTECTION_OF_MINORS'))
      then 'danger'
    when (select count(*) from appeal_question join appeal on appeal.id = appeal_id where asked_by = person_id
      and answered_at is null and answer_by > desk_now() and appeal.state = 'open') >= open_max
      or (select count(*) from appeal_question where asked_by = person_id and asked_at > desk_now() - interval '24 hours')
        >= day_max then 'too_many' end
  from questions_max()
$$;

-- A question is asked once, of an open appeal, by the holder of its case, who had no part in what it contests. It takes the
-- case out of its queue until the answer, or the end of the time for one.
create or replace function check_appeal_question() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- Questions of one person are counted one after the other.
  perform from staff where id = new.asked_by for no key update;
  if question_refusal(new.appeal_id, new.asked_by) is not null
    or not exists (select from appeal where id = new.appeal_id and state = 'open')
    or not may_judge_appeal(new.appeal_id, new.asked_by)
    or not exists (select from staff_standing(new.asked_by) standing where standing.active and not standing.restricted)
    or not exists (select from review_case where appeal_id = new.appeal_id and claimed_by = new.asked_by
      and claimed_until > desk_now()) or new.question is null or new.answer_hash is not null
    or new.question_hash <> sha256(new.salt || convert_to(new.question, 'UTF8')) then
    raise exception '% asks nothing about appeal %', new.asked_by, new.appeal_id using errcode = 'CS001';
  end if;
  new.asked_at := desk_now();
  new.answer_by := desk_now() + appeal_answer_time();
  return new;
end $$;

-- Takes the case of a question out of its queue. Its judge gets it back first, if they are at work then.
create or replace function await_answer() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update review_case set due_at = greatest(due_at + appeal_answer_time(), new.answer_by), snoozed_until = new.answer_by, claimed_by = null, claimed_at = null,
    claimed_until = null, reserved_for = new.asked_by, reserved_until = new.answer_by + interval '1 day'
    where appeal_id = new.appeal_id;
  update appeal set other_team_until = other_team_until + appeal_answer_time()
    where id = new.appeal_id and other_team_until > desk_now();
  return null;
end $$;

-- An answer comes once, in time, while the appeal is open, and stays as it came until an erasure, which the application
-- role can't write. It brings the case back, and the appeal's own time runs again.
create or replace function check_appeal_answer() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.question is null and (new.answer_hash, new.key_id) is not distinct from (old.answer_hash, old.key_id) then
    return new;
  end if;
  if old.answered_at is not null or old.answer_by <= desk_now() or new.answer is null
    or new.answer_hash is distinct from sha256(old.salt || convert_to(new.answer, 'UTF8'))
    or not exists (select from appeal where id = new.appeal_id and state = 'open') then
    raise exception 'the question of appeal % takes no answer', new.appeal_id using errcode = 'CS001';
  end if;
  new.answered_at := desk_now();
  update review_case set due_at = due_at - (old.answer_by - desk_now()), snoozed_until = null, reserved_until = desk_now() + interval '1 day'
    where appeal_id = new.appeal_id;
  -- It is later only if it lay ahead when the question was asked, which moved it behind the end of the time to answer.
  update appeal set other_team_until = other_team_until - (old.answer_by - desk_now())
    where id = new.appeal_id and other_team_until > old.answer_by;
  return new;
end $$;

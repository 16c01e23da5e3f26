-- What somebody stopped of automation does nothing from the moment they are told so: neither what a rule is about to do, nor what it asked for
-- and that waits. And what one source says crowds out nothing of another's.

create index signal_of_source on signal (subject, source, received_at desc);
drop index signal_subject;

-- Whether the rule that asked for an order was stopped, or all of its source.
create function automation_forbids(of_order text) returns boolean language sql stable security definer
  set search_path = public, pg_temp
  as $$ select exists (select from automation_run run where run.order_id = of_order and is_paused(run.source, run.rule_id)) $$;

-- Held by whatever a source does until its transaction ends, and taken whole by whoever stops it: they are told of no stop before
-- what was under way has ended, and what comes after sees it.
create function automation_lock(of_source text) returns bigint language sql immutable
  as $$ select hashtextextended('automation stop ' || of_source, 0) $$;

create or replace function check_automation_pause() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(automation_lock(new.source));
  new.at := desk_now();
  if new.lifted_at is not null or not (select active from staff_standing(new."by")) then
    raise exception 'a pause begins by somebody who is here, and ends by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function check_automation_run() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
begin
  new.at := desk_now();
  if new.mode = 'live' and new.outcome = 'done' then
    perform pg_advisory_xact_lock_shared(automation_lock(new.source));
    if not rule_is_tried(new.rule_hash) then
      raise exception 'rule % has not run in shadow as it stands', new.rule_id using errcode = 'CS001';
    end if;
    if is_paused(new.source, new.rule_id) then
      raise exception 'rule % was stopped', new.rule_id using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;

create or replace function check_automation_release() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock_shared(automation_lock(substr(new.proposed_by, 8)));
  if automation_forbids(new.id) then
    raise exception 'order % is not released: its rule was stopped', new.id using errcode = 'CS001';
  end if;
  if new.action <> 'label' and not (new.action = 'hide' and new.duration_ms <= 3600000)
    and not exists (select from order_agreeing(new.id)) then
    raise exception 'order % was asked for by a rule, and nobody has agreed to it', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

grant execute on function automation_forbids(text) to countersign_desk;

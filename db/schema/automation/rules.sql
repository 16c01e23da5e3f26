-- True when a rule has run in shadow mode for a day, without which it may do nothing.
create or replace function rule_is_tried(hash text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from automation_rule
    where rule_hash = hash and asked_since <= desk_now() - interval '1 day')
$$;

create or replace function is_paused(of_source text, of_rule text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from automation_pause
    where source = of_source and (rule_id is null or rule_id = of_rule) and lifted_at is null)
$$;

create or replace function check_automation_rule() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.asked_since := desk_now();
  return new;
end $$;

-- True when the rule that proposed an enforcement was paused, or its whole source.
create or replace function is_blocked_by_paused_rule(of_enforcement text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from automation_run run where run.enforcement_id = of_enforcement
    and is_paused(run.source, run.rule_id)) $$;

-- Acts of a source take this lock shared until their transactions end, and a pause takes it exclusive. The pause
-- returns only after running acts have ended, and later acts see it.
create or replace function automation_lock(of_source text) returns bigint language sql immutable
  return hashtextextended('automation stop ' || of_source, 0);

create or replace function check_automation_pause() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(automation_lock(new.source));
  new.at := desk_now();
  if new.lifted_at is not null or not (select active from staff_standing(new."by")) then
    raise exception 'a pause is begun by a current member of staff and ended by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A rule does nothing before its day in shadow mode has passed, or while it is paused.
create or replace function check_automation_run() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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

-- A rule proposes only what its source may: no legal duty, no action on a ground, nothing in a person's name.
create or replace function check_automation_enforcement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if (new.source = 'automation') <> (actor_kind(new.proposed_by) = 'source') then
    raise exception 'what automation asks for it asks for in its own name' using errcode = 'CS001';
  end if;
  if new.source = 'automation' and (new.legal_duty or new.interim or new.decision_id is not null
    or new.successor_of is not null
    or is_paused(actor_id(new.proposed_by, 'source'), '')) then
    raise exception '% may not ask for that', new.proposed_by using errcode = 'CS001';
  end if;
  return new;
end $$;

-- By the end of its transaction the row must name the rule that proposed it, and that rule must be permitted.
create or replace function check_automation_grounds() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from automation_run where enforcement_id = new.id and mode = 'live' and outcome = 'done'
    and 'source:' || source = new.proposed_by) then
    raise exception 'no rule asked for enforcement %', new.id using errcode = 'CS001';
  end if;
  return null;
end $$;

-- A rule alone may set a label, or restrict a content for an hour as mildly as hiding or milder, by one of the eight
-- actions. Anything else needs a person's approval. Twin of HIDDEN_ALONE_MS in TypeScript.
create or replace function check_automation_release() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock_shared(automation_lock(actor_id(new.proposed_by, 'source')));
  if is_blocked_by_paused_rule(new.id) then
    raise exception 'enforcement % is not released: its rule was stopped', new.id using errcode = 'CS001';
  end if;
  if new.action <> 'label' and not (new.own_action is null and is_as_strict('hide', new.action) and subject_kind(new.subject) = 'content'
      and coalesce(new.duration_ms <= 3600000, false))
    and not exists (select from list_agreeing_people(new.id)) then
    raise exception 'enforcement % was proposed by a rule and has no approval', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;

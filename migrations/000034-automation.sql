-- What classifiers and lists say of subjects, what rules make of it, and who has stopped them.

alter table due drop constraint due_kind_check;
alter table due add constraint due_kind_check check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome',
  'release', 'expire', 'confirm', 'page', 'leave', 'escalate', 'watch', 'deliver', 'campaign', 'automate'));
alter table due drop constraint due_lane_check;
alter table due add constraint due_lane_check check (lane in ('effect', 'restore', 'background', 'watch', 'notice', 'campaign', 'automation', 'reconcile'));

-- What a source said of a subject: evidence, shown and never judged by guards. Insert only.
create sequence signal_seq;
create table signal (
  id text collate "C" primary key default 'z-' || nextval('signal_seq'),
  key_id text collate "C" not null references api_key (id),
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  source text collate "C" not null,
  subject text collate "C" not null,
  kind text not null check (kind in ('classifier', 'hash_match')),
  -- Which classifier, or which list.
  name text not null check (length(name) between 1 and 100),
  version text check (length(version) between 1 and 64),
  score double precision check (score between 0 and 1),
  category text not null,
  seen_at timestamptz not null,
  received_at timestamptz not null default desk_now(),
  unique (key_id, client_id),
  check ((kind = 'classifier') = (score is not null) and (kind = 'classifier') = (version is not null))
);
-- By source: what one says crowds out nothing of another's.
create index signal_subject on signal (subject, source, received_at desc);
create index signal_source on signal (source, received_at);
comment on column signal.seen_at is 'When the source saw it, by its own clock.';

-- Since when a rule, exactly as it stands, is asked about what comes. Its day in shadow begins here, by nobody's word.
create table automation_rule (
  rule_hash text collate "C" primary key check (length(rule_hash) = 64),
  rule_id text not null,
  source text not null,
  asked_since timestamptz not null default desk_now()
);

-- Who stopped a source, or one rule of it. It goes on by a change of two people alone.
create table automation_pause (
  id bigint generated always as identity primary key,
  source text collate "C" not null check (length(source) between 1 and 64),
  -- Null: all of the source.
  rule_id text collate "C" check (length(rule_id) between 1 and 64),
  reason text not null check (length(reason) between 1 and 2000),
  by text collate "C" not null references staff (id),
  at timestamptz not null default desk_now(),
  lifted_at timestamptz,
  change_id text collate "C" references desk_change (id),
  check ((lifted_at is null) = (change_id is null))
);
create unique index automation_pause_standing on automation_pause (source, coalesce(rule_id, '')) where lifted_at is null;

-- What a rule did of a subject, or would have done. Insert only, once for each case and rule as it stands.
create table automation_run (
  id bigint generated always as identity primary key,
  rule_id text not null,
  rule_hash text collate "C" not null references automation_rule (rule_hash),
  source text collate "C" not null,
  mode text not null check (mode in ('shadow', 'live')),
  does text not null check (does in ('propose', 'label', 'route', 'hide')),
  subject text collate "C" not null,
  case_id text collate "C" references review_case (id),
  signal_id text collate "C" references signal (id),
  -- would: in shadow. done: asked for, or done. stands: it is so already. left: to people, and why. unknown: it couldn't be told.
  outcome text not null check (outcome in ('would', 'done', 'stands', 'left', 'unknown')),
  why text check (length(why) between 1 and 2000),
  order_id text collate "C" references desk_order (id),
  at timestamptz not null default desk_now(),
  check ((mode = 'shadow') = (outcome = 'would') or outcome = 'unknown')
);
create unique index automation_run_once on automation_run (rule_hash, subject, coalesce(case_id, signal_id, ''), mode)
  where outcome <> 'unknown';
-- What couldn't be told once is asked again, and said once.
create unique index automation_run_unknown on automation_run (rule_hash, subject, coalesce(case_id, signal_id, ''))
  where outcome = 'unknown';
create index automation_run_source on automation_run (source, at);
create index automation_run_rule on automation_run (rule_id, at);
create index automation_run_order on automation_run (order_id) where order_id is not null;

-- For so long a rule runs in shadow before it may do anything.
create function rule_is_tried(hash text) returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from automation_rule
    where rule_hash = hash and asked_since <= desk_now() - interval '1 day')
$$;

create function is_paused(of_source text, of_rule text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from automation_pause
    where source = of_source and (rule_id is null or rule_id = of_rule) and lifted_at is null)
$$;

create function check_automation_rule() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.asked_since := desk_now();
  return new;
end $$;
create trigger check_automation_rule before insert on automation_rule for each row execute function check_automation_rule();

-- Whether the rule that asked for an order was stopped, or all of its source.
create function automation_forbids(of_order text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from automation_run run where run.order_id = of_order and is_paused(run.source, run.rule_id)) $$;

-- Held by whatever a source does until its transaction ends, and taken whole by whoever stops it: they are told of no stop before
-- what was under way has ended, and what comes after sees it.
create function automation_lock(of_source text) returns bigint language sql immutable
  return hashtextextended('automation stop ' || of_source, 0);

create function check_automation_pause() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(automation_lock(new.source));
  new.at := desk_now();
  if new.lifted_at is not null or not (select active from staff_standing(new."by")) then
    raise exception 'a pause begins by somebody who is here, and ends by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_automation_pause before insert on automation_pause for each row execute function check_automation_pause();

-- Nothing is done by a rule that nobody has seen at work, or that somebody has stopped.
create function check_automation_run() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
create trigger check_automation_run before insert on automation_run for each row execute function check_automation_run();

-- A rule asks for what its source may: nothing that takes two to undo, nothing past the guards, nothing in a person's name.
create function check_automation_order() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if (new.source = 'automation') <> starts_with(new.proposed_by, 'source:') then
    raise exception 'what automation asks for it asks for in its own name' using errcode = 'CS001';
  end if;
  if new.source = 'automation' and (new.legal_duty or new.lesser or new.decision_id is not null or new.successor_of is not null
    or is_paused(substr(new.proposed_by, 8), '')) then
    raise exception '% may not ask for that', new.proposed_by using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_automation_order before insert on desk_order for each row execute function check_automation_order();

-- By the end of its transaction it stands on record which rule asked, and that it was one that may.
create function check_automation_grounds() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from automation_run where order_id = new.id and mode = 'live' and outcome = 'done'
    and 'source:' || source = new.proposed_by) then
    raise exception 'no rule asked for order %', new.id using errcode = 'CS001';
  end if;
  return null;
end $$;
create constraint trigger check_automation_grounds after insert on desk_order deferrable initially deferred
  for each row when (new.source = 'automation') execute function check_automation_grounds();

-- What a rule does by itself: a label, and taking from a content, for an hour, no more than hiding it takes. For anything else
-- somebody agreed.
create function check_automation_release() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock_shared(automation_lock(substr(new.proposed_by, 8)));
  if automation_forbids(new.id) then
    raise exception 'order % is not released: its rule was stopped', new.id using errcode = 'CS001';
  end if;
  if new.action <> 'label' and not (is_as_strict('hide', new.action) and starts_with(new.subject, 'content:')
      and coalesce(new.duration_ms <= 3600000, false))
    and not exists (select from order_agreeing(new.id)) then
    raise exception 'order % was asked for by a rule, and nobody has agreed to it', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_automation_release before update on desk_order for each row
  when (new.source = 'automation' and new.state = 'releasing' and old.state <> 'releasing') execute function check_automation_release();

grant select, insert on signal, automation_rule, automation_run, automation_pause to countersign_desk;
grant usage on sequence signal_seq to countersign_desk;
grant execute on function rule_is_tried(text), is_paused(text, text), automation_forbids(text) to countersign_desk;

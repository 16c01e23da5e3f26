-- Changes of the desk itself: of its guards, of what protects an account, of who may approve. What loosens takes two
-- people, and here is the only way: the desk's role adds proposals and answers, and what they change it can't change.

-- Whether this runs as whoever owns the schema: a migration, or a function of the owner's.
create function is_owner() returns boolean language sql stable
begin atomic
  select pg_has_role(current_user, (select relowner from pg_class where oid = 'public.staff'::regclass), 'member');
end;

create sequence desk_change_seq;
create table desk_change (
  id text collate "C" primary key default 'h-' || nextval('desk_change_seq'),
  kind text not null check (kind in ('guards', 'queues', 'budgets', 'automation', 'automation_resume', 'breaker', 'tag', 'protection', 'role', 'clearance', 'approver', 'end_later',
    'team', 'token', 'key', 'webhook_secret', 'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'preservation',
    'review_times', 'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority', 'authority_removal', 'connector',
    'harm_policy', 'election_window', 'election_window_end')),
  -- What would change, as canonical JSON, and the same for people, beside what is.
  body text not null check (length(body) <= 1000000),
  says text not null check (length(says) between 1 and 50000),
  -- stricter: one person's to do. mixed: looser in some way, or it can't be told.
  direction text not null check (direction in ('looser', 'stricter', 'mixed')),
  reason text not null check (length(reason) between 1 and 2000),
  -- The signature by which one person alone takes a role or a clearance. Null: the change takes none, or waits for a second person.
  signature_id text collate "C",
  proposed_by text collate "C" not null references staff (id),
  proposed_at timestamptz not null default desk_now(),
  expires_at timestamptz not null default desk_now() + interval '7 days',
  state text not null default 'proposed'
    constraint desk_change_state_check check (state in ('proposed', 'agreed', 'applied', 'declined', 'withdrawn', 'expired', 'stopped',
      'failed')),
  -- Of a change that was agreed to and waits, or waited: from when it may be applied. Set once, by the trigger.
  takes_effect_at timestamptz,
  moved_by text not null,
  moved_at timestamptz not null default desk_now(),
  constraint desk_change_not_about_oneself check (kind in ('passkey', 'passkey_removal', 'token')
    or body::jsonb ->> 'staffId' is distinct from proposed_by and not coalesce(body::jsonb -> 'staffIds' ? proposed_by, false))
);
create index desk_change_open on desk_change (expires_at) where state = 'proposed';
create index desk_change_agreed on desk_change (takes_effect_at) where state = 'agreed';
create index desk_change_waited on desk_change (moved_at) where takes_effect_at is not null;

-- Twin of CHANGE_MOVES in TypeScript.
create table change_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into change_transition values
  ('proposed', 'agreed'), ('proposed', 'applied'), ('proposed', 'declined'), ('proposed', 'withdrawn'), ('proposed', 'expired'),
  ('agreed', 'applied'), ('agreed', 'stopped'), ('agreed', 'withdrawn'), ('agreed', 'failed');

-- What others said of a change. Insert only.
create table change_answer (
  id bigint generated always as identity primary key,
  change_id text collate "C" not null references desk_change (id),
  staff_id text collate "C" not null references staff (id),
  answer text not null check (answer in ('agree', 'decline')),
  reason text check (length(reason) between 1 and 2000),
  -- What they put their name to, as canonical JSON; a yes by which signature.
  core text not null,
  signature_id text collate "C",
  check ((answer = 'agree') = (signature_id is not null)),
  signed_at timestamptz not null default desk_now(),
  unique (change_id, staff_id)
);

-- The files in force: of each name the latest.
create table adopted_policy (
  id bigint generated always as identity primary key,
  name text not null check (name in ('guards', 'queues', 'budgets', 'automation')),
  text text not null check (length(text) <= 1000000),
  hash bytea not null check (hash = sha256(convert_to(text, 'UTF8'))),
  adopted_at timestamptz not null default desk_now(),
  -- Null: while the desk was being set up.
  change_id text collate "C" references desk_change (id)
);
create index adopted_policy_latest on adopted_policy (name, id desc);

-- The floor under one subject, whatever the guards say: what takes it down needs so many others and waits so long.
create table protection (
  subject text collate "C" primary key check (length(subject) between 1 and 300),
  -- Twin of PEOPLE_MAX in TypeScript.
  approvals integer not null check (approvals between 0 and 5),
  hold_ms bigint not null check (hold_ms between 0 and 86400000),
  set_at timestamptz not null default desk_now(),
  change_id text collate "C" not null references desk_change (id)
);

-- True when two people declared that the platform's badge means a checked identity. The latest change that says so counts.
create function badge_is_identity() returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce((select (body::jsonb -> 'isIdentity')::boolean from desk_change
    where kind = 'verified_badge' and state = 'applied' order by moved_at desc, id desc limit 1), false);
end $$;
create index desk_change_verified_badge on desk_change (moved_at) where kind = 'verified_badge' and state = 'applied';
grant execute on function badge_is_identity() to countersign_desk;

-- True when two people closed an election window before its end.
create function is_window_closed(window_id text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (select from desk_change where kind = 'election_window_end' and state = 'applied' and body::jsonb ->> 'windowId' = window_id);
end $$;

-- True when an election window is one: it lasts at most half a year, isn't over, and is for somebody. Its accounts are known, its tags
-- protect.
-- Twin of describeElectionWindow in TypeScript.
create function is_election_window(said jsonb) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (
    select (said ->> 'until')::timestamptz > greatest(desk_now(), (said ->> 'from')::timestamptz)
      and (said ->> 'until')::timestamptz <= desk_now() + interval '180 days'
      and jsonb_array_length(said -> 'accounts') + jsonb_array_length(said -> 'tags') > 0
      and not exists (select from jsonb_array_elements_text(said -> 'accounts') id where id not in (select account.id from account))
      and not exists (select from jsonb_array_elements_text(said -> 'tags') tag where tag <> all (protective_tags())));
end $$;

-- The milliseconds for which one person may restrict an account before a second person confirms it: an hour, and 15 minutes while an
-- election window is open for the account, by its id or by a tag that protects it. Until its tags were read, every window with tags counts.
-- Twin of UNCONFIRMED_MS_MAX in platform-kit.
create function unconfirmed_limit_ms(of_account text) returns bigint language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return case when exists (
    select from desk_change opened cross join lateral (select opened.body::jsonb as said) parsed
    where opened.kind = 'election_window' and opened.state = 'applied'
      and desk_now() >= (said ->> 'from')::timestamptz and desk_now() < (said ->> 'until')::timestamptz
      and not is_window_closed(opened.id)
      and (said -> 'accounts' ? of_account
        or exists (select from protective_tag where account_id = of_account and dropped_at is null and said -> 'tags' ? tag)
        or jsonb_array_length(said -> 'tags') > 0
          and not exists (select from account_known where account_id = of_account and fact = 'tags')))
    then 900000 else 3600000 end;
end $$;
create index desk_change_election_window on desk_change (kind) where kind in ('election_window', 'election_window_end') and state = 'applied';
grant execute on function unconfirmed_limit_ms(text), is_window_closed(text) to countersign_desk;

-- How often what protects is looked at again, and how long after that it is missed: the latest row counts. Bounded, so that nobody
-- sets never. None: half a year, and two weeks.
create table review_times (
  id bigint generated always as identity primary key,
  every_days integer not null check (every_days between 30 and 365),
  grace_days integer not null check (grace_days between 7 and 30),
  set_at timestamptz not null default desk_now(),
  change_id text collate "C" not null references desk_change (id)
);

create function review_every() returns interval language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select every_days from review_times order by id desc limit 1), 180) * interval '1 day' $$;
create function review_grace() returns interval language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select grace_days from review_times order by id desc limit 1), 14) * interval '1 day' $$;

-- A house in which fewer must agree is looser, and so is one whose guards hold nothing, and showing more of people at work.
create function profile_direction(said jsonb) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with ranked (house, rank) as (values ('solo', 0), ('community', 1), ('company', 2)),
  latest as (select * from desk_profile order by id desc limit 1),
  compared as (
    select rank - (select rank from ranked where house = desk_house()) as house,
      in_shadow()::integer - (said -> 'shadow')::boolean::integer as shadow,
      coalesce((select person_metrics from latest), true)::integer - (said -> 'personMetrics')::boolean::integer as metrics
    from ranked where house = said ->> 'house')
  select case when least(house, shadow, metrics) >= 0 then 'stricter'
    when greatest(house, shadow, metrics) <= 0 then 'looser' else 'mixed' end
  from compared
$$;

-- Which way a change goes, as far as it can be told from rows; null: it is told by what judges, not here.
create function change_direction(of_kind text, said jsonb) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_kind
    when 'guards' then null
    when 'budgets' then null
    when 'automation' then null
    when 'tag' then case said ->> 'op' when 'add' then 'stricter' else 'looser' end
    when 'role' then case said ->> 'op' when 'revoke' then 'stricter' else 'looser' end
    when 'clearance' then case said ->> 'op' when 'revoke' then 'stricter' else 'looser' end
    when 'protection' then (
      select case
        when (said ->> 'approvals')::integer >= coalesce(max(approvals), 0)
          and (said ->> 'holdMs')::bigint >= coalesce(max(hold_ms), 0) then 'stricter'
        when (said ->> 'approvals')::integer <= coalesce(max(approvals), 0)
          and (said ->> 'holdMs')::bigint <= coalesce(max(hold_ms), 0) then 'looser'
        else 'mixed' end
      from protection where subject = said ->> 'subject')
    when 'profile' then profile_direction(said)
    -- Its orders let one person act alone; without it, everything takes a second person.
    when 'authority_removal' then 'stricter'
    when 'drill_account' then case said ->> 'op' when 'add' then 'looser' else 'stricter' end
    when 'queues' then 'mixed'
    -- Longer has people look more seldom; with shorter ones, what nobody looks at lapses sooner.
    when 'review_times' then 'mixed'
    -- Either way two people say what the badge means.
    when 'verified_badge' then 'mixed'
    -- It shortens what one person does alone on many accounts, so two people open it.
    when 'election_window' then 'mixed'
    -- A list protects, and may name the wrong ones by the hundred.
    when 'protect_list' then 'mixed'
    -- Without the mark everything goes the guarded way.
    when 'harm_policy' then case when said ->> 'harm' is null then 'stricter' else 'looser' end
    when 'team' then 'mixed'
    -- Fewer contents are one person's to hide alone.
    when 'match_list_end' then 'stricter'
    else 'looser' end
$$;

-- Why a person can't agree to an open change of another person, by their standing and by what it is of; null: they can.
create function why_not_agree_to(changing desk_change, person_id text) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  person staff;
  standing record;
begin
  select * into person from staff where id = person_id;
  select * into standing from staff_standing(person_id);
  -- Whoever is shown another's date may agree to a later one.
  if changing.kind = 'end_later' and not 'admin' = any (person.roles) and exists (
    select from staff where id = changing.body::jsonb ->> 'staffId' and notice_kind = 'involuntary') then
    return 'for_admin';
  end if;
  if undoes_removal(changing.kind, changing.body::jsonb, person_id) then return null; end if;
  if not person.roles && array['policy', 'admin'] then
    if not standing.on_shift then return 'off_shift'; end if;
    if standing.on_break then return 'on_break'; end if;
  end if;
  if standing.leaving then return 'standing'; end if;
  if person.approves_from > desk_now() then return 'too_new'; end if;
  if changing.kind = 'protect_list' then return protect_list_refusal(changing.id, person_id); end if;
  if changing.proposed_by <> person_id and counts_for_pair(changing) and not adds_third(changing)
    and pair_count(person_id, changing.proposed_by, null) >= 3 then
    return 'pair';
  end if;
  return null;
end $$;

-- Why this person can't give this answer to this change at this moment, as one word; null: they can. Policy and admin have
-- no shifts; whoever is a lead and neither of those is on duty.
create function why_not_answer_change(for_change text, person_id text, said text) returns text language plpgsql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  changing desk_change;
  person staff;
  standing record;
begin
  select * into changing from desk_change where id = for_change;
  select * into person from staff where id = person_id;
  select * into standing from staff_standing(person_id);
  if changing.id is null or person.id is null then return 'unknown'; end if;
  if not standing.active then return 'ended'; end if;
  -- Stopping is the safe direction: restricted people keep it, off duty too.
  if said = 'stop' then
    return case when not person.roles && array['policy', 'lead', 'admin'] then 'role' when changing.state <> 'agreed' then 'not_agreed' end;
  end if;
  if not person.roles && array['policy', 'lead', 'admin'] and not undoes_removal(changing.kind, changing.body::jsonb, person_id) then
    return 'role';
  end if;
  if standing.restricted and not undoes_removal(changing.kind, changing.body::jsonb, person_id) then return 'restricted'; end if;
  if changing.state <> 'proposed' then return 'not_open'; end if;
  if changing.expires_at <= desk_now() then return 'too_late'; end if;
  if changing.proposed_by = person_id then
    if said <> 'agree' or desk_house() <> 'solo' then return 'own'; end if;
    if changing.proposed_at > desk_now() - interval '1 day' then return 'too_soon'; end if;
  end if;
  if exists (select from change_answer where change_id = for_change and staff_id = person_id) then return 'answered_already'; end if;
  -- A key that is to be taken from somebody is not theirs to keep, either.
  if (said = 'agree' or changing.kind = 'passkey_removal') and desk_house() <> 'solo'
    and (changing.body::jsonb ->> 'staffId' = person_id or changing.body::jsonb -> 'staffIds' ? person_id) then
    return 'about_you';
  end if;
  return case when said = 'agree' then why_not_agree_to(changing, person_id) end;
end $$;

-- True when a change adds a person who may approve what protects, or agree to changes.
create function gives_power(changing desk_change) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select changing.kind = 'approver' and (changing.body::jsonb -> 'person' -> 'roles' ?| array['senior', 'lead', 'policy', 'admin']
    or coalesce(changing.body::jsonb -> 'person' -> 'clearances' ? 'protected', false))
$$;

-- True when agreeing to a change counts towards what two people may agree to in a week: it loosens the desk. (How long a change waits
-- comes later; this is read when it is asked.)
create function counts_for_pair(changing desk_change) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return change_delay(changing.kind, changing.body::jsonb, changing.direction) > interval '0'
    or exists (select from setup_end) and gives_power(changing);
end $$;

-- True when fewer than three people may agree to changes, or are about to, and this adds one: two people who are alone may always bring
-- in a third.
create function adds_third(changing desk_change) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select (changing.kind = 'role' and changing.body::jsonb ->> 'role' in ('policy', 'lead', 'admin')
      or changing.kind = 'approver' and changing.body::jsonb -> 'person' -> 'roles' ?| array['policy', 'lead', 'admin'])
    and (select count(*) from staff cross join lateral staff_standing(staff.id) standing
      where roles && array['policy', 'lead', 'admin'] and standing.active and not standing.restricted)
      + (select count(*) from desk_change other where other.state = 'agreed' and other.kind = 'role'
        and other.body::jsonb ->> 'role' in ('policy', 'lead', 'admin')) < 3
$$;

-- The pseudonyms of the first ten people who could agree to a change, on duty or not.
create function others_who_agree(for_change text) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select array(select pseudonym from staff where roles && array['policy', 'lead', 'admin'] and ended_at is null
    and coalesce(why_not_answer_change(for_change, id, 'agree'), 'off_shift') in ('off_shift', 'on_break') order by pseudonym limit 10)
$$;

-- Locks the pair of a change's proposer and its approver until the transaction ends, as enforcements do: two agreements at the same instant
-- are counted one after the other.
create function lock_change_pair(for_change text, person_id text) returns void language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select pg_advisory_xact_lock(hashtextextended('pair ' || least(proposed_by, person_id) || ' ' || greatest(proposed_by, person_id), 0))
  from desk_change where id = for_change and proposed_by <> person_id
$$;

create function check_change_answer() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
begin
  new.signed_at := desk_now();
  refusal := why_not_answer_change(new.change_id, new.staff_id, new.answer);
  if refusal is not null then
    raise exception '% can not say % to change %: %', new.staff_id, new.answer, new.change_id, refusal using errcode = 'CS001';
  end if;
  if new.answer = 'agree' then
    perform lock_change_pair(new.change_id, new.staff_id);
    if why_not_answer_change(new.change_id, new.staff_id, new.answer) is not null then
      raise exception '% and the proposer of change % have agreed to each other too often', new.staff_id, new.change_id using errcode = 'CS001';
    end if;
    perform use_signature(new.signature_id, 'change_agree', new.change_id, new.staff_id);
    if not exists (select from signature join desk_change on desk_change.id = new.change_id
      where signature.id = new.signature_id and signature.core = new.core
        and new.core::jsonb ->> 'body' = encode(sha256(convert_to(desk_change.body, 'UTF8')), 'hex')
        and new.core::jsonb ->> 'says' = encode(sha256(convert_to(desk_change.says, 'UTF8')), 'hex')) then
      raise exception 'what % signed is not change % as it is', new.staff_id, new.change_id using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;
create trigger check_change_answer before insert on change_answer for each row execute function check_change_answer();

-- Whether somebody else said yes who is still here, and so is whoever proposed it. Where there is nobody else, they say it
-- themselves a day later.
create function change_is_agreed(changing desk_change) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from change_answer join staff person on person.id = change_answer.staff_id
    cross join lateral staff_standing(person.id) standing
    cross join lateral undoes_removal(changing.kind, changing.body::jsonb, person.id) undoing
    where change_answer.change_id = changing.id and change_answer.answer = 'agree' and standing.active
      and (undoing or not standing.restricted and person.roles && array['policy', 'lead', 'admin'])
      and (person.id <> changing.proposed_by
        or desk_house() = 'solo' and change_answer.signed_at >= changing.proposed_at + interval '1 day'))
$$;

-- Keeps what a change did to a protective tag beside the readings of it. An end is ever a change's.
create function record_tag_change(of_change text, said jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if said ->> 'op' = 'add' then
    insert into protective_tag (account_id, tag)
      select id, said ->> 'tag' from account where id = said ->> 'accountId' and said ->> 'tag' = any (protective_tags())
      on conflict (account_id, tag) where dropped_at is null do nothing;
  else
    update protective_tag set dropped_at = desk_now(), change_id = of_change
      where account_id = said ->> 'accountId' and tag = said ->> 'tag' and dropped_at is null;
  end if;
end $$;

-- Adopts the text of a rule set, if the change starts from the one in force.
create function adopt_policy(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said ->> 'from' is distinct from (
    select encode(hash, 'hex') from adopted_policy where name = changing.kind order by id desc limit 1) then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  insert into adopted_policy (name, text, hash, change_id)
    values (changing.kind, said ->> 'text', sha256(convert_to(said ->> 'text', 'UTF8')), changing.id);
  get diagnostics done = row_count;
  return done;
end $$;

-- Closes an open breaker. What was spent by now counts towards no other breaker.
create function close_breaker(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  -- Whatever is being released under it goes first.
  update breaker set closed_at = desk_now(), change_id = changing.id, closed_orders = total.orders, closed_reach = total.reach
  from (select kind, key, orders, reach from spent_total
    where (kind, key) in (select kind, key from breaker where id = (said ->> 'breakerId')::bigint) for update) total
  where breaker.id = (said ->> 'breakerId')::bigint and breaker.kind = total.kind and breaker.key = total.key
    and breaker.closed_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Adopts another profile of the desk, if the change starts from the one in force.
create function adopt_profile(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into desk_profile (house, shadow, person_metrics, change_id)
  select said ->> 'house', (said -> 'shadow')::boolean, (said -> 'personMetrics')::boolean, changing.id
  where (said -> 'from' ->> 'house', (said -> 'from' -> 'shadow')::boolean, (said -> 'from' -> 'personMetrics')::boolean)
    = (desk_house(), in_shadow(), coalesce((select person_metrics from desk_profile order by id desc limit 1), true));
  get diagnostics done = row_count;
  return done;
end $$;

-- Sets how often protection is reviewed, if the change starts from the times in force.
create function set_review_times(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said -> 'from' <> jsonb_build_object('everyDays', extract(day from review_every())::integer,
    'graceDays', extract(day from review_grace())::integer) then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  -- Whoever looked, looked then: the next time counts from it, too. Nobody finds that something was due long ago.
  update protection_review set due_at = greatest(least(due_at, desk_now()),
    due_at - review_every() + (said ->> 'everyDays')::integer * interval '1 day') where told_at is null;
  insert into review_times (every_days, grace_days, change_id)
  values ((said ->> 'everyDays')::integer, (said ->> 'graceDays')::integer, changing.id);
  get diagnostics done = row_count;
  return done;
end $$;

-- Lifts a pause of automation that is still in force.
create function resume_automation(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update automation_pause set lifted_at = desk_now(), change_id = changing.id
  where id = (said ->> 'pauseId')::bigint and lifted_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Marks an account that nobody protects for drills, or unmarks it.
create function change_drill_account(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said ->> 'op' = 'add' then
    insert into drill_account (account_id, change_id)
    select id, changing.id from account where id = said ->> 'accountId' and not protected on conflict do nothing;
  else
    delete from drill_account where account_id = said ->> 'accountId';
  end if;
  get diagnostics done = row_count;
  return done;
end $$;

-- Adds a protective tag to an account, or drops one that it has.
create function change_tag(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  perform record_tag_change(changing.id, said);
  -- What protected it stays until its facts are read again: knowing less for a moment never loosens.
  update account set
    tags = array(select distinct tag from unnest(case when said ->> 'op' = 'add' then tags || (said ->> 'tag')
      else array_remove(tags, said ->> 'tag') end) tag order by tag),
    protected = protected or said ->> 'op' = 'add'
  where id = said ->> 'accountId' and (said ->> 'op' = 'add' or said ->> 'tag' = any (tags));
  get diagnostics done = row_count;
  return done;
end $$;

-- Sets the floor of one subject, if the change starts from the one in force.
create function set_protection(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if said -> 'from' is distinct from (select jsonb_build_object('approvals', coalesce(max(approvals), 0), 'holdMs', coalesce(max(hold_ms), 0))
    from protection where subject = said ->> 'subject') then
    raise exception 'change % starts from a version that is no longer in force', changing.id using errcode = 'CS001';
  end if;
  insert into protection (subject, approvals, hold_ms, change_id)
    values (said ->> 'subject', (said ->> 'approvals')::integer, (said ->> 'holdMs')::bigint, changing.id)
    on conflict (subject) do update set approvals = excluded.approvals, hold_ms = excluded.hold_ms, set_at = desk_now(),
      change_id = excluded.change_id;
  get diagnostics done = row_count;
  return done;
end $$;

-- Grants a role to a person who works here, or removes it.
create function change_role(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  granted constant boolean := said ->> 'op' = 'grant';
  done bigint;
begin
  update staff set
    roles = array(select distinct role from unnest(case when granted then roles || (said ->> 'role')
      else array_remove(roles, said ->> 'role') end) role order by role)
  where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Grants a clearance to a person who works here, or removes it.
create function change_clearance(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  granted constant boolean := said ->> 'op' = 'grant';
  done bigint;
begin
  update staff set clearances = array(select distinct clearance from unnest(case when granted
    then clearances || (said ->> 'clearance') else array_remove(clearances, said ->> 'clearance') end) clearance
    order by clearance)
  where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Adds a person who may approve.
create function add_approver(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  person constant jsonb := said -> 'person';
  done bigint;
begin
  insert into staff (pseudonym, name, roles, languages, clearances, employment, employer, site, team, rolling_contract,
    starts_at, ends_at)
  values (person ->> 'pseudonym', person ->> 'name', array(select jsonb_array_elements_text(person -> 'roles')),
    array(select jsonb_array_elements_text(person -> 'languages')),
    array(select jsonb_array_elements_text(person -> 'clearances')), person ->> 'employment', person ->> 'employer',
    person ->> 'site', person ->> 'team', (person ->> 'rollingContract')::boolean,
    coalesce((person ->> 'startsAt')::timestamptz, desk_now()), (person ->> 'endsAt')::timestamptz);
  get diagnostics done = row_count;
  return done;
end $$;

-- Moves the end of a person's contract to a later day, from the end that those who agreed were shown.
create function extend_end(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  -- Whoever agreed was shown the end it had then: of another since then they know nothing.
  update staff set ends_at = (said ->> 'endsAt')::timestamptz
  where id = said ->> 'staffId' and ended_at is null
    and date_trunc('milliseconds', ends_at) = (said ->> 'from')::timestamptz
    and coalesce((said ->> 'endsAt')::timestamptz > ends_at, true);
  get diagnostics done = row_count;
  return done;
end $$;

-- Moves a person who works here to another team.
create function move_to_team(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update staff set team = said ->> 'team' where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Enrols a passkey. Its signatures count a day later, when everybody has heard of it.
create function add_passkey(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into passkey (id, staff_id, public_key, counter, backup_eligible, backed_up, transports, aaguid, label, software,
    counts_from)
  select said ->> 'credentialId', id, decode(said ->> 'publicKey', 'hex'), (said ->> 'counter')::bigint,
    (said ->> 'backupEligible')::boolean, (said ->> 'backedUp')::boolean,
    array(select jsonb_array_elements_text(said -> 'transports')), said ->> 'aaguid', said ->> 'label',
    said ->> 'aaguid' = '434f554e-5445-5253-4947-4e2d64656d6f',
    -- What it signs counts when everybody has heard of it.
    desk_now() + interval '1 day'
  from staff where id = said ->> 'staffId' and ended_at is null
  on conflict do nothing;
  get diagnostics done = row_count;
  return done;
end $$;

-- Links an identity of the provider to a person, unless somebody has it.
create function link_sign_on(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into sign_on_link (issuer, subject, staff_id, change_id)
  select said ->> 'issuer', said ->> 'subject', id, changing.id from staff where id = said ->> 'staffId' and ended_at is null
    and not exists (select from sign_on_link where issuer = said ->> 'issuer' and subject = said ->> 'subject')
    and not exists (select from directory_person where external_id = said ->> 'subject');
  get diagnostics done = row_count;
  return done;
end $$;

-- Removes a passkey. Nobody removes their own last one: not by two requests at once, either.
create function remove_passkey(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update passkey set removed_at = desk_now()
  where id = said ->> 'credentialId' and staff_id = said ->> 'staffId' and removed_at is null
    -- Nobody locks themselves out: not by two requests at once, either.
    and (staff_id <> changing.proposed_by or exists (select from passkey other
      where other.staff_id = passkey.staff_id and other.id <> passkey.id and other.removed_at is null));
  get diagnostics done = row_count;
  return done;
end $$;

-- Gives a person who works here a token.
create function add_staff_token(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into staff_token (staff_id, label, secret_hash, expires_at)
  select id, said ->> 'label', decode(said ->> 'fingerprint', 'hex'), desk_now() + (said ->> 'days')::integer * interval '1 day'
  from staff where id = said ->> 'staffId' and ended_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Makes an API key, for an authority only as long as that stands.
create function add_api_key(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  insert into api_key (name, scopes, source, authority_id, secret_hash)
  select said ->> 'name', array(select jsonb_array_elements_text(said -> 'scopes')), said ->> 'source', said ->> 'authorityId',
    decode(said ->> 'fingerprint', 'hex')
  where said ->> 'authorityId' is null
    or exists (select from authority where id = said ->> 'authorityId' and revoked_at is null);
  get diagnostics done = row_count;
  return done;
end $$;

-- Lifts a preservation hold that still stands.
create function lift_preservation(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update preservation_hold set lifted_at = desk_now(), change_id = changing.id
  where id = said ->> 'holdId' and lifted_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Gives a webhook another secret. The one before it counts for a day.
create function change_webhook_secret(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  update channel set previous_secret = secret, previous_until = desk_now() + interval '1 day',
    secret = decode(said ->> 'sealed', 'hex')
  where id = said ->> 'channelId' and kind = 'webhook' and removed_at is null;
  get diagnostics done = row_count;
  return done;
end $$;

-- Counts one where a change is kept as its own row and nothing else, and says something that is not so already: functions such as
-- harm_of_policy(), badge_is_identity(), unconfirmed_limit_ms() and unsealed_name() read it.
create function note_change(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
begin
  return (case changing.kind
    when 'harm_policy' then said ->> 'harm' is distinct from harm_of_policy(said ->> 'policyId')
    when 'verified_badge' then (said -> 'isIdentity')::boolean is distinct from badge_is_identity()
    when 'election_window' then is_election_window(said)
    when 'election_window_end' then exists (
      select from desk_change opened where opened.id = said ->> 'windowId' and opened.kind = 'election_window' and opened.state = 'applied'
        and (opened.body::jsonb ->> 'until')::timestamptz > desk_now() and not is_window_closed(opened.id))
    when 'unseal' then exists (select from staff where id = said ->> 'staffId')
  end)::integer;
end $$;

-- Carries out a change whose own function refuses what is no longer so. Counts one.
create function carry_out_checked(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  case changing.kind
    when 'protect_list' then perform carry_out_protect_list(changing);
    when 'match_list' then perform carry_out_match_list(changing);
    when 'match_list_end' then perform end_match_list(changing);
    when 'connector' then perform carry_out_connector(changing);
    when 'unrestrict' then perform lift_restriction(changing.body::jsonb ->> 'staffId', changing.id);
    when 'end_people' then perform end_listed(changing);
    when 'authority' then perform carry_out_authority(changing);
    when 'authority_removal' then perform carry_out_authority(changing);
    else return 0;
  end case;
  return 1;
end $$;

-- Does what a change says, and nothing else. Run by the referee below alone.
create function carry_out_change(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  done constant bigint := case changing.kind
    when 'guards' then adopt_policy(changing)
    when 'queues' then adopt_policy(changing)
    when 'budgets' then adopt_policy(changing)
    when 'automation' then adopt_policy(changing)
    when 'breaker' then close_breaker(changing)
    when 'profile' then adopt_profile(changing)
    when 'review_times' then set_review_times(changing)
    when 'automation_resume' then resume_automation(changing)
    when 'drill_account' then change_drill_account(changing)
    when 'tag' then change_tag(changing)
    when 'protection' then set_protection(changing)
    when 'role' then change_role(changing)
    when 'clearance' then change_clearance(changing)
    when 'approver' then add_approver(changing)
    when 'end_later' then extend_end(changing)
    when 'team' then move_to_team(changing)
    when 'passkey' then add_passkey(changing)
    when 'sign_on' then link_sign_on(changing)
    when 'passkey_removal' then remove_passkey(changing)
    when 'token' then add_staff_token(changing)
    when 'key' then add_api_key(changing)
    when 'preservation' then lift_preservation(changing)
    when 'webhook_secret' then change_webhook_secret(changing)
    when 'harm_policy' then note_change(changing)
    when 'verified_badge' then note_change(changing)
    when 'election_window' then note_change(changing)
    when 'election_window_end' then note_change(changing)
    when 'unseal' then note_change(changing)
    else carry_out_checked(changing)
  end;
begin
  if done is distinct from 1 then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

-- True when the proposer of a change still works here and may propose it. Anybody asks for a passkey of their own.
create function change_proposer_stands(changing desk_change) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((
    select standing.active and (undoes_removal(changing.kind, changing.body::jsonb, person.id)
      or not standing.restricted and (person.roles && array['policy', 'lead', 'admin']
        or changing.kind in ('passkey', 'passkey_removal') and changing.body::jsonb ->> 'staffId' = person.id))
    from staff person cross join lateral staff_standing(person.id) standing where person.id = changing.proposed_by), false)
$$;

-- True when another tag of the account was dropped within a day, or is about to be: the short delay is for a single tag.
create function drops_another_tag(said jsonb) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from desk_change other where other.kind = 'tag' and other.takes_effect_at is not null
    and other.state in ('agreed', 'applied') and other.moved_at > desk_now() - interval '1 day'
    and other.body::jsonb ->> 'accountId' = said ->> 'accountId' and other.body::jsonb ->> 'op' = 'remove'
    and other.body::jsonb ->> 'tag' <> said ->> 'tag')
$$;

-- The delay from the agreement to a change until it takes effect: an hour where it drops a single tag, a day where it loosens anything
-- else, none where it doesn't loosen. It doesn't loosen when it gives back what was taken from a person or stopped, takes a right away,
-- protects, or counts a day later by itself. While the desk is being set up no change is delayed.
create function change_delay(of_kind text, said jsonb, of_direction text) returns interval language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when of_direction = 'stricter' or not exists (select from setup_end) then interval '0'
    when of_kind in ('unrestrict', 'breaker', 'automation_resume') then interval '0'
    when of_kind in ('end_people', 'passkey_removal', 'unseal') then interval '0'
    when of_kind in ('approver', 'passkey', 'webhook_secret', 'match_list') then interval '0'
    -- Another secret at the same address sends effects nowhere else, and a stolen one must go at once.
    when of_kind = 'connector' and said ->> 'address' = said -> 'from' ->> 'address' then interval '0'
    when of_kind in ('protect_list', 'election_window') or of_kind = 'verified_badge' and (said -> 'isIdentity')::boolean then interval '0'
    when of_kind = 'tag' and not drops_another_tag(said) then interval '1 hour'
    else interval '1 day' end
$$;

-- The time that a change would wait if this person agreed to it now. Where its proposer agrees, which they may a day after they proposed
-- it, the time since then counts towards the delay.
create function change_wait(changing desk_change, agreeing text) returns interval language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(interval '0', delay - case when agreeing = changing.proposed_by then desk_now() - changing.proposed_at else interval '0' end)
  from change_delay(changing.kind, changing.body::jsonb, changing.direction) delay
$$;

-- The time that a change waits after the first agreement to it.
create function change_waits(changing desk_change) returns interval language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select change_wait(changing, (select staff_id from change_answer where change_id = changing.id and answer = 'agree' order by id limit 1))
$$;

-- Refuses to agree to or apply a change whose direction differs from the proposed one, whose proposer may no longer act, or that is not
-- stricter and not agreed to by enough people.
create function check_change_grounds(changing desk_change) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if coalesce(change_direction(changing.kind, changing.body::jsonb), changing.direction) <> changing.direction then
    raise exception 'change % no longer has the direction that it was proposed with', changing.id using errcode = 'CS001';
  end if;
  if not change_proposer_stands(changing) then
    raise exception 'the proposer of change % may no longer propose changes', changing.id using errcode = 'CS001';
  end if;
  if changing.direction <> 'stricter' and not change_is_agreed(changing) then
    raise exception 'change % has no agreement of a second person', changing.id using errcode = 'CS001';
  end if;
end $$;

-- Does what a change says and takes it back, so that a change that can't be applied is refused when it is agreed to.
create function rehearse_change(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform carry_out_change(changing);
  raise exception 'rehearsed' using errcode = 'CS002';
exception when sqlstate 'CS002' then null;
end $$;

-- Refuses an agreement that isn't one, and answers from when the change may be applied. Two tags of one account dropped at the same
-- instant are counted one after the other.
create function check_change_agreed(changing desk_change) returns timestamptz language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if changing.kind = 'tag' then
    perform pg_advisory_xact_lock(hashtextextended('tags of ' || (changing.body::jsonb ->> 'accountId'), 0));
  end if;
  if change_waits(changing) = interval '0' then
    raise exception 'change % takes effect at once', changing.id using errcode = 'CS001';
  end if;
  perform check_change_grounds(changing);
  perform rehearse_change(changing);
  return desk_now() + change_waits(changing);
end $$;

-- Does what a change says, once its time has come.
create function check_change_applied(changing desk_change, from_state text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform check_change_grounds(changing);
  if from_state = 'agreed' and changing.takes_effect_at > desk_now() or from_state = 'proposed' and change_waits(changing) > interval '0' then
    raise exception 'change % takes effect later', changing.id using errcode = 'CS001';
  end if;
  -- One person alone signs it, and takes rights from as many people as one may; more, or without a signature, takes two people.
  if changing.direction = 'stricter' and changing.kind in ('role', 'clearance') and not change_is_agreed(changing) then
    perform remove_power(changing.body::jsonb ->> 'staffId', changing.kind, 'staff:' || changing.proposed_by, changing.signature_id);
  end if;
  perform carry_out_change(changing);
end $$;

-- Refuses a change that is ended by an actor who may not end it so, or at the wrong time.
create function check_change_ended(changing desk_change, from_state text) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if changing.state = 'declined' and not exists (select from change_answer where change_id = changing.id and answer = 'decline') then
    raise exception 'change % has no answer that declines it', changing.id using errcode = 'CS001';
  elsif changing.state = 'withdrawn' and changing.moved_by <> 'staff:' || changing.proposed_by then
    raise exception 'only its proposer can withdraw change %', changing.id using errcode = 'CS001';
  elsif changing.state = 'stopped' and (not starts_with(changing.moved_by, 'staff:')
    or why_not_answer_change(changing.id, substr(changing.moved_by, 7), 'stop') is not null) then
    raise exception '% can not stop change %', changing.moved_by, changing.id using errcode = 'CS001';
  elsif changing.state = 'failed' and changing.takes_effect_at > desk_now() then
    raise exception 'change % can not fail before it takes effect', changing.id using errcode = 'CS001';
  elsif changing.state = 'expired' and changing.expires_at > desk_now()
    or changing.state in ('agreed', 'applied') and from_state = 'proposed' and changing.expires_at <= desk_now() then
    raise exception 'change % can not become % at this time', changing.id, changing.state using errcode = 'CS001';
  end if;
end $$;

-- Refuses a change that its proposer may not propose, or that claims another direction than it has.
create function check_change_begun(changing desk_change) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if changing.state <> 'proposed' then
    raise exception 'a change begins as proposed, not as %', changing.state using errcode = 'CS001';
  end if;
  if not change_proposer_stands(changing) then
    raise exception '% can not propose a change', changing.proposed_by using errcode = 'CS001';
  end if;
  if changing.kind in ('end_later', 'end_people') and not exists (
    select from staff where id = changing.proposed_by and 'admin' = any (roles)) then
    raise exception '% can not propose when a person leaves: only an administrator can', changing.proposed_by using errcode = 'CS001';
  end if;
  if changing.direction <> coalesce(change_direction(changing.kind, changing.body::jsonb), changing.direction) then
    raise exception 'a change of this kind is not %', changing.direction using errcode = 'CS001';
  end if;
end $$;

-- The life of a change: begun by somebody who may, ended once, and applied only with all it needs, not before its time.
create function check_change_move() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    perform check_change_begun(new);
    new.moved_by := 'staff:' || new.proposed_by;
    new.proposed_at := desk_now();
    new.moved_at := new.proposed_at;
    new.expires_at := new.proposed_at + interval '7 days';
    new.takes_effect_at := null;
    return new;
  end if;
  if not exists (select from change_transition where from_state = old.state and to_state = new.state) then
    raise exception 'change % can''t go from % to %', old.id, old.state, new.state using errcode = 'CS001';
  end if;
  new.takes_effect_at := old.takes_effect_at;
  perform check_change_ended(new, old.state);
  if new.state = 'agreed' then
    new.takes_effect_at := check_change_agreed(new);
  elsif new.state = 'applied' then
    perform check_change_applied(new, old.state);
  end if;
  new.moved_at := desk_now();
  return new;
end $$;
create trigger check_change_move before insert or update on desk_change for each row execute function check_change_move();

-- What follows is what the desk's role can't do in any other way.

create function check_adopted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.adopted_at := desk_now();
  if is_owner() then return new; end if;
  if new.change_id is not null or exists (select from setup_end) then
    raise exception 'once the desk is set up, %.yaml is adopted by a change', new.name using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_adopted before insert on adopted_policy for each row execute function check_adopted();

create function check_profile() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.set_at := desk_now();
  if is_owner() then return new; end if;
  if new.change_id is not null or exists (select from setup_end) then
    raise exception 'once the desk is set up, its profile is set by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_profile before insert on desk_profile for each row execute function check_profile();

-- After set-up only those come by one person's hand who can neither decide nor agree to anything.
create function check_new_staff() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_owner() and exists (select from setup_end) and not (new.roles <@ array['auditor'] and new.clearances = '{}') then
    raise exception 'once the desk is set up, whoever may approve is added by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_new_staff before insert on staff for each row execute function check_new_staff();

-- Facts decide what guards ask for, signals what rules do, a directory ends people, and at which account something happens is
-- nobody's to know who isn't cleared: whoever has such a key has a power. In a demo, which may be started again and again, keys
-- are made anew at each start. A key for an authority's orders is made by a change, at any time and anywhere.
create function check_new_key() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_owner() and 'orders' = any (new.scopes) then
    raise exception 'only an agreed change creates a key with the scope orders' using errcode = 'CS001';
  end if;
  if not is_owner() and new.scopes && array['facts', 'scim', 'account_events', 'signals'] and exists (select from setup_end)
    and not exists (select from database_mark where kind = 'demo') then
    raise exception 'once the desk is set up, a key for facts, signals, a directory or the events of accounts is made by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_new_key before insert on api_key for each row execute function check_new_key();

create or replace function check_ended() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception '% has ended and stays so', old.id using errcode = 'CS001';
  end if;
  if old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at) and not is_owner() then
    raise exception '% leaves no later than was said', old.id using errcode = 'CS001';
  end if;
  if old.notice_given_at is not null and (new.notice_given_at is null
    or old.notice_kind is not null and new.notice_kind is distinct from old.notice_kind) then
    raise exception 'the notice % was given stays', old.id using errcode = 'CS001';
  end if;
  -- By notice too: otherwise everyone could be planned to go in an hour, with no one left to undo anything.
  if new.ended_at is null and new.ends_at is distinct from old.ends_at and (old.ends_at is null or new.ends_at < old.ends_at) then
    new.end_set_at := desk_now();
    new.end_postponed_at := null;
    new.end_told := is_announced_end(new.id, new.notice_kind, new.ends_at);
    if not is_owner() and not new.end_told then
      perform remove_power(new.id, 'end_date', new.end_set_by, new.end_signature_id);
    end if;
  end if;
  if old.ended_at is null and new.ended_at is not null then
    if new.ended_by = 'staff:' || new.id then
      raise exception '% does not end themselves', new.id using errcode = 'CS001';
    end if;
    -- An end that was planned has come by itself.
    if not is_owner() and (old.ends_at is null or old.ends_at > desk_now()) then
      perform remove_power(new.id, 'end', new.ended_by, new.end_signature_id);
    end if;
  end if;
  return new;
end $$;

-- The floor under one subject, whatever was judged. What the law asks for is kept from waiting, unless it makes an account
-- dark.
create function check_order_floor() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  least record;
begin
  if new.shadow and in_shadow() then return new; end if;
  select approvals, hold_ms into least from standing_protection(new.subject, null);
  if least.approvals is null or not is_as_strict(new.action, 'remove') and not goes_offline(new)
    or new.action = 'remove' and acts_alone(new) then
    return new;
  end if;
  if (select count(*) from order_agreeing(new.id)) < least.approvals then
    raise exception 'order % has not been agreed to by as many as its subject''s protection asks for', new.id using errcode = 'CS001';
  end if;
  if least.hold_ms > new.hold_served_ms and (new.held_since is null
    or new.held_since + (least.hold_ms - new.hold_served_ms) * interval '1 ms' > desk_now()) then
    raise exception 'order % has not been held for as long as its subject''s protection asks for', new.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_order_floor before update on desk_order for each row
  when (new.state = 'releasing' and old.state <> 'releasing') execute function check_order_floor();

grant select on change_transition, protection to countersign_desk;
grant select, insert on desk_change, change_answer, adopted_policy to countersign_desk;
grant update (state, moved_by) on desk_change to countersign_desk;
grant usage on sequence desk_change_seq to countersign_desk;
grant execute on function is_owner(), change_direction(text, jsonb), profile_direction(jsonb),
  why_not_answer_change(text, text, text), others_who_agree(text), change_delay(text, jsonb, text), change_wait(desk_change, text) to countersign_desk;
grant select on review_times to countersign_desk;
grant execute on function review_every(), review_grace() to countersign_desk;

-- Campaigns: one decision over many subjects. The set is fixed before anybody agrees to it; another person agrees after they
-- have judged some of it, drawn by chance, without being told anything; and each subject is an order like any other.

alter table due drop constraint due_kind_check, drop constraint due_lane_check;
alter table due
  add constraint due_kind_check check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm', 'page', 'leave', 'escalate', 'watch', 'deliver', 'campaign')),
  -- However much a campaign does, nothing else waits behind it.
  add constraint due_lane_check check (lane in ('effect', 'restore', 'background', 'watch', 'notice', 'campaign'));

create sequence campaign_seq;
create table campaign (
  id text collate "C" primary key default 'p-' || nextval('campaign_seq'),
  action text not null check (action in ('label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate')),
  label text check (length(label) between 1 and 64),
  duration_ms bigint check (duration_ms between 60000 and 315576000000),
  policy_id text not null,
  -- How the set was found, and why it is one, in words.
  found_by text not null check (length(found_by) between 1 and 2000),
  rationale text not null check (length(rationale) between 1 and 10000),
  -- Of the subjects' keys in the order of their bytes, one a line.
  list_hash bytea not null check (octet_length(list_hash) = 32),
  subject_count integer not null check (subject_count between 2 and 100000),
  -- Of the accounts concerned, each once; unknown reach is not in it.
  reach_sum bigint not null,
  -- By which rules it goes, as they were when it was asked for: canonical JSON.
  rules text not null check (length(rules) <= 20000),
  sample_size integer not null check (sample_size between 1 and 1000),
  wrong_share double precision not null check (wrong_share between 0 and 1),
  -- What was known of whoever asks, at the moment they asked. Gone after 30 days.
  actor_facts jsonb,
  proposed_by text collate "C" not null references staff (id),
  proposed_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  -- Of the set, how many nothing is asked for, and how many others must agree to one by one.
  ordinary_count integer not null default 0,
  state text not null default 'preparing' check (state in ('preparing', 'proposed', 'running', 'looking', 'done', 'stopped',
    'declined', 'expired')),
  stage integer not null default 0 check (stage >= 0),
  moved_at timestamptz not null default desk_now(),
  moved_by text collate "C" not null,
  moved_why text check (length(moved_why) <= 2000),
  approved_by text collate "C" references staff (id),
  approved_at timestamptz,
  signature_id text collate "C" references signature (id),
  -- Of the ordinary ones: how many were seen to, for how many of them there was an order, and how many turned out to be no
  -- ordinary ones.
  done_count integer not null default 0,
  ordered_count integer not null default 0,
  hit_count integer not null default 0,
  check ((action = 'label') = (label is not null)),
  check ((action = 'suspend') <= (duration_ms is not null)),
  check (action not in ('remove', 'deactivate') or duration_ms is null)
);
create index campaign_open on campaign (expires_at) where state in ('preparing', 'proposed');
create index campaign_at on campaign (proposed_at, id);

create table campaign_item (
  campaign_id text collate "C" not null references campaign (id),
  -- By chance, so that the first of them are a sample of all.
  ordinal integer not null,
  subject text collate "C" not null,
  account_id text collate "C",
  reach bigint,
  -- guarded: others must agree to it, so it falls out to an order of its own. Null: nobody has looked yet.
  expected text check (expected in ('ordinary', 'guarded')),
  -- How often the platform could not be asked about it.
  tries integer not null default 0,
  outcome text check (outcome in ('ordered', 'joined', 'stands', 'dropped')),
  order_id text collate "C" unique references desk_order (id),
  primary key (campaign_id, ordinal),
  unique (campaign_id, subject),
  check ((outcome = 'ordered') = (order_id is not null))
);
create index campaign_item_open on campaign_item (campaign_id, expected, tries, ordinal) where outcome is null;
-- In the order in which they are looked at; an index that begins with what nobody has looked at yet doesn't have it.
create index campaign_item_unseen on campaign_item (campaign_id, tries, ordinal) where outcome is null and expected is null;
create index campaign_item_guarded on campaign_item (campaign_id, outcome) where expected = 'guarded';
create index campaign_item_reach on campaign_item (campaign_id, reach desc nulls last, ordinal);

-- What somebody judges before they are told what is asked for. Drawn once for each person.
create table campaign_sample (
  campaign_id text collate "C" not null references campaign (id),
  staff_id text collate "C" not null references staff (id),
  place integer not null,
  subject text collate "C" not null,
  drawn_at timestamptz not null default desk_now(),
  conclusion text check (conclusion in ('violation', 'no_violation')),
  judged_at timestamptz,
  primary key (campaign_id, staff_id, place),
  check ((conclusion is null) = (judged_at is null))
);

create table campaign_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into campaign_transition (from_state, to_state) values
  ('preparing', 'proposed'), ('preparing', 'stopped'), ('preparing', 'expired'),
  ('proposed', 'running'), ('proposed', 'declined'), ('proposed', 'stopped'), ('proposed', 'expired'),
  ('running', 'looking'), ('running', 'done'), ('running', 'stopped'),
  ('looking', 'running'), ('looking', 'stopped');

alter table desk_order add column campaign_id text collate "C" references campaign (id),
  add check ((source = 'campaign') = (campaign_id is not null));
create index desk_order_campaign on desk_order (campaign_id, state) where campaign_id is not null;
create index desk_order_campaign_lifted on desk_order (campaign_id) where campaign_id is not null and lifted;
alter table bulk_restore drop constraint bulk_restore_by_kind_check,
  add constraint bulk_restore_by_kind_check check (by_kind in ('staff', 'key', 'source', 'campaign'));

-- Why somebody can't have this part in a campaign at this moment, as one word; null: they can. sample: judge what was drawn
-- for them. agree, decline: say yes or no to it.
create function why_not_campaign(of_campaign text, person_id text, said text) returns text language plpgsql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  pair_max constant integer := 3;
  asked campaign;
  person staff;
  standing record;
begin
  select * into asked from campaign where id = of_campaign;
  select * into person from staff where id = person_id;
  select * into standing from staff_standing(person_id);
  if asked.id is null or person.id is null then return 'unknown'; end if;
  if not standing.active then return 'ended'; end if;
  if not person.roles && array['senior', 'lead'] then return 'role'; end if;
  if standing.restricted and said <> 'decline' then return 'restricted'; end if;
  if not standing.on_shift and not standing.on_call then return 'off_shift'; end if;
  if standing.on_break and not standing.on_call then return 'on_break'; end if;
  if asked.proposed_by = person_id then return 'party'; end if;
  if exists (select from vendor_place place
      where place.employer = person.employer and (place.site is null or place.site = person.site)) then return 'place'; end if;
  if asked.state <> 'proposed' then return 'not_waiting'; end if;
  if asked.expires_at <= desk_now() then return 'too_late'; end if;
  if said <> 'decline' then
    if standing.leaving then return 'standing'; end if;
    if person.approves_from > desk_now() then return 'too_new'; end if;
    if (select count(*) from campaign other where other.approved_at > desk_now() - interval '7 days'
        and (other.approved_by, other.proposed_by) in ((person_id, asked.proposed_by), (asked.proposed_by, person_id)))
      + pair_count(person_id, asked.proposed_by, null) >= pair_max then return 'pair'; end if;
  end if;
  if said = 'sample' then return null; end if;
  if not campaign_judged(of_campaign, person_id) then return 'no_own_verdict'; end if;
  if said = 'agree' and (select count(*) filter (where conclusion = 'no_violation') > asked.wrong_share * count(*)
      from campaign_sample where campaign_id = of_campaign and staff_id = person_id) then return 'wrong'; end if;
  return null;
end $$;

-- Whether somebody has judged all that was drawn for them, which is as much as the rules ask for.
create function campaign_judged(of_campaign text, person_id text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select count(conclusion) = count(*) and count(*) > 0
    and count(*) = least((select sample_size from campaign where id = of_campaign), (select ordinary_count from campaign where id = of_campaign))
  from campaign_sample where campaign_id = of_campaign and staff_id = person_id
$$;

-- Draws by chance what somebody judges, once. Nobody else writes what is drawn.
create function draw_campaign_sample(of_campaign text, person_id text) returns integer language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
  drawn integer;
begin
  perform from campaign where id = of_campaign for no key update;
  refusal := why_not_campaign(of_campaign, person_id, 'sample');
  if refusal is not null then
    raise exception '% judges nothing of campaign %: %', person_id, of_campaign, refusal using errcode = 'CS001';
  end if;
  if exists (select from campaign_sample where campaign_id = of_campaign and staff_id = person_id) then return 0; end if;
  insert into campaign_sample (campaign_id, staff_id, place, subject)
    select of_campaign, person_id, row_number() over (), chosen.subject
    from (select subject from campaign_item where campaign_id = of_campaign and expected = 'ordinary'
      order by gen_random_uuid() limit (select sample_size from campaign where id = of_campaign)) chosen;
  get diagnostics drawn = row_count;
  return drawn;
end $$;

-- Said once, by whom it was drawn for, while it is asked.
create function check_campaign_sample() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text := why_not_campaign(new.campaign_id, new.staff_id, 'sample');
begin
  if old.conclusion is not null or refusal is not null then
    raise exception 'sample % of campaign % is not judged: %', new.place, new.campaign_id, coalesce(refusal, 'judged already')
      using errcode = 'CS001';
  end if;
  new.judged_at := desk_now();
  return new;
end $$;
create trigger check_campaign_sample before update on campaign_sample for each row execute function check_campaign_sample();

-- Whether both people still stand behind it: whoever asked for it, and whoever agreed, with the key they signed with.
create function campaign_stands(of_campaign text) returns boolean language sql stable
begin atomic
  select coalesce((select asker_stands('staff:' || proposed_by) and asker_stands('staff:' || approved_by)
    and approved_by <> proposed_by and signature_stands(signature_id) from campaign where id = of_campaign), false);
end;

-- A campaign begins with its set, and is asked for by a person of role senior or lead who is on duty.
create function check_new_campaign(proposed campaign) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal constant text := why_not_ask('staff:' || proposed.proposed_by, proposed.action, false);
begin
  if refusal is not null or not exists (select from staff_standing(proposed.proposed_by) standing join staff on staff.id = proposed.proposed_by
      where staff.roles && array['senior', 'lead'] and (standing.on_shift and not standing.on_break or standing.on_call)) then
    raise exception '% can not ask for a campaign: %', proposed.proposed_by, coalesce(refusal, 'not on duty') using errcode = 'CS001';
  end if;
  if proposed.state <> 'preparing' or proposed.stage <> 0 or proposed.approved_by is not null or proposed.done_count <> 0 or proposed.hit_count <> 0 then
    raise exception 'a campaign begins with its set' using errcode = 'CS001';
  end if;
end $$;

-- The referee of every move, as of orders.
create function check_campaign() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refusal text;
begin
  new.moved_at := desk_now();
  if tg_op = 'UPDATE' and old.state <> 'preparing' and (new.ordinary_count, new.reach_sum) is distinct from (old.ordinary_count, old.reach_sum) then
    raise exception 'the set of campaign % is fixed', old.id using errcode = 'CS001';
  end if;
  if tg_op = 'INSERT' then
    perform check_new_campaign(new);
    return new;
  end if;
  if new.state = old.state then
    new.moved_at := old.moved_at;
    if new.stage <> old.stage and not (old.state = 'running' and new.stage = old.stage + 1) then
      raise exception 'campaign % goes on stage by stage', old.id using errcode = 'CS001';
    end if;
    if (new.approved_by, new.approved_at, new.signature_id) is distinct from (old.approved_by, old.approved_at, old.signature_id) then
      raise exception 'campaign % is agreed to as it begins' , old.id using errcode = 'CS001';
    end if;
    return new;
  end if;
  if not exists (select from campaign_transition where from_state = old.state and to_state = new.state) then
    raise exception 'campaign % can''t go from % to %', old.id, old.state, new.state using errcode = 'CS001';
  end if;
  if new.state = 'proposed' and not exists (
    select from campaign_item where campaign_id = new.id
    having count(*) = new.subject_count and count(expected) = count(*)
      and count(*) filter (where expected = 'ordinary') = new.ordinary_count and new.ordinary_count > 0
      and sha256(convert_to(string_agg(subject || E'\n', '' order by subject), 'UTF8')) = new.list_hash) then
    raise exception 'the set of campaign % is not the one it was asked for', old.id using errcode = 'CS001';
  end if;
  if old.state = 'proposed' and new.state = 'running' then
    new.approved_at := desk_now();
    refusal := why_not_campaign(new.id, new.approved_by, 'agree');
    if new.approved_by is null or refusal is not null then
      raise exception '% does not agree to campaign %: %', new.approved_by, new.id, refusal using errcode = 'CS001';
    end if;
    perform use_signature(new.signature_id, 'campaign_agree', new.id, new.approved_by);
    if not exists (select from signature where id = new.signature_id and core::jsonb @> jsonb_build_object('campaign', new.id,
        'list', encode(new.list_hash, 'hex'), 'subjects', new.subject_count, 'action', new.action, 'label', new.label,
        'durationMs', new.duration_ms, 'policy', new.policy_id)) then
      raise exception 'what % signed is not campaign % as it is', new.approved_by, new.id using errcode = 'CS001';
    end if;
  elsif (new.approved_by, new.approved_at, new.signature_id) is distinct from (old.approved_by, old.approved_at, old.signature_id) then
    raise exception 'campaign % is agreed to as it begins' , old.id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_campaign before insert or update on campaign for each row execute function check_campaign();

-- The set is fixed as it is asked for.
create function check_campaign_item() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from campaign where id = new.campaign_id and state = 'preparing') then
    raise exception 'the set of campaign % is fixed', new.campaign_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_campaign_item before insert on campaign_item for each row execute function check_campaign_item();

-- An order of a campaign is one that two people agreed to, on a subject of its set, and one of each. What the guards ask for it
-- needs beside that, like any other.
create function check_campaign_order() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (
    select from campaign join campaign_item item on item.campaign_id = campaign.id
    where campaign.id = new.campaign_id and campaign.state in ('running', 'done') and campaign_stands(campaign.id)
      and item.subject = new.subject and item.outcome is null and 'staff:' || campaign.proposed_by = new.proposed_by
      and (campaign.action, campaign.label, campaign.duration_ms, campaign.policy_id)
        is not distinct from (new.action, new.label, new.duration_ms, new.policy_id)
      and not new.legal_duty and not new.lesser) then
    raise exception 'campaign % asked for no such order', new.campaign_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_campaign_order before insert on desk_order for each row
  when (new.source = 'campaign') execute function check_campaign_order();

-- Whether an order of a campaign may not begin any more, at once or after it waited for people, the end of a freeze or a breaker: the
-- campaign was stopped meanwhile, or, where nobody but its two people agreed, one of those no longer stands behind it.
create function campaign_forbids(of_campaign text, of_subject text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from campaign where id = of_campaign and state = 'stopped')
    or exists (select from campaign_item where campaign_id = of_campaign and subject = of_subject and expected = 'ordinary')
      and not campaign_stands(of_campaign)
$$;

-- Nothing of a campaign begins once it was stopped: whoever stops it is before or after.
create function check_campaign_release() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform from campaign where id = new.campaign_id for share;
  if campaign_forbids(new.campaign_id, new.subject) then
    raise exception 'order % is not released: campaign % goes on no more', new.id, new.campaign_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_campaign_release before update on desk_order for each row
  when (new.source = 'campaign' and new.state = 'releasing' and old.state <> 'releasing')
  execute function check_campaign_release();

-- Facts about people at work are kept for 30 days, here too.
create function forget_campaign_actors() returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update campaign set actor_facts = null
    where actor_facts is not null and proposed_at < desk_now() - interval '30 days' returning 1)
  select count(*) from forgotten
$$;

grant select, insert on campaign, campaign_item to countersign_desk;
grant select on campaign_sample, campaign_transition to countersign_desk;
grant update (ordinary_count, reach_sum, state, stage, moved_by, moved_why, approved_by, signature_id, done_count, ordered_count, hit_count) on campaign to countersign_desk;
grant update (account_id, reach, expected, tries, outcome, order_id) on campaign_item to countersign_desk;
grant update (conclusion) on campaign_sample to countersign_desk;
grant usage on sequence campaign_seq to countersign_desk;
grant execute on function why_not_campaign(text, text, text), campaign_judged(text, text), draw_campaign_sample(text, text),
  campaign_stands(text), campaign_forbids(text, text), forget_campaign_actors() to countersign_desk;

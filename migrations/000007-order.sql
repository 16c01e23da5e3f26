-- Orders: the durable instructions to apply one action to one subject. How one may move is a table of its own, held
-- against the same words in TypeScript by a test, and enforced here for every role but the owner.

-- Twin of ORDER_MOVES in TypeScript.
create table order_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into order_transition (from_state, to_state) values
  ('proposed', 'awaiting_approval'), ('proposed', 'held'), ('proposed', 'releasing'), ('proposed', 'stopped'),
  ('proposed', 'expired'), ('proposed', 'superseded'),
  ('awaiting_approval', 'held'), ('awaiting_approval', 'releasing'), ('awaiting_approval', 'declined'),
  ('awaiting_approval', 'stopped'), ('awaiting_approval', 'expired'), ('awaiting_approval', 'superseded'),
  ('held', 'releasing'), ('held', 'awaiting_approval'), ('held', 'stopped'), ('held', 'expired'), ('held', 'superseded'),
  ('releasing', 'in_effect'), ('releasing', 'failed'), ('releasing', 'restoring'),
  ('in_effect', 'confirmed'), ('in_effect', 'restoring'),
  ('confirmed', 'restoring'),
  ('restoring', 'restored');

-- What each action takes away, and whether it ends by itself. A warning and a label take nothing: they are statements.
-- Twin of TAKINGS in TypeScript and DARKENS in platform-kit and MUTES in platform-kit.
create table action_taking (
  action text primary key,
  losses text[] not null,
  reversible boolean not null
);
insert into action_taking (action, losses, reversible) values
  ('warn', '{}', true), ('label', '{}', true),
  ('limit', '{spread}', true),
  ('hide', '{spread,view}', true), ('remove', '{spread,view}', false),
  ('lock', '{posting}', true),
  ('suspend', '{spread,view,posting}', true), ('deactivate', '{spread,view,posting}', false);

-- True when one action takes everything that another takes and comes back no more easily. A partial order: of lock and hide
-- neither is as strict as the other, and a statement compares with itself alone.
-- Twin of isAsStrict in TypeScript.
create function is_as_strict(one text, other text) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select one = other or exists (select from action_taking mine, action_taking its
    where mine.action = one and its.action = other and its.losses <> '{}' and mine.losses <> '{}'
      and mine.losses @> its.losses and (its.reversible or not mine.reversible))
$$;

create sequence desk_order_seq;
create table desk_order (
  id text collate "C" primary key default 'o-' || nextval('desk_order_seq'),
  subject text collate "C" not null,
  account_id text collate "C",
  action text not null check (action in ('warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate')),
  label text check (length(label) between 1 and 64),
  -- Twin of DURATION_MS_MAX in TypeScript.
  duration_ms bigint check (duration_ms between 60000 and 315576000000),
  -- It takes nothing anywhere else, by two letters each. Null: everywhere.
  countries text[] check (cardinality(countries) between 1 and 250 and array_position(countries, null) is null),
  policy_id text not null,
  legal_duty boolean not null default false,
  case_id text collate "C" references review_case (id),
  decision_id text collate "C" references decision (id),
  source text not null check (source in ('person', 'campaign', 'automation', 'schedule', 'appeal')),
  proposed_by text collate "C" not null,
  reach bigint,
  protected boolean not null,
  state text not null default 'proposed' check (state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect',
    'confirmed', 'restoring', 'declined', 'stopped', 'expired', 'superseded', 'failed', 'restored')),
  moved_at timestamptz not null default desk_now(),
  moved_by text collate "C" not null,
  proposed_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  released_at timestamptz,
  in_effect_at timestamptz,
  ends_at timestamptz,
  -- The subject's generation at which this order last changed the target: what a read-back must have reached.
  generation bigint,
  -- The platform refused it for good; a target without it is on its way.
  failing boolean not null default false,
  -- The platform ended its effect by itself. It no longer counts towards the target: darkening again takes a new order.
  lifted boolean not null default false,
  needs_attention text,
  check ((action = 'label') = (label is not null)),
  check ((action = 'suspend') <= (duration_ms is not null)),
  check (action not in ('warn', 'remove', 'deactivate') or duration_ms is null),
  -- What the law of a country asks for, and nothing else.
  check (countries is null or legal_duty and action in ('hide', 'remove', 'suspend', 'deactivate'))
);
comment on column desk_order.proposed_by is 'staff:ID or key:ID.';
comment on column desk_order.needs_attention is 'Why a person should look, in words; null: nothing to see to.';
comment on column desk_order.reach is 'Of the account, as the desk went by when it was proposed; null: unknown or none.';
create index desk_order_subject on desk_order (subject, proposed_at);
create index desk_order_standing on desk_order (subject) where state in ('releasing', 'in_effect', 'confirmed', 'restoring');
create index desk_order_ending on desk_order (ends_at)
  where ends_at is not null and state in ('releasing', 'in_effect', 'confirmed');
create index desk_order_account on desk_order (account_id, proposed_at);
create index desk_order_proposer on desk_order (proposed_by, proposed_at);
create index desk_order_source on desk_order (source, proposed_at);
create index desk_order_in_effect on desk_order (in_effect_at) where in_effect_at is not null;
create index desk_order_case on desk_order (case_id) where case_id is not null;
create index desk_order_decision on desk_order (decision_id) where decision_id is not null;
create index desk_order_attention on desk_order (moved_at) where needs_attention is not null;

-- The guards' joint answer to one order, with the facts as read. Insert only; an order may be judged more than once.
create table verdict (
  id bigint generated always as identity primary key,
  order_id text collate "C" not null references desk_order (id),
  -- guarded: at least one other person must agree.
  outcome text not null check (outcome in ('clear', 'guarded')),
  requirement jsonb not null,
  -- The guards that spoke up, each with whether its condition could not be told, and those this platform switches off.
  fired jsonb not null,
  off text[] not null,
  facts jsonb not null,
  -- Of the person who proposed it, who are forgotten after 30 days; their guards' answers stay.
  actor_facts jsonb,
  policy_hash bytea not null check (octet_length(policy_hash) = 32),
  judged_at timestamptz not null default desk_now()
);
create index verdict_order on verdict (order_id, id);

-- Why and by whom an order's effect is undone. One for each order: what is restored stays so.
create table order_restore (
  order_id text collate "C" primary key references desk_order (id),
  cause text not null check (cause in ('mistake', 'ended', 'appeal', 'unconfirmed', 'left', 'undo')),
  by text collate "C" not null,
  reason text check (length(reason) <= 2000),
  bulk_id text collate "C",
  -- Two people were needed: who of them asked first. Null: one was enough.
  asked_by text collate "C" references staff (id),
  -- By which signature the second of them asked; of a set it stands with the set.
  signature_id text collate "C",
  asked_at timestamptz not null default desk_now(),
  reach_before bigint,
  visible_at timestamptz,
  restored_at timestamptz,
  accepted_by text collate "C",
  accepted_reason text check (length(accepted_reason) between 1 and 2000)
);
comment on column order_restore.visible_at is 'The flag was read back as it should be.';
comment on column order_restore.restored_at is 'The reach was read to be at least 98 % of what it was just before the effect, or a person accepted less.';
create index order_restore_at on order_restore (asked_at);
create index order_restore_bulk on order_restore (bulk_id) where bulk_id is not null;

-- Every move, as it was made. Written by the trigger alone.
create table order_move (
  id bigint generated always as identity primary key,
  order_id text collate "C" not null references desk_order (id),
  from_state text,
  to_state text not null,
  by text collate "C" not null,
  at timestamptz not null
);
create index order_move_order on order_move (order_id, id);
create index order_move_at on order_move (at);

-- What each subject should be. The row lock here is what serialises everything that touches a subject.
create table subject_state (
  subject text collate "C" primary key,
  generation bigint not null default 0 check (generation >= 0),
  target jsonb,
  reverts jsonb not null default '[]',
  baseline jsonb,
  reach_before bigint,
  -- The highest generation whose target a read-back has shown.
  -- When the generation last rose: by this each machine finds what its own recovery journal lacks.
  changed_at timestamptz,
  settled_generation bigint not null default 0 check (settled_generation <= generation),
  -- The platform's number for a generation is ours less this: so a platform whose numbers lie below ours is still reached.
  generation_offset bigint not null default 0 check (generation_offset between 0 and generation),
  -- How often two people gave the subject back at the platform by their signatures, as far as the desk knows.
  platform_epoch bigint not null default 0 check (platform_epoch >= 0),
  seen jsonb,
  seen_at timestamptz,
  needs_attention text,
  check (baseline is null or target is not null)
);
create index subject_state_changed on subject_state (changed_at) where baseline is not null;
comment on column subject_state.baseline is 'What the platform showed when no order stood. Null: nothing stands, to be read afresh.';
comment on column subject_state.reach_before is 'Read just before the first standing effect.';

-- Work that must happen on time. A row is done when it is gone; who takes it holds it 15 seconds at most.
create table due (
  kind text not null check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm', 'page')),
  key text collate "C" not null,
  lane text not null check (lane in ('effect', 'restore', 'background')),
  due_at timestamptz not null default desk_now(),
  lease_until timestamptz,
  lease_id bigint not null default 0,
  attempt integer not null default 0,
  primary key (kind, key)
);
create index due_next on due (lane, due_at);

-- The referee of every move: only along the table, only from a row whose grounds stand beside it.
create function check_order_move() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then
      raise exception 'an order begins as proposed, not as %', new.state using errcode = 'CS001';
    end if;
  elsif new.state <> old.state then
    if not exists (select from order_transition where from_state = old.state and to_state = new.state) then
      raise exception 'order % can''t go from % to %', old.id, old.state, new.state using errcode = 'CS001';
    end if;
    if new.state = 'releasing' and not exists (select from verdict where order_id = new.id) then
      raise exception 'order % has no verdict that lets it take effect', new.id using errcode = 'CS001';
    end if;
    if new.state = 'restoring' and not exists (select from order_restore where order_id = new.id) then
      raise exception 'order % is not restored without a cause', new.id using errcode = 'CS001';
    end if;
    if new.state in ('in_effect', 'restored', 'failed') and not exists (
      select from subject_state where subject = new.subject and settled_generation >= new.generation) then
      raise exception 'order % is not % before the platform was read to show it', new.id, new.state using errcode = 'CS001';
    end if;
  end if;
  if tg_op = 'UPDATE' then
    -- What was given up stays so: having it count again would darken without a new order.
    if old.lifted and not new.lifted or old.failing and not new.failing then
      raise exception 'order % does not count again: that takes a new order', old.id using errcode = 'CS001';
    end if;
    if old.generation is not null and coalesce(new.generation, 0) < old.generation then
      raise exception 'the generation of order % never falls', old.id using errcode = 'CS001';
    end if;
    if new.state = old.state then
      if new.ends_at is distinct from old.ends_at and new.platform_held_until is not distinct from old.platform_held_until then
        raise exception 'the end of order % is set when it is released, and stays', old.id using errcode = 'CS001';
      end if;
      return new;
    end if;
    if new.ends_at is distinct from old.ends_at and (new.state <> 'releasing' or new.duration_ms is null
      or new.ends_at is null or new.ends_at > desk_now() + new.duration_ms * interval '1 ms') then
      raise exception 'order % lasts no longer than was ordered', old.id using errcode = 'CS001';
    end if;
    if new.state = 'releasing' and (new.duration_ms is null) <> (new.ends_at is null) then
      raise exception 'order % has an end if it was ordered with one', old.id using errcode = 'CS001';
    end if;
  end if;
  new.moved_at := desk_now();
  return new;
end $$;
create trigger check_order_move before insert or update on desk_order for each row execute function check_order_move();

create function record_order_move() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into order_move (order_id, from_state, to_state, by, at)
      values (new.id, case when tg_op = 'UPDATE' then old.state end, new.state, new.moved_by, new.moved_at);
  end if;
  return null;
end $$;
create trigger record_order_move after insert or update on desk_order for each row execute function record_order_move();

-- Who asked for a restore that takes two. It waits for the second for a day.
create table restore_ask (
  order_id text collate "C" not null references desk_order (id),
  staff_id text collate "C" not null references staff (id),
  cause text not null check (cause in ('mistake', 'appeal', 'undo')),
  reason text check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now(),
  primary key (order_id, staff_id, at)
);

-- Where undoing is the harm: what the law asked for (of a protected account once a second person stood behind it, or what the desk
-- itself compared with a list), the lock that two people put on a protected account against its
-- hijacker (one person's lasts no longer than an hour, or nobody has confirmed it), and what is older than 72 hours and not protected.
-- Twin of restoreNeedsTwo in TypeScript.
create function restore_needs_two(of_order desk_order) returns boolean language plpgsql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return undone_by_two(of_order)
    or of_order.action = 'lock' and of_order.protected and (not of_order.lesser or coalesce(of_order.duration_ms > 3600000, false)
      or coalesce(of_order.ground = 'hijack', false) and of_order.confirmed_at is not null)
    or not of_order.protected
    and not has_protected_account(of_order.subject, of_order.account_id)
    and coalesce(of_order.in_effect_at, of_order.moved_at) < desk_now() - interval '72 hours';
end $$;

-- A cause belongs to an effect that there is: one laid in beforehand would take an order back that nobody gave up. And
-- where undoing is the harm, two people stand behind it.
create function check_order_restore() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from desk_order where id = new.order_id and state in ('releasing', 'in_effect', 'confirmed')) then
    raise exception 'order % has no effect to restore', new.order_id using errcode = 'CS001';
  end if;
  if new.cause in ('mistake', 'appeal', 'undo')
    and (select restore_needs_two(desk_order) from desk_order where id = new.order_id)
    and (new.asked_by is null or new."by" = 'staff:' || new.asked_by
      -- Where there is no second person, the same asks again a day later.
      and not (desk_house() = 'solo' and exists (select from restore_ask where order_id = new.order_id
        and staff_id = new.asked_by and at <= desk_now() - interval '1 day'))) then
    raise exception 'restoring order % takes two people', new.order_id using errcode = 'CS001';
  end if;
  if new.asked_by is not null and new.bulk_id is null then
    perform use_signature(new.signature_id, 'restore_second', new.order_id, substr(new."by", 7));
  elsif new.asked_by is not null and not exists (select from bulk_restore
    where id = new.bulk_id and signature_id is not null and new."by" = 'staff:' || started_by
      and asked_by = new.asked_by and exists (
        select from bulk_restore_item where bulk_id = new.bulk_id and order_id = new.order_id)) then
    raise exception 'nobody signed for restoring order % with %', new.order_id, new.bulk_id using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_order_restore before insert on order_restore for each row execute function check_order_restore();

-- What the orders that stand on a subject take from it, property by property.
-- Twin of targetOf in TypeScript.
create function is_ordered(on_subject text, baseline jsonb, target jsonb) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select ((target -> 'visible')::boolean or not (baseline -> 'visible')::boolean
      or coalesce(bool_or(countries is null and action in ('hide', 'remove', 'suspend', 'deactivate')), false))
    and ((target -> 'mayPost')::boolean or not (baseline -> 'mayPost')::boolean
      or coalesce(bool_or(countries is null and action in ('lock', 'suspend', 'deactivate')), false))
    and (target ->> 'spread' = 'full' or baseline ->> 'spread' = 'limited' or coalesce(bool_or(action = 'limit'), false))
    and (not (baseline -> 'visible')::boolean or not exists (
      select from jsonb_array_elements_text(coalesce(target -> 'blockedCountries', '[]')) country
      where not coalesce(baseline -> 'blockedCountries', '[]') ? country and not exists (
        select from desk_order taking
        where taking.subject = on_subject and taking.state in ('releasing', 'in_effect', 'confirmed') and not taking.failing
          and not taking.lifted and taking.action in ('hide', 'remove', 'suspend', 'deactivate')
          and (taking.countries is null or country = any (taking.countries)))))
  from desk_order
  where subject = on_subject and state in ('releasing', 'in_effect', 'confirmed') and not failing and not lifted
$$;

-- Whether there is anything on the subject whose way back must be known: a warning that was delivered is over.
create function has_standing_order(on_subject text) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from desk_order where subject = on_subject
      and (state in ('releasing', 'restoring') or state in ('in_effect', 'confirmed') and action <> 'warn'))
$$;

-- Whether a way back leads to all it led to before, and to more: what a platform had taken by itself and has given back.
-- Twin of isStricter in TypeScript.
create function gives_only(before jsonb, now jsonb) returns boolean language sql immutable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select ((now -> 'visible')::boolean or not (before -> 'visible')::boolean)
    and ((now -> 'mayPost')::boolean or not (before -> 'mayPost')::boolean)
    and (now ->> 'spread' = 'full' or before ->> 'spread' = 'limited')
    and (not (before -> 'visible')::boolean
      or coalesce(before -> 'blockedCountries', '[]') @> coalesce(now -> 'blockedCountries', '[]'))
    and now -> 'labels' = before -> 'labels'
$$;

create function gives_all(target jsonb) returns boolean language sql immutable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$ select (target -> 'visible')::boolean and (target -> 'mayPost')::boolean and target ->> 'spread' = 'full'
    and not target ? 'blockedCountries' $$;

-- A generation never falls: a late call must always be recognisable as late. And nothing is taken from a subject, now or
-- at a later time, that no order takes: not even by whoever writes here without asking anybody.
create function check_subject_state() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    if new.target is not null or new.baseline is not null or new.reverts <> '[]' then
      raise exception '% begins without a target', new.subject using errcode = 'CS001';
    end if;
    return new;
  end if;
  if new.generation < old.generation or new.settled_generation < old.settled_generation then
    raise exception 'the generation of % never falls', old.subject using errcode = 'CS001';
  end if;
  new.changed_at := case when new.generation > old.generation then desk_now() else old.changed_at end;
  if new.generation = old.generation and new.target is distinct from old.target and old.target is not null and new.target is not null then
    raise exception 'the target of % changes only with its generation', old.subject using errcode = 'CS001';
  end if;
  if new.baseline is distinct from old.baseline and (
    old.baseline is not null and new.baseline is null and has_standing_order(old.subject)
    or old.baseline is not null and new.baseline is not null and not gives_only(old.baseline, new.baseline)
    -- On what no order ever stood, all is given: that can only bring it up.
    or old.baseline is null and new.baseline is distinct from old.target and not has_standing_order(old.subject)
      and not (old.target is null and gives_all(new.baseline))) then
    raise exception 'the way back of % changes only when nothing stands on it, or to more', old.subject using errcode = 'CS001';
  end if;
  if new.target is distinct from old.target or new.reverts is distinct from old.reverts then
    if new.target is not null and is_ordered(new.subject, new.baseline, new.target) is not true or exists (
      select from jsonb_array_elements(new.reverts) revert
      where is_ordered(new.subject, new.baseline, revert -> 'target') is not true) then
      raise exception 'nothing ordered that of %', new.subject using errcode = 'CS001';
    end if;
  end if;
  return new;
end $$;
create trigger check_subject_state before insert or update on subject_state for each row execute function check_subject_state();

grant select on order_transition, action_taking, order_move to countersign_desk;
grant execute on function is_as_strict(text, text) to countersign_desk;
grant select, insert on desk_order, verdict, order_restore, restore_ask, subject_state to countersign_desk;
grant update (state, moved_by, released_at, in_effect_at, ends_at, generation, failing, lifted, needs_attention) on desk_order to countersign_desk;
grant update (reach_before, visible_at, restored_at, accepted_by, accepted_reason) on order_restore to countersign_desk;
grant update (generation, generation_offset, platform_epoch, target, reverts, baseline, reach_before, settled_generation, seen, seen_at, needs_attention)
  on subject_state to countersign_desk;
grant select, insert, update, delete on due to countersign_desk;
grant usage on sequence desk_order_seq to countersign_desk;

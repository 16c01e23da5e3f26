-- The subjects that an order names: its contents and its accounts, and those of its addresses that were found later.
create or replace function order_subjects(of_order text) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select 'content:' || content from authority_order, unnest(contents) content where id = of_order
  union all
  select 'account:' || account from authority_order_terms, unnest(accounts) account where order_id = of_order
  union
  select subject from authority_order_address where order_id = of_order
$$;

-- The addresses of an order that no platform knows yet, in their order.
create or replace function unresolved_addresses(of_order text) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(array_agg(address order by place), '{}') from authority_order_terms,
    unnest(unresolved) with ordinality stated (address, place)
  where order_id = of_order and not exists (
    select from authority_order_address found where found.order_id = of_order and found.place = stated.place)
$$;

-- Stores the subject of an address that an open order states, at each of its places. Returns false where it is known, or
-- the order was answered meanwhile.
create or replace function resolve_order_address(of_order text, of_address text, to_subject text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform from authority_order where id = of_order and erased_at is null for no key update;
  if not found or order_state(of_order) <> 'open' then return false; end if;
  insert into authority_order_address (order_id, place, subject)
  select of_order, stated.place, to_subject from authority_order_terms,
    unnest(unresolved) with ordinality stated (address, place)
  where order_id = of_order and stated.address = of_address on conflict do nothing;
  return found;
end $$;

-- Stores what an order states beside its contents. The function that stores the order calls it. A removal order has one
-- hour at most (Regulation (EU) 2021/784, article 3). Any other has the earlier of the time that it states and that of
-- its policy.
create or replace function store_order_terms(known authority_order, given jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  until constant timestamptz := least((given ->> 'deadline')::timestamptz,
    known.received_at + (given ->> 'dueMs')::bigint * interval '1 ms',
    case when known.kind = 'removal_order' then known.received_at + interval '1 hour' end);
begin
  if until <= known.received_at then
    raise exception 'the time of order % ended before it was received', known.id using errcode = 'CS001';
  end if;
  insert into authority_order_terms (order_id, accounts, due_at, silent_until, verified, member_state, language, contact,
    legal_basis, reasons, redress, unresolved)
  values (known.id, array(select jsonb_array_elements_text(given -> 'accounts') order by 1), until,
    date_trunc('milliseconds', least((given ->> 'silentUntil')::timestamptz, known.received_at + silence_time())),
    case when known.key_id is not null then 'key' else coalesce(given ->> 'verified', 'not_verified') end,
    coalesce((select country from authority where id = known.authority_id), given ->> 'memberState'),
    given ->> 'language', given ->> 'contact', given ->> 'legalBasis', given ->> 'reasons', given ->> 'redress',
    case when jsonb_array_length(given -> 'unresolved') > 0
      then array(select jsonb_array_elements_text(given -> 'unresolved')) end);
end $$;

-- True when a person made sure that an order is of its authority, or its own key sent it. An order from before these
-- facts were stored counts as it did then.
create or replace function is_order_verified(of_order text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select verified <> 'not_verified' from authority_order_terms where order_id = of_order), true)
    or exists (select from authority_order_act where order_id = of_order and kind = 'verified')
$$;

-- True when a person entered an order, or said that it is genuine, before an enforcement about what it names: they are no
-- independent second person for it. A later entry bars no person, or one who enters orders could bar all.
create or replace function handled_order(enforced enforcement, person_id text) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from (
      select id, entered_at as at from authority_order where entered_by = person_id
      union all
      select order_id, at from authority_order_act where acted_by = person_id and kind in ('verified', 'resumed')) handled
    where handled.at <= enforced.proposed_at
      and (handled.id = enforced.ground_ref
        or handled.at >= enforced.proposed_at - interval '7 days' and exists (
          select from order_subjects(handled.id) named (subject)
          where named.subject = enforced.subject or named.subject = 'account:' || enforced.account_id
            or exists (select from content where content.id = subject_id(named.subject, 'content')
              and content.account_id = enforced.account_id))))
$$;

-- Returns each subject of an order with the time since which it is out of sight. Null: it is visible.
create or replace function order_effects(of_order text) returns table (subject text, offline_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select named.subject, coalesce(
    (select min(enforced.in_effect_at) from enforcement enforced
      where is_effective(enforced.state) and (enforced.subject = named.subject
        and (enforced.action = 'hide' or takes_offline(enforced.action))
        or takes_offline(enforced.action) and enforced.subject = 'account:' || (select account_id from content
          where content.id = subject_id(named.subject, 'content')))),
    (select min(clock.ended_at) from legal_clock clock
      where clock.cause = of_order and clock.subject = named.subject and clock.how = 'met'
        and not exists (select from enforcement undone where undone.subject = named.subject
          and undone.state in ('restoring', 'restored') and undone.moved_at >= clock.ended_at)))
  from order_subjects(of_order) named (subject)
$$;

-- The state of an order: open, answered, or contested. An answer about a part of it leaves it open.
create or replace function order_state(of_order text) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select case kind when 'resumed' then 'open' else kind end from authority_order_act
    where order_id = of_order and kind in ('answered', 'contested', 'resumed') and outcome is distinct from 'partly'
    order by at desc, id desc limit 1), 'open')
$$;

-- True when a person may still be asked to review an enforcement on what an order names. Until then no route tells them
-- what became of the order.
create or replace function is_order_withheld(of_order text, person_id text) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from order_subjects(of_order) named (subject) join enforcement about
      on about.subject = named.subject or about.account_id = coalesce(subject_id(named.subject, 'account'),
        (select account_id from content where content.id = subject_id(named.subject, 'content')))
    where withholds_alert_text(person_id, about))
$$;

-- The longest time that an order has from its resumption: as long as from its receipt.
create or replace function order_time(known authority_order) returns interval language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select due_at - known.received_at from authority_order_terms where order_id = known.id),
    case when known.kind = 'removal_order' then interval '1 hour' else interval '1 year' end)
$$;

-- True when a person's roles count at every platform that an order is about: the role policy, or roles that lead there.
create or replace function may_handle_order(of_order text, person_id text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from staff person where person.id = person_id and ('policy' = any (person.roles)
    or roles_everywhere(person) && array['senior', 'lead']
    or exists (select from order_subjects(of_order)) and not exists (select from order_subjects(of_order) named (subject)
      where not roles_at(person, named.subject) && array['senior', 'lead'])))
$$;

-- Returns the reason, as one word, why an act on an order is refused. Null: it is done.
create or replace function order_act_refusal(act authority_order_act) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when not exists (select from staff person cross join lateral staff_standing(person.id) standing
      where person.id = act.acted_by and standing.active and not standing.restricted
        and ('policy' = any (person.roles) or standing.on_shift and may_handle_order(known.id, person.id))) then 'role'
    when known.erased_at is not null then 'erased'
    when act.kind = 'verified' and is_order_verified(known.id) then 'verified'
    when act.kind in ('answered', 'contested') and order_state(known.id) = 'contested' then 'contested'
    when act.kind = 'resumed' and order_state(known.id) <> 'contested' then 'not_contested'
    when act.kind in ('answered', 'contested') and exists (select from authority_order_act earlier
      where earlier.order_id = known.id and earlier.outcome in ('given', 'not_given')) then 'answered'
    when act.outcome = 'not_given' and known.kind = 'removal_order' then 'removal'
    when act.outcome in ('given', 'partly') and known.kind in ('removal_order', 'illegal_content')
      and not case act.outcome when 'given' then coalesce((select every(offline_at is not null)
          from order_effects(known.id)), false)
        else exists (select from order_effects(known.id) where offline_at is not null) end then 'not_offline'
    when silence_act_refusal(act) is not null then silence_act_refusal(act)
    when act.kind in ('preserved', 'resumed') and (act.until <= desk_now() or act.until > desk_now()
      + case act.kind when 'resumed' then order_time(known) else interval '1 year' end) then 'until' end
  from authority_order known where known.id = act.order_id
$$;

-- An act on an order is by a person who may, at its time, and of the order as it is then.
create or replace function check_order_act() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  refused text;
begin
  -- Two acts on one order at the same time follow each other.
  perform from authority_order where id = new.order_id for no key update;
  new.at := desk_now();
  refused := order_act_refusal(new);
  if refused is not null then
    raise exception 'the act on order % is refused: %', new.order_id, refused using errcode = 'CS001';
  end if;
  return new;
end $$;

-- A hold that rests on an order is about what it names. Without a person, only a verified removal order places one.
create or replace function check_hold_of_order() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.order_id is not null and (new.subject not in (select order_subjects(new.order_id))
    or new.placed_by is null and not (is_order_verified(new.order_id)
      and exists (select from authority_order where id = new.order_id and kind = 'removal_order'))) then
    raise exception 'no verified order places a hold on %', new.subject using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Erases the documents and the words of orders as long after their last act as retention.yaml says, up to a number, and
-- returns their ids. Nothing is erased without such a time, under a legal hold, or while a subject is in use.
create or replace function erase_expired_orders(at_most integer) returns text[] language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  over constant timestamptz := desk_now() - retention_time('order');
  ids text[];
begin
  ids := array(select known.id from authority_order known
    where known.erased_at is null and known.received_at < over
      and not exists (select from authority_order_act where order_id = known.id and at >= over)
      and not exists (select from legal_clock where cause = known.id and ended_at is null)
      and not exists (select from order_subjects(known.id) named (subject) where is_in_use(named.subject))
    order by known.received_at limit at_most for update skip locked);
  delete from authority_order_document where order_id = any (ids);
  update authority_order_terms set contact = null, legal_basis = null, reasons = null, redress = null, unresolved = null
    where order_id = any (ids);
  update authority_order_act set note = null where order_id = any (ids);
  update authority_order set erased_at = desk_now() where id = any (ids);
  return ids;
end $$;

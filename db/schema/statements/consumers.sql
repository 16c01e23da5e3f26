-- Telling consumers who bought what is illegal (DSA, article 32).

-- Notes a restriction of an item as illegal when its person gets the reasons, with the names as they were judged: a later
-- edit of the seller reaches no buyer. The platform alone states them.
create or replace function note_consumer_duty() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into consumer_duty (enforcement_id, item, trader)
    select enforcement.id, content.item, left(case when account.display_name is null then coalesce(account.handle, account.id)
      else account.display_name || coalesce(' (@' || account.handle || ')', '') end, 300)
    from statement join enforcement on enforcement.id = statement.enforcement_id
      join content on content.id = subject_id(enforcement.subject, 'content') join account on account.id = content.account_id
    where statement.id = new.statement_id and statement.kind = 'restriction' and content.item ->> 'type' is not null
      and content.source = 'platform' and not enforcement.interim and enforcement.source <> 'schedule'
      and (enforcement.action in ('hide', 'remove') or enforcement.own_action -> 'takes' ? 'visibility')
  on conflict do nothing;
  return null;
end $$;

-- Notes a restriction that was confirmed or undone: a text about it may be due before its time. The note is a row of its
-- own, because the row of the duty may be locked by a text, and no restore waits for one.
create or replace function note_consumer_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into consumer_look (enforcement_id)
    select new.id where exists (select from consumer_duty where enforcement_id = new.id);
  return null;
end $$;

-- Makes the duties due whose restrictions were noted, up to a number. The note of a duty that a text locks stays, for the
-- next look: only then is it certain that the text is seen.
create or replace function recall_consumer_duties(at_most integer) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with noted as (select id, enforcement_id from consumer_look order by id limit at_most),
  duties as (select enforcement_id from consumer_duty
    where enforcement_id in (select enforcement_id from noted) for update skip locked),
  recalled as (update consumer_duty duty set next_at = desk_now() from duties where duty.enforcement_id = duties.enforcement_id)
  delete from consumer_look look using noted where look.id = noted.id and (
    noted.enforcement_id in (select enforcement_id from duties)
    or not exists (select from consumer_duty duty where duty.enforcement_id = noted.enforcement_id))
$$;

-- True when another person agreed to a restriction, or confirmed it, and that still counts: an edit voids an agreement, and
-- so does the removal of its key.
create or replace function is_seconded(enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from list_agreeing_people(enforced.id))
    or enforced.state = 'confirmed' and exists (select from approval
      where approval.enforcement_id = enforced.id and answer = 'confirm' and is_signature_valid(signature_id))
$$;

-- The time from which a restriction in effect may be told to consumers: at once after another person agreed to it, else a
-- day later. A restore meanwhile spares them the text.
create or replace function consumers_agreed_from(enforced enforcement) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.in_effect_at + case when is_seconded(enforced) then interval '0' else interval '24 hours' end
$$;

-- The time from which on a sale counts: six months before the desk knew that the offer is illegal. It knew it with the
-- decision, or with the first one of those that an appeal lessened, however long the effect took.
create or replace function consumers_sold_from(enforced enforcement) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select least(enforced.in_effect_at, min(decided_at)) - interval '6 months' from decision
  where id in (select decision_id from enforcement known where known.id in (select list_replaced(enforced.id)))
$$;

-- The time from which consumers are told of a restriction in effect. An authority's silence holds it back.
create or replace function consumers_told_from(enforced enforcement) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(silence_of(enforced), consumers_agreed_from(enforced))
$$;

-- True when a decision finds its subject illegal. The ground of a decision that states none is that of its policy, which the
-- statement of its enforcement has. Until then it counts as illegal.
create or replace function is_decided_illegal(decided decision) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select decided.conclusion = 'violation' and (decided.basis ->> 'alsoIllegal' is not distinct from 'true'
    or coalesce(decided.basis ->> 'ground', (select made.facts ->> 'ground' from enforcement
      join statement on statement.enforcement_id = enforcement.id join statement_content made on made.statement_id = statement.id
      where enforcement.decision_id = decided.id limit 1), 'illegal') = 'illegal')
$$;

-- True when a restriction that was undone does not count as illegal any more. Another person than the one who undid it
-- decided on its own case again, not in a set, and not as illegal; an appeal gave it back; or a week passed without
-- either. An end by time takes nothing back, nor does any undoing while another restriction of the offer as illegal is in
-- force. A decision as illegal counts on every case of the offer: what is about other reports alone corrects no buyer.
create or replace function is_illegality_withdrawn(enforced enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.state = 'restored' and exists (select from enforcement_restore undone left join lateral (
      select decision.id, decision as last from decision join review_case on review_case.id = decision.case_id
      where review_case.subject = enforced.subject and decision.decided_at >= undone.asked_at
        and conclusion <> 'escalate' and standing = 'final' and 'staff:' || staff_id <> undone."by"
        and (is_decided_illegal(decision) or decision.case_id = enforced.case_id
          and not exists (select from case_set_member where decision_id = decision.id))
      order by decided_at desc limit 1) again on true
    where undone.enforcement_id = enforced.id and undone.cause <> 'ended' and case
      when again.id is not null then not is_decided_illegal(again.last)
      when undone.cause = 'appeal' then not exists (select from appeal
        where appeal.enforcement_id = enforced.id and appeal.state = 'lessened')
      else undone.asked_at <= desk_now() - interval '7 days' end)
    and not exists (select from enforcement other join statement on statement.enforcement_id = other.id
        join statement_content made on made.statement_id = statement.id
      where other.subject = enforced.subject and other.id <> enforced.id and is_acting(other.state)
        and made.facts ->> 'ground' = 'illegal')
$$;

-- Returns the text for consumers that is due about a restriction. A correction repeats the names of the text that it
-- corrects. It reads no word of a reviewer, a reporter or a key.
create or replace function due_consumer_notice(of_enforcement text)
  returns table (kind text, item jsonb, product text, trader text, law text, sold_from timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select 'consumers', duty.item, null, duty.trader, made.facts ->> 'law', consumers_sold_from(enforced)
    from consumer_duty duty join enforcement enforced on enforced.id = duty.enforcement_id
      join statement on statement.enforcement_id = enforced.id and statement.kind = 'restriction'
      join statement_content made on made.statement_id = statement.id
    where duty.enforcement_id = of_enforcement and duty.item is not null and is_effective(enforced.state)
      and consumers_told_from(enforced) <= desk_now()
      and not exists (select from consumer_notice told where told.enforcement_id = enforced.id)
  union all
  select 'correction', null, told.product, told.trader, told.law, told.sold_from
    from consumer_notice told join enforcement enforced on enforced.id = told.enforcement_id
    where told.enforcement_id = of_enforcement and told.kind = 'consumers' and told.product is not null
      and coalesce(silence_of(enforced) <= desk_now(), true) and is_illegality_withdrawn(enforced)
      and not exists (select from consumer_notice corrected
        where corrected.enforcement_id = enforced.id and corrected.kind = 'correction')
$$;

-- True while a text about a restriction may become due: the first one for a year, if its item is of these types, and a
-- correction for half a year after the restriction was undone.
create or replace function may_tell_consumers(duty consumer_duty, offers text[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when exists (select from consumer_notice told where told.enforcement_id = duty.enforcement_id and told.kind = 'correction') then false
    when exists (select from consumer_notice told where told.enforcement_id = duty.enforcement_id) then not exists (
      select from enforcement_restore undone where undone.enforcement_id = duty.enforcement_id
        and (undone.cause = 'ended' or undone.asked_at <= desk_now() - interval '6 months'))
    else coalesce(duty.item ->> 'type' = any (offers), false) and exists (select from enforcement
      where enforcement.id = duty.enforcement_id and is_acting(enforcement.state) and released_at > desk_now() - interval '1 year') end
$$;

-- Looks at restrictions whose time came, up to a number, and has each looked at again later: not before its text can be
-- due. Returns each with the text that is due about it, about items of these types, or with none. A restriction about
-- which no text can become due any more is forgotten.
create or replace function look_at_consumer_duties(offers text[], at_most integer)
  returns table (enforcement_id text, kind text, item jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  ids text[];
begin
  perform recall_consumer_duties(at_most);
  ids := array(select duty.enforcement_id from consumer_duty duty where next_at <= desk_now()
    order by next_at, duty.enforcement_id limit at_most for update skip locked);
  delete from consumer_duty duty where duty.enforcement_id = any (ids) and not may_tell_consumers(duty, offers);
  -- Buyers who were told hear nothing more unless the restriction is undone: a note brings it back then.
  update consumer_duty duty set next_at = case when duty.item is not null or is_undone(enforced.state)
      then greatest(desk_now() + interval '10 minutes', case when duty.item is not null then consumers_agreed_from(enforced) end) end
    from enforcement enforced where enforced.id = duty.enforcement_id and duty.enforcement_id = any (ids);
  return query select looked, due.kind, due.item
    from unnest(ids) looked left join lateral due_consumer_notice(looked) due on true;
end $$;

-- A text is stored for what is due and for nothing else. The trigger reads its facts; the product is a text of the item.
-- The duty is locked first: the note of a restore at the same time stays until the text is seen.
-- Texts are made one after another, so none becomes visible behind one that a platform has read.
create or replace function check_consumer_notice() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  -- Behind a transaction that stands still a text is tried again later.
  set lock_timeout = '5s'
  as $$
declare
  due record;
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign consumer notices', 0));
  perform from consumer_duty where enforcement_id = new.enforcement_id for update;
  select * into due from due_consumer_notice(new.enforcement_id) one where one.kind = new.kind;
  if due.kind is null or new.kind = 'consumers' and not exists (
    select from jsonb_path_query(due.item -> 'fields', 'strict $.**') value
    where jsonb_typeof(value) = 'string' and left(value #>> '{}', 200) = new.product) then
    raise exception 'no text for consumers is due about %', new.enforcement_id using errcode = 'CS001';
  end if;
  new.made_at := greatest(desk_now(), (select max(made_at) from consumer_notice) + interval '1 microsecond');
  new.product := coalesce(due.product, new.product);
  new.trader := due.trader;
  new.law := due.law;
  new.sold_from := due.sold_from;
  -- The text has the names from here on.
  update consumer_duty set item = null, trader = null, next_at = desk_now() where enforcement_id = new.enforcement_id;
  return new;
end $$;

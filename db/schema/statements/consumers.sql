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

-- Lists the restrictions of which a text tells: its own, and the later ones that repeat it.
create or replace function restrictions_of_notice(of_notice text) returns setof enforcement
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select * from enforcement where id in (
    select enforcement_id from consumer_notice where id = of_notice
    union all select enforcement_id from consumer_duty where notice_id = of_notice)
$$;

-- Returns the restriction by whose end no more buyers are told: the last one of a text that was undone, where none of
-- them stands. Null: one stands, or the last one ended by its time, which takes nothing back.
create or replace function notice_withdrawn_by(of_notice text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case when bool_and(undone.enforcement_id is not null) and (array_agg(undone.cause order by undone.asked_at desc))[1] <> 'ended'
    then (array_agg(enforced.id order by undone.asked_at desc))[1] end
  from restrictions_of_notice(of_notice) enforced left join enforcement_restore undone on undone.enforcement_id = enforced.id
$$;

drop function if exists due_consumer_notice(text);
-- Returns the text for consumers that is due about a restriction. A correction repeats the names of the text that it
-- corrects, and belongs to the same restriction. It reads no word of a reviewer, a reporter or a key.
create or replace function due_consumer_notice(of_enforcement text)
  returns table (enforcement_id text, kind text, item jsonb, product text, trader text, law text, sold_from timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select enforced.id, 'consumers', duty.item, null, duty.trader, made.facts ->> 'law', consumers_sold_from(enforced)
    from consumer_duty duty join enforcement enforced on enforced.id = duty.enforcement_id
      join statement on statement.enforcement_id = enforced.id and statement.kind = 'restriction'
      join statement_content made on made.statement_id = statement.id
    where duty.enforcement_id = of_enforcement and duty.item is not null and is_effective(enforced.state)
      and consumers_told_from(enforced) <= desk_now()
      and not exists (select from consumer_notice told where told.enforcement_id = enforced.id)
  union all
  select told.enforcement_id, 'correction', null, told.product, told.trader, told.law, told.sold_from
    from consumer_notice told join enforcement undone on undone.id = notice_withdrawn_by(told.id)
    where (told.enforcement_id = of_enforcement
        or told.id = (select notice_id from consumer_duty duty where duty.enforcement_id = of_enforcement))
      and told.kind = 'consumers' and told.product is not null and is_illegality_withdrawn(undone)
      and not exists (select from restrictions_of_notice(told.id) silent where silence_of(silent) > desk_now())
      and not exists (select from consumer_notice corrected
        where corrected.enforcement_id = told.enforcement_id and corrected.kind = 'correction')
$$;

-- True when a value is a text of an item, as texts for consumers shorten it.
create or replace function has_item_text(item jsonb, named text) returns boolean
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from jsonb_path_query(item -> 'fields', 'strict $.**') value
    where jsonb_typeof(value) = 'string' and left(value #>> '{}', 200) = named)
$$;

-- Returns the text that a restriction repeats: one about the same offer whose names, law and countries are the same, and
-- that was not corrected. Its buyers know all that theirs would say.
create or replace function repeated_consumer_notice(of_enforcement text, named text) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select told.id from due_consumer_notice(of_enforcement) due join enforcement enforced on enforced.id = due.enforcement_id
    join enforcement earlier on earlier.subject = enforced.subject and earlier.id <> enforced.id
    join consumer_notice told on told.enforcement_id = earlier.id and told.kind = 'consumers'
  where due.kind = 'consumers' and has_item_text(due.item, named) and told.product = named and told.trader = due.trader
    and told.law is not distinct from due.law
    and (earlier.countries is null and enforced.countries is null
      or earlier.countries @> enforced.countries and enforced.countries @> earlier.countries)
    and not exists (select from consumer_notice corrected
      where corrected.enforcement_id = earlier.id and corrected.kind = 'correction')
  order by told.listed_at desc limit 1
$$;

-- Has the text that a restriction repeats listed again, for those who bought the offer since. Returns its id. Null: there
-- is none, so the restriction has a text of its own.
create or replace function repeat_consumer_notice(of_enforcement text, named text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  set lock_timeout = '5s'
  as $$
declare
  repeated text;
begin
  perform lock_consumer_notices(of_enforcement);
  repeated := repeated_consumer_notice(of_enforcement, named);
  if repeated is not null then
    update consumer_notice told set listed_at = next_consumer_listing(), sold_from = least(sold_from, consumers_sold_from(enforced))
      from enforcement enforced where told.id = repeated and enforced.id = of_enforcement;
    update consumer_duty set notice_id = repeated, item = null, trader = null, next_at = desk_now()
      where enforcement_id = of_enforcement;
  end if;
  return repeated;
end $$;

-- Locks the texts, so that they are listed one after another: none becomes visible behind one that a platform has read.
-- The duty is locked with them: the note of a restore at the same time stays until the text is seen.
create or replace function lock_consumer_notices(of_enforcement text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('countersign consumer notices', 0));
  perform from consumer_duty where enforcement_id = of_enforcement for update;
end $$;

-- The time at which the next text is listed: after all others.
create or replace function next_consumer_listing() returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(desk_now(), (select max(listed_at) from consumer_notice) + interval '1 microsecond')
$$;

-- True while a text about a restriction may become due: the first one for a year, if its item is of these types, and a
-- correction for half a year after the restriction was undone.
create or replace function may_tell_consumers(duty consumer_duty, offers text[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce((select not exists (select from consumer_notice corrected
        where corrected.enforcement_id = told.enforcement_id and corrected.kind = 'correction')
      and not exists (select from enforcement_restore undone where undone.enforcement_id = duty.enforcement_id
        and (undone.cause = 'ended' or undone.asked_at <= desk_now() - interval '6 months'))
    from consumer_notice told where told.kind = 'consumers' and (told.enforcement_id = duty.enforcement_id or told.id = duty.notice_id)
    limit 1),
    duty.item ->> 'type' = any (offers) and exists (select from enforcement
      where enforcement.id = duty.enforcement_id and is_acting(enforcement.state) and released_at > desk_now() - interval '1 year'),
    false)
$$;

-- Looks at restrictions whose time came, up to a number, and has each looked at again later: not before its text can be
-- due. Returns each with the text that is due about it, about items of these types, or with none. A restriction about
-- which no text can become due any more is forgotten, but for one that repeats a text.
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
  delete from consumer_duty duty where duty.enforcement_id = any (ids) and duty.notice_id is null
    and not may_tell_consumers(duty, offers);
  -- Buyers who were told hear nothing more unless the restriction is undone: a note brings it back then.
  update consumer_duty duty set next_at = case
      when duty.item is not null or is_undone(enforced.state) and may_tell_consumers(duty, offers)
      then greatest(desk_now() + interval '10 minutes', case when duty.item is not null then consumers_agreed_from(enforced) end) end
    from enforcement enforced where enforced.id = duty.enforcement_id and duty.enforcement_id = any (ids);
  return query select coalesce(due.enforcement_id, looked), due.kind, due.item
    from unnest(ids) looked left join lateral due_consumer_notice(looked) due on true;
end $$;

-- A text is stored for what is due and for nothing else, and none that repeats another. The trigger reads its facts; the
-- product is a text of the item.
create or replace function check_consumer_notice() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  -- Behind a transaction that stands still a text is tried again later.
  set lock_timeout = '5s'
  as $$
declare
  due record;
begin
  perform lock_consumer_notices(new.enforcement_id);
  select * into due from due_consumer_notice(new.enforcement_id) one
    where one.enforcement_id = new.enforcement_id and one.kind = new.kind;
  if due.kind is null or new.kind = 'consumers' and (not has_item_text(due.item, new.product)
      or repeated_consumer_notice(new.enforcement_id, new.product) is not null) then
    raise exception 'no text for consumers is due about %', new.enforcement_id using errcode = 'CS001';
  end if;
  new.made_at := next_consumer_listing();
  new.listed_at := new.made_at;
  new.product := coalesce(due.product, new.product);
  new.trader := due.trader;
  new.law := due.law;
  new.sold_from := due.sold_from;
  -- The text has the names from here on.
  update consumer_duty set item = null, trader = null, next_at = desk_now() where enforcement_id = new.enforcement_id;
  return new;
end $$;

-- Makes the statement of an enforcement when it is released, in the same transaction. A drill concerns no person.
create or replace function make_statement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into statement (kind, enforcement_id, subject)
    values (case when new.action = 'warn' then 'warning' else 'restriction' end, new.id, new.subject);
  return null;
end $$;

-- Makes the statement that an enforcement ended or was a mistake, in the transaction that begins its restore. There is
-- none if the person was told nothing before, or if another enforcement still takes as much from the same subject.
create or replace function make_end_statement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  ended enforcement;
  first_id text;
begin
  select * into ended from enforcement where id = new.enforcement_id;
  -- The lock comes before the content is looked for: a worker that writes the content has it meanwhile.
  select id into first_id from statement where enforcement_id = ended.id and kind in ('restriction', 'warning')
    for no key update;
  if first_id is null then return null; end if;
  if not exists (select from statement_content where statement_id = first_id) then
    perform withhold_statement(first_id);
  elsif not exists (select from enforcement other where other.subject = ended.subject and other.id <> ended.id
    and is_acting(other.state) and not other.failing and is_as_strict(other.action, ended.action)) then
    insert into statement (kind, enforcement_id, subject)
      values (case new.cause when 'ended' then 'ended' else 'mistake' end, ended.id, ended.subject)
      on conflict (enforcement_id, kind) do nothing;
  end if;
  return null;
end $$;

-- Withholds a statement that is on its way to no person.
create or replace function withhold_statement(of_statement text) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    update statement set delivery = 'withheld', delivered_at = desk_now() where id = of_statement and delivery is null;
  end;

-- Withholds the statement of an enforcement that the platform refused: it never took effect.
create or replace function withhold_failed_statement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform withhold_statement(id) from statement where enforcement_id = new.id;
  return null;
end $$;

-- A delivery is recorded once.
create or replace function check_statement_delivery() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if old.delivery is not null then
    raise exception 'statement % was % already', old.id, old.delivery using errcode = 'CS001';
  end if;
  new.delivered_at := desk_now();
  return new;
end $$;

-- A statement gets its content while it is on its way, and once.
create or replace function check_statement_content() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select from statement where id = new.statement_id and delivery is null) then
    raise exception 'statement % waits for no content', new.statement_id using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Lists the orders of authorities that led to a case, or to one that it appeals: those that opened it or came while it
-- was open, and those that are the ground of an enforcement in it. Each was verified, and the desk does not contest it.
-- The transaction that opens a case stores its order first, by less than a minute.
create or replace function orders_of_case(of_case text, of_subject text) returns setof text language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select known.id from review_case opened cross join lateral (
      select id, kind, entered_at from authority_order
        where starts_with(of_subject, 'content:') and contents @> array[substr(of_subject, 9)]
      union all
      select id, kind, entered_at from authority_order_terms join authority_order on id = order_id
        where starts_with(of_subject, 'account:') and accounts @> array[substr(of_subject, 9)]
      union all
      select id, kind, entered_at from authority_order_address found join authority_order on id = found.order_id
        where found.subject = of_subject) known
  where opened.id in (select list_leading_cases(of_case)) and known.kind not in ('information', 'other')
    and (known.entered_at between opened.opened_at - interval '1 minute' and coalesce(opened.closed_at, 'infinity')
      or exists (select from enforcement where case_id = opened.id and ground_ref = known.id))
    and is_order_verified(known.id) and order_state(known.id) <> 'contested'
$$;

-- Returns how the desk learned of what a case is about: by an authority's order, a notice of illegal content, a report by
-- the terms, a signal of a machine.
create or replace function case_causes(of_case text, of_subject text, out ordered boolean, out noticed boolean,
  out reported boolean, out signalled boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select exists (select from orders_of_case(of_case, of_subject))
      or exists (select from case_opening where case_id in (select list_leading_cases(of_case))
        and case_opening.source in ('authority', 'court')),
    exists (select from report where case_id in (select list_leading_cases(of_case)) and report.ground = 'illegal'),
    exists (select from report where case_id in (select list_leading_cases(of_case))),
    exists (select from signal where signal.subject = of_subject);
  end;

-- Returns the words of a text, in lower case and with one space before and after each. A text contains a name if its
-- words contain those of the name. Twin of withholdWords in TypeScript.
create or replace function normal_words(of_text text) returns text language sql immutable parallel safe
  set search_path = pg_catalog, pg_temp
  begin atomic
    select ' ' || btrim(lower(regexp_replace(normalize(of_text), '[^[:alnum:]]+', ' ', 'g'))) || ' ';
  end;

-- Lists the words of a text that identify people of the desk who took part in an enforcement, or in one that it replaced.
create or replace function list_withheld_words(of_enforcement text, decided_by text, of_text text)
  returns text[] language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select case when of_text = '' then '{}'::text[] else array(
      select word from (
        select unnest(array[staff.id, staff.pseudonym, staff.name]) as word from staff
        where staff.id = decided_by or staff.id in (
          select decision.staff_id from enforcement join decision on decision.id = decision_id
            where enforcement.id in (select list_replaced(of_enforcement))
          union select staff_id from enforcement_party where enforcement_id in (select list_replaced(of_enforcement))
          union select staff_id from approval where enforcement_id in (select list_replaced(of_enforcement)))) named
      -- A collation may know no letter of a name: TypeScript decides on that one alone.
      where length(word) > 2
        and (normal_words(word) = '  ' or strpos(normal_words(of_text), normal_words(word)) > 0)) end;
  end;

-- Lists the ids of the reporters of a case, and of those that led to it, that occur in a text. TypeScript decides which
-- of them are no ordinary words.
create or replace function list_named_reporters(of_case text, of_text text)
  returns text[] language sql stable security definer set search_path = pg_catalog, public, pg_temp
  begin atomic
    select case when of_text = '' then '{}'::text[] else array(
      select distinct reporter_id from report
      where case_id in (select list_leading_cases(of_case))
        and strpos(lower(normalize(of_text)), lower(normalize(reporter_id))) > 0) end;
  end;

-- The end of the silence that a verified, uncontested order asks for about an enforcement. Null: its person may be told.
-- An order that no person verified silences nothing.
create or replace function silence_of(enforced enforcement) returns timestamptz language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select max(order_silent_until(of_case)) from orders_of_case(enforced.case_id, enforced.subject) of_case
$$;

-- True when the silence of an order ended within two weeks, by its time or because the desk contests the order.
create or replace function has_silence_ended(of_order text) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(order_silent_until(of_order) between desk_now() - interval '14 days' and desk_now(), false)
    or order_state(of_order) = 'contested' and exists (select from authority_order_act
      where order_id = of_order and kind = 'contested' and at > desk_now() - interval '14 days')
$$;

-- True for a statement that was made in the silence of a verified order about its subject, contested since or not, which
-- ended within two weeks.
create or replace function was_held_back(made statement) returns boolean language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from (
      select id from authority_order
        where starts_with(made.subject, 'content:') and contents @> array[substr(made.subject, 9)]
      union all
      select order_id from authority_order_terms
        where starts_with(made.subject, 'account:') and accounts @> array[substr(made.subject, 9)]
      union all
      select order_id from authority_order_address where subject = made.subject) known
    where order_silent_until(known.id) > made.made_at and is_order_verified(known.id) and has_silence_ended(known.id))
$$;

-- The time from which a person may be told by a statement: when it was made, or when the last silence about it ended, by
-- its time or because the desk contested the order.
create or replace function told_from(made statement) returns timestamptz language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select greatest(made.made_at, (select silence_of(enforcement) from enforcement where id = made.enforcement_id),
    (select max(act.at) from authority_order_act act where act.kind = 'contested'
      and made.subject in (select order_subjects(act.order_id))))
$$;

-- The subjects with a statement that a silence held back which has ended, up to a number.
create or replace function list_ended_silences(at_most integer) returns setof text language sql stable
  security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select distinct waiting.subject from authority_order_terms terms
    cross join lateral order_subjects(terms.order_id) named (subject)
    join statement waiting on waiting.subject = named.subject and waiting.delivery is null
    join enforcement on enforcement.id = waiting.enforcement_id and coalesce(silence_of(enforcement) <= desk_now(), true)
  where terms.silent_until is not null and has_silence_ended(terms.order_id)
    and not exists (select from statement_content where statement_id = waiting.id and texts = '[]')
    and not exists (select from job where kind = 'drive' and key = waiting.subject)
  limit at_most
$$;

-- The silence of orders: the time in which an authority forbids to tell the people affected.

-- The longest time of a silence, and by which an authority may extend it once.
create or replace function silence_time() returns interval language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select interval '42 days' $$;

-- The time for which one person's word holds statements back. Another person confirms what lasts longer.
create or replace function silence_alone_time() returns interval language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select interval '72 hours' $$;

-- The silence that came with an order and its extension, each with the person who stated it (null: the authority's own
-- key), the end that counts, and whether it counts in full: another person confirmed it. A solo organisation has no
-- other person.
create or replace function order_silences(of_order text)
  returns table (until timestamptz, counts_until timestamptz, stated_by text, is_confirmed boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with stated as (
    select terms.silent_until as until, known.entered_at as at, known.entered_by as stated_by,
      array['verified', 'silence_extended', 'silence_confirmed'] as confirming
    from authority_order known join authority_order_terms terms on terms.order_id = known.id
    where known.id = of_order and terms.silent_until is not null
    union all
    select act.until, act.at, act.acted_by, array['silence_confirmed'] from authority_order_act act
    where act.order_id = of_order and act.kind = 'silence_extended'),
  judged as (
    select stated.*, stated.stated_by is null or not has_second_person()
      or stated.at < (select confirm_silence_from from authority_order_terms where order_id = of_order)
      or exists (select from authority_order_act act where act.order_id = of_order and act.kind = any (stated.confirming)
        and act.acted_by <> stated.stated_by and act.at >= stated.at) as is_confirmed
    from stated)
  select judged.until, case when judged.is_confirmed then judged.until
      else least(judged.until, judged.at + silence_alone_time()) end,
    judged.stated_by, judged.is_confirmed
  from judged
$$;

-- The time until which the people affected by an order are not told. Null: they may learn of it.
create or replace function order_silent_until(of_order text) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select max(counts_until) from order_silences(of_order) $$;

-- The end of a silence that another person has to confirm while the order is still silent. Null: none.
create or replace function silence_to_confirm(of_order text) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select max(until) filter (where counts_until < until) from order_silences(of_order)
  having max(counts_until) > desk_now()
$$;

-- Returns the reason, as one word, why an extension or confirmation of a silence is refused. Null: it is done.
create or replace function silence_act_refusal(act authority_order_act) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case act.kind
    when 'silence_extended' then case
      when coalesce(order_silent_until(act.order_id) <= desk_now(), true) or exists (select from authority_order_act earlier
          where earlier.order_id = act.order_id and earlier.kind = 'silence_extended')
        or act.until > (select silent_until from authority_order_terms where order_id = act.order_id) + silence_time()
        or act.until <= order_silent_until(act.order_id) then 'silence'
      when exists (select from order_silences(act.order_id) silence
        where not silence.is_confirmed and silence.stated_by = act.acted_by) then 'silence_alone' end
    when 'silence_confirmed' then case
      when silence_to_confirm(act.order_id) is null or not exists (select from order_silences(act.order_id) silence
        where silence.counts_until < silence.until and silence.stated_by <> act.acted_by) then 'silence_confirmed' end end
$$;

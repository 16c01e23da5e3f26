-- The grounds on which one person alone takes a content of a protected account offline. Each has a function of its own, which is true
-- only when rows prove the ground.

-- No policy is marked as irreversible harm yet, so no harm is proved.
create function harm_ground(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select false $$;

-- True when rows prove the ground that an enforcement names. In plpgsql, which binds the functions when it is called.
create function ground_proved(of_order desk_order) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce(case of_order.ground
    when 'order' then order_ground(of_order)
    when 'match' then match_ground(of_order)
    when 'document' then document_ground(of_order)
    when 'harm' then harm_ground(of_order) end, false);
end $$;

-- How long what was done on a ground stands unless a second person confirms it; null: it stays offline, under repeated alerts. A document
-- is as good as whoever entered it, so it alone runs out; with one person at the desk nobody could confirm it within the hour.
create function unconfirmed_max_ms(of_ground text) returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select case when of_ground = 'document' and desk_house() <> 'solo' then 3600000 end $$;

-- True when a person may act alone on a ground at this moment: cleared for protected accounts, on duty, not leaving and not restricted.
create function may_act_on_ground(staff_key text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from staff person cross join lateral staff_standing(person.id) standing
    where 'staff:' || person.id = staff_key and person.roles && array['reviewer', 'senior', 'lead']
      and 'protected' = any (person.clearances) and standing.active and not standing.restricted and not standing.leaving
      and (standing.on_call or standing.on_shift and not standing.on_break))
$$;

-- Refuses an enforcement on a ground that is not proved, by a person who may not act on it, or on an account that needs no ground. It
-- names the author of its content, by whom limits count.
create function check_ground(of_order desk_order) returns void language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not ground_proved(of_order) then
    raise exception 'order % claims the ground %, which can not be proved', of_order.id, of_order.ground using errcode = 'CS001';
  end if;
  if not exists (select from content where id = substr(of_order.subject, 9) and account_id = of_order.account_id) then
    raise exception 'order % does not name the author of its content', of_order.id using errcode = 'CS001';
  end if;
  if not (of_order.protected or has_protected_account(of_order.subject, of_order.account_id)) then
    raise exception 'order % needs no ground: its account is not protected', of_order.id using errcode = 'CS001';
  end if;
  if of_order.source <> 'person' or not may_act_on_ground(of_order.proposed_by) then
    raise exception '% can not act alone on a ground', of_order.proposed_by using errcode = 'CS001';
  end if;
end $$;

grant execute on function ground_proved(desk_order), may_act_on_ground(text), unconfirmed_max_ms(text) to countersign_desk;

create or replace function frozen_until() returns timestamptz
  language sql stable return (select max(until) from freeze_in_force);

-- Beginning a freeze waits for the running releases, and no release begins unnoticed after it.
create or replace function freeze_lock() returns bigint language sql immutable
  return 7103840911::bigint;

-- A freeze begins for half an hour at most, and ends by itself. A person who did not begin it extends it by signature
-- to four hours from then, each time anew. Its author or a lead ends it early. All must be at work, and none of this is
-- undone afterwards, so that no back-dated row lets an enforcement through a freeze. A missing reason is added once, at
-- any time, and changes nothing else. No freeze without a reason is extended: the reason would be written above the
-- signature of the second person.
-- Twin of FREEZE_MS in TypeScript and EXTENSION_MS in TypeScript.
create or replace function check_freeze() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  who text := coalesce(new.ended_by, new.seconded_by, new."by");
begin
  if tg_op = 'INSERT' then
    new.at := desk_now();
    if new.seconded_by is not null or new.ended_by is not null or new.ended_at is not null
      or new.until <= new.at or new.until > new.at + interval '30 minutes' then
      raise exception 'a freeze begins for half an hour at most' using errcode = 'CS001';
    end if;
  elsif new.reason is distinct from old.reason then
    if old.reason is not null or (to_jsonb(new) - 'reason') <> (to_jsonb(old) - 'reason') then
      raise exception 'a freeze gets its missing reason once' using errcode = 'CS001';
    end if;
    return new;
  elsif old.ended_at is not null or old.until <= desk_now() then
    raise exception 'freeze % is over', old.id using errcode = 'CS001';
  elsif new.ended_by is not null then
    new.ended_at := desk_now();
    if new.until <> old.until or new.seconded_by is distinct from old.seconded_by
      or new.ended_by <> old."by" and not exists (select from staff where id = new.ended_by
        and 'lead' = any (roles)) then
      raise exception 'freeze % is ended by who began it, or by a lead', old.id using errcode = 'CS001';
    end if;
  elsif new.ended_at is not null or new.seconded_by is null or new.seconded_by = old."by" or old.reason is null
    or new.until < old.until or new.until > desk_now() + interval '4 hours' then
    raise exception 'freeze % is extended by another person, once it has a reason, for at most four hours', old.id
      using errcode = 'CS001';
  else
    perform use_signature(new.signature_id, 'freeze_extend', new.id::text, new.seconded_by);
  end if;
  if not exists (select from staff person cross join lateral staff_standing(person.id) standing
    where person.id = who and may_review(person.roles) and standing.active and (standing.on_shift or standing.on_call)
      -- A restricted person does not end a freeze, since restrictive effects would go on.
      and (new.ended_by is null or not standing.restricted)) then
    raise exception '% is not on duty', who using errcode = 'CS001';
  end if;
  return new;
end $$;

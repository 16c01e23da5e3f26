-- True when the guards ask the proposer to name whose account it is: then each approver is asked which account it is as
-- well. (Verdicts may be added later; this is read when it is asked.)
create or replace function requires_identification(for_enforcement text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce((select (requirement -> 'identify')::boolean from verdict where enforcement_id = for_enforcement
    order by id desc limit 1), false);
end $$;

-- The times of an offer are those of its insert, so that a limit on reviews counts real ones. A stored review never
-- changes.
create or replace function check_enforcement_offer() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.offered_at := desk_now();
    -- An offer begins without a review: record_own_review() adds it.
    new.own_at := null;
    new.own_conclusion := null;
    new.own_rationale := null;
    new.own_asked := false;
    new.own_account := null;
    new.passed_at := case when new.passed_at is not null then desk_now() end;
    return new;
  end if;
  if old.own_at is not null and (new.own_at, new.own_conclusion, new.own_rationale, new.own_asked, new.own_account)
    is distinct from (old.own_at, old.own_conclusion, old.own_rationale, old.own_asked, old.own_account) then
    raise exception 'the independent review of % on % can not be changed', old.staff_id, old.enforcement_id
      using errcode = 'CS001';
  end if;
  if old.own_at is null and new.own_at is not null then
    new.own_at := desk_now();
    new.own_asked := requires_identification(new.enforcement_id);
  end if;
  if new.passed_at is distinct from old.passed_at then new.passed_at := desk_now(); end if;
  new.offered_at := old.offered_at;
  return new;
end $$;

create or replace function set_approves_from() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.approves_from := greatest(new.starts_at, desk_now()) + case
    when exists (select from setup_end) then interval '1 day' else interval '0' end;
  return new;
end $$;

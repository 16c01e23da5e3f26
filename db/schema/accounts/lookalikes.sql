-- The keys of a name for the look-up. A number behind a name is as easily overlooked as one sign, also one of zeros and
-- ones, which read as letters. (plpgsql, because an SQL body would be planned anew with each enforcement that asks.)
create or replace function skeleton_lookup_keys(look text, stem text) returns text[]
  language plpgsql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if length(stem) >= 5 then return skeleton_neighbours(look) || stem; end if;
  return skeleton_neighbours(look);
end $$;

-- Those whose handle or name is near this account's, and that are worth being taken for: vouched for, or with a reach
-- of ten thousand and a hundred times its own.
create or replace function list_notable_lookalikes(own account_lookalike) returns setof account_lookalike
  language sql stable parallel safe
begin atomic
  select other.* from account_lookalike other
  where (skeleton_neighbours(other.handle_skeleton) || skeleton_neighbours(other.name_skeleton))
      && (skeleton_lookup_keys(own.handle_skeleton, own.handle_stem) || skeleton_lookup_keys(own.name_skeleton,
        own.name_stem))
    and other.account_id <> own.account_id
    and (other.vouched or other.reach >= 10000) and (other.vouched or other.reach >= 100 * own.reach);
end;

-- The highest reach among them, and whether any is vouched for; 0 and false: there are none. Nothing: the account isn't
-- known, or how some accounts look isn't, and any of those might be the one.
create or replace function account_lookalike(of_account text) returns table (reach bigint, vouched boolean)
  language sql stable parallel safe
begin atomic
  select coalesce(max(alike.reach), 0), coalesce(bool_or(alike.vouched), false)
  from account_lookalike own left join lateral list_notable_lookalikes(own) alike on true
  where own.account_id = of_account
  group by own.account_id
  having not exists (select from account_lookalike missing where missing.handle_skeleton is null);
end;

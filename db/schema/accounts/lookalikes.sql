-- Returns the keys under which a name is looked up. A number after a name is as easily overlooked as one character,
-- also one of zeros and ones, which read as letters. (plpgsql, because an SQL body would be planned anew with each
-- enforcement.)
create or replace function skeleton_lookup_keys(look text, stem text) returns text[]
  language plpgsql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if length(stem) >= 5 then return skeleton_neighbours(look) || stem; end if;
  return skeleton_neighbours(look);
end $$;

-- Selects the accounts whose handle or name resembles this account's and that are notable: verified or tagged, or with
-- a reach of ten thousand and a hundred times its own.
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

-- Returns the highest reach of the look-alikes, and whether one is verified or tagged; 0 and false without any. No row:
-- the account isn't known, or some accounts are not compared yet, and any of those might be one.
create or replace function account_lookalike(of_account text) returns table (reach bigint, vouched boolean)
  language sql stable parallel safe
begin atomic
  select coalesce(max(alike.reach), 0), coalesce(bool_or(alike.vouched), false)
  from account_lookalike own left join lateral list_notable_lookalikes(own) alike on true
  where own.account_id = of_account
  group by own.account_id
  having not exists (select from account_lookalike missing where missing.handle_skeleton is null);
end;

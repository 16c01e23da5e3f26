-- How much of an account hiding one thing more would take away.
alter table account add column items bigint check (items >= 0);
comment on column account.items is 'How many contents it has, as last read; null: unknown.';

-- Whom an account can be taken for. Apart from the accounts: how far they reach changes all the time, and there it would
-- have every other index written anew each time, those of words too.

create table account_lookalike (
  account_id text collate "C" primary key references account (id),
  handle_skeleton text collate "C" check (length(handle_skeleton) <= 256),
  name_skeleton text collate "C" check (length(name_skeleton) <= 256),
  handle_stem text collate "C" check (length(handle_stem) <= 256),
  name_stem text collate "C" check (length(name_stem) <= 256),
  reach bigint not null check (reach >= 0),
  vouched boolean not null default false,
  check ((handle_skeleton is null) = (name_skeleton is null))
);
comment on column account_lookalike.handle_skeleton is
  'What all handles share that can be taken for each other; empty: none is to be seen. Null: not worked out yet.';
comment on column account_lookalike.handle_stem is 'The skeleton of the handle without the number at its end; null: it has none.';
comment on column account_lookalike.reach is 'As the account''s is counted; 0 where nobody ever told it.';
comment on column account_lookalike.vouched is 'Somebody vouched for who it is: it is verified, or tagged.';
-- By reach, so that the highest is the first there is, however many share a name.
create index account_lookalike_by_handle on account_lookalike (handle_skeleton, reach desc, account_id)
  where handle_skeleton <> '';
create index account_lookalike_by_name on account_lookalike (name_skeleton, reach desc, account_id)
  where name_skeleton <> '';
create index account_lookalike_missing on account_lookalike (account_id) where handle_skeleton is null;

-- What is known already; how it looks is worked out by the program, a few at a time.
insert into account_lookalike (account_id, reach, vouched)
select id, coalesce(reach_counted, 0), coalesce(verified, false) or tags <> '{}' from account;

-- What a look is found by: two that share one are near. Itself; and, behind a dash, itself and itself with any one sign left
-- out, so that two are near when leaving out at most one sign of each makes them the same. Of few signs everything is near,
-- of very many none but what is the same, and what ends in a number has many neighbours that are somebody else's numbers.
create function near_looks(look text) returns text[] language sql immutable strict parallel safe
begin atomic
  select case
    when look = '' then '{}'
    when length(look) not between 5 and 40 or look ~ '[0-9][0-9lo]*$' then array[look]
    else (select array_agg(distinct '-' || left(look, place - 1) || substr(look, place + 1)) || array[look, '-' || look]
      from generate_series(1, length(look)) place)
    end;
end;

-- What a look is looked up by: a number put behind a name is as easily overlooked as one sign, also one of zeros and ones, which
-- read as letters. (Not in SQL, which is set up anew for each order that asks.)
create function sought_looks(look text, stem text) returns text[] language plpgsql immutable parallel safe set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if length(stem) >= 5 then return near_looks(look) || stem; end if;
  return near_looks(look);
end $$;

-- Those worth being taken for: few among all.
create index account_lookalike_notable on account_lookalike
  using gin ((near_looks(handle_skeleton) || near_looks(name_skeleton))) with (fastupdate = off)
  where vouched or reach >= 10000;

-- Those whose handle or name is near this account's, and that are worth being taken for: vouched for, or with a reach of
-- ten thousand and a hundred times its own.
create function notable_lookalikes(own account_lookalike) returns setof account_lookalike language sql stable parallel safe
begin atomic
  select other.* from account_lookalike other
  where (near_looks(other.handle_skeleton) || near_looks(other.name_skeleton))
      && (sought_looks(own.handle_skeleton, own.handle_stem) || sought_looks(own.name_skeleton, own.name_stem))
    and other.account_id <> own.account_id
    and (other.vouched or other.reach >= 10000) and (other.vouched or other.reach >= 100 * own.reach);
end;

-- The highest reach among them, and whether any is vouched for; 0 and false: there are none. Nothing: the account isn't known,
-- or how some accounts look isn't, and any of those might be the one.
create function account_lookalike(of_account text) returns table (reach bigint, vouched boolean) language sql stable parallel safe
begin atomic
  select coalesce(max(alike.reach), 0), coalesce(bool_or(alike.vouched), false)
  from account_lookalike own left join lateral notable_lookalikes(own) alike on true
  where own.account_id = of_account
  group by own.account_id
  having not exists (select from account_lookalike missing where missing.handle_skeleton is null);
end;

grant select, insert, update on account_lookalike to countersign_desk;
grant execute on function near_looks(text), sought_looks(text, text), notable_lookalikes(account_lookalike), account_lookalike(text) to countersign_desk;

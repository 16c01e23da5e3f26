-- How much of an account hiding one thing more would take away.
alter table account add column items bigint check (items >= 0);
comment on column account.items is 'How many contents it has, as last read; null: unknown.';

-- Whom an account can be taken for. Apart from the accounts: how far they reach changes all the time, and there it would
-- have every other index written anew each time, those of words too.

create table account_lookalike (
  account_id text collate "C" primary key references account (id),
  handle_skeleton text collate "C" check (length(handle_skeleton) <= 256),
  name_skeleton text collate "C" check (length(name_skeleton) <= 256),
  reach bigint not null check (reach >= 0),
  check ((handle_skeleton is null) = (name_skeleton is null))
);
comment on column account_lookalike.handle_skeleton is
  'What all handles share that can be taken for each other; empty: none is to be seen. Null: not worked out yet.';
comment on column account_lookalike.reach is 'As the account''s is counted; 0 where nobody ever told it.';
-- By reach, so that the highest is the first there is, however many share a name.
create index account_lookalike_by_handle on account_lookalike (handle_skeleton, reach desc, account_id)
  where handle_skeleton <> '';
create index account_lookalike_by_name on account_lookalike (name_skeleton, reach desc, account_id)
  where name_skeleton <> '';
create index account_lookalike_missing on account_lookalike (account_id) where handle_skeleton is null;

-- What is known already; how it looks is worked out by the program, a few at a time.
insert into account_lookalike (account_id, reach) select id, coalesce(reach_counted, 0) from account;

-- The highest reach among other accounts whose handle or name can be taken for this one's; 0: there are none. Null: the
-- account isn't known, or how some accounts look isn't, and any of those might be the one.
create function account_lookalike_reach(account_id text) returns bigint language sql stable strict parallel safe
begin atomic
  select case
    when exists (select from account_lookalike missing where missing.handle_skeleton is null) then null
    else coalesce((
      select max(found.reach)
      from account_lookalike own
        cross join lateral (values (own.handle_skeleton), (own.name_skeleton)) looks(skeleton)
        cross join lateral (
          (select other.reach from account_lookalike other
            where other.handle_skeleton = looks.skeleton and other.handle_skeleton <> '' and other.account_id <> own.account_id
            order by other.reach desc limit 1)
          union all
          (select other.reach from account_lookalike other
            where other.name_skeleton = looks.skeleton and other.name_skeleton <> '' and other.account_id <> own.account_id
            order by other.reach desc limit 1)) found
      where own.account_id = account.id), 0)
    end
  from account where account.id = account_lookalike_reach.account_id;
end;

grant select, insert, update on account_lookalike to countersign_desk;
grant execute on function account_lookalike_reach(text) to countersign_desk;

-- What was known of an account that must be kept is not lost when newer facts overwrite it: while a hold stands on it, or on something of
-- it, each change leaves what it overwrites here. So what was known when the hold began is the first of these since, or still stands.
create table overwritten_facts (
  id bigint generated always as identity primary key,
  -- The account, as a key.
  subject text collate "C" not null,
  -- Its row as it stood.
  facts jsonb not null,
  overwritten_at timestamptz not null default desk_now()
);
create index overwritten_facts_subject on overwritten_facts (subject, overwritten_at);

-- As a statement of its own for each row, so that it sees a hold for whose beginning the change had to wait.
create function keep_overwritten_facts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if is_preserved('account:' || old.id) then
    insert into overwritten_facts (subject, facts) values ('account:' || old.id, to_jsonb(old));
  end if;
  return null;
end $$;
create trigger keep_overwritten_facts after update on account for each row
  when (old.facts_at > '-infinity' and (old.handle, old.display_name, old.verified, old.tags, old.account_created_at, old.reach,
    old.items, old.bio_domains, old.absent) is distinct from (new.handle, new.display_name, new.verified, new.tags, new.account_created_at, new.reach,
    new.items, new.bio_domains, new.absent))
  execute function keep_overwritten_facts();

-- A change under way ends before the hold begins; one that comes later finds it.
create function await_facts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform from account where id = new.account_id for share;
  new.placed_at := desk_now();
  return new;
end $$;
create trigger await_facts before insert on preservation_hold for each row execute function await_facts();

create trigger keep_preserved before delete on overwritten_facts for each row execute function keep_preserved();

-- What no hold keeps any more. Answers how much went.
create function forget_overwritten_facts(at_most integer) returns integer language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  with gone as (
    delete from overwritten_facts where id in (
      select id from overwritten_facts where not is_preserved(subject) order by id limit at_most)
    returning id)
  select count(*)::integer from gone
$$;

grant select on overwritten_facts to countersign_desk;
grant execute on function forget_overwritten_facts(integer) to countersign_desk;

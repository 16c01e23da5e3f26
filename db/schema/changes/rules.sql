-- Refuses to agree to or apply a change whose direction differs from the proposed one, whose proposer may no longer
-- act, or that is not stricter and not agreed to by enough people.
create or replace function check_change_grounds(changing desk_change) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if coalesce(change_direction(changing.kind, changing.body::jsonb), changing.direction) <> changing.direction then
    raise exception 'change % no longer has the direction that it was proposed with', changing.id
      using errcode = 'CS001';
  end if;
  if not change_proposer_may_act(changing) then
    raise exception 'the proposer of change % may no longer propose changes', changing.id using errcode = 'CS001';
  end if;
  if changing.direction <> 'stricter' and not change_is_agreed(changing) then
    raise exception 'change % has no agreement of a second person', changing.id using errcode = 'CS001';
  end if;
end $$;

-- Applies a change and rolls it back, so that one that can't be applied is refused when a person agrees to it.
create or replace function dry_run_change(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform carry_out_change(changing);
  raise exception 'rehearsed' using errcode = 'CS002';
exception when sqlstate 'CS002' then null;
end $$;

-- Refuses an invalid agreement, and returns the time from which the change may be applied. Two concurrent changes that
-- drop tags of one account are counted one after the other.
create or replace function check_change_agreed(changing desk_change) returns timestamptz
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if changing.kind = 'tag' then
    perform pg_advisory_xact_lock(hashtextextended('tags of ' || (changing.body::jsonb ->> 'accountId'), 0));
  end if;
  if change_waits(changing) = interval '0' then
    raise exception 'change % takes effect at once', changing.id using errcode = 'CS001';
  end if;
  perform check_change_grounds(changing);
  perform dry_run_change(changing);
  return desk_now() + change_waits(changing);
end $$;

-- Applies a change once its delay is over.
create or replace function check_change_applied(changing desk_change, from_state text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform check_change_grounds(changing);
  if from_state = 'agreed' and changing.takes_effect_at > desk_now() or from_state = 'proposed'
    and change_waits(changing) > interval '0' then
    raise exception 'change % takes effect later', changing.id using errcode = 'CS001';
  end if;
  -- A change that waited when the database was restored may have been stopped since.
  if from_state = 'agreed' and changing.direction <> 'stricter' and in_recovery() then
    raise exception 'change % takes effect once the desk is led back from the recovery state', changing.id
      using errcode = 'CS001';
  end if;
  -- One person alone signs the removal of a right, up to the limit of one person; beyond it, or without a signature, it
  -- takes two people.
  if changing.direction = 'stricter' and changing.kind in ('role', 'clearance') and not change_is_agreed(changing) then
    perform remove_power(changing.body::jsonb ->> 'staffId',
      changing.kind || ':' || (changing.body::jsonb ->> changing.kind),
      'staff:' || changing.proposed_by, changing.signature_id);
  end if;
  perform carry_out_change(changing);
end $$;

-- Refuses a change that is ended by an actor who may not end it so, or at the wrong time.
create or replace function check_change_ended(changing desk_change, from_state text) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if changing.state = 'declined' and not exists (select from change_answer where change_id = changing.id
    and answer = 'decline') then
    raise exception 'change % has no answer that declines it', changing.id using errcode = 'CS001';
  elsif changing.state = 'withdrawn' and changing.moved_by <> 'staff:' || changing.proposed_by then
    raise exception 'only its proposer can withdraw change %', changing.id using errcode = 'CS001';
  elsif changing.state = 'stopped' and (actor_kind(changing.moved_by) <> 'staff'
    or change_answer_refusal(changing.id, actor_id(changing.moved_by, 'staff'), 'stop') is not null) then
    raise exception '% can not stop change %', changing.moved_by, changing.id using errcode = 'CS001';
  elsif changing.state = 'failed' and changing.takes_effect_at > desk_now() then
    raise exception 'change % can not fail before it takes effect', changing.id using errcode = 'CS001';
  elsif changing.state = 'expired' and changing.expires_at > desk_now()
    or changing.state in ('agreed', 'applied') and from_state = 'proposed' and changing.expires_at <= desk_now() then
    raise exception 'change % can not become % at this time', changing.id, changing.state using errcode = 'CS001';
  end if;
end $$;

-- Refuses a change that its proposer may not propose, or that claims another direction than it has.
create or replace function check_change_begun(changing desk_change) returns void
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if changing.state <> 'proposed' then
    raise exception 'a change begins as proposed, not as %', changing.state using errcode = 'CS001';
  end if;
  if not change_proposer_may_act(changing) then
    raise exception '% can not propose a change', changing.proposed_by using errcode = 'CS001';
  end if;
  if changing.kind in ('end_later', 'end_people') and not exists (
    select from staff where id = changing.proposed_by and 'admin' = any (roles)) then
    raise exception '% can not propose when a person leaves: only an administrator can', changing.proposed_by
      using errcode = 'CS001';
  end if;
  if changing.direction <> coalesce(change_direction(changing.kind, changing.body::jsonb), changing.direction) then
    raise exception 'a change of this kind is not %', changing.direction using errcode = 'CS001';
  end if;
end $$;

-- The life of a change: begun by a person who may, ended once, and applied only with all requirements and not before
-- its time.
create or replace function check_change_move() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    perform check_change_begun(new);
    new.moved_by := 'staff:' || new.proposed_by;
    new.proposed_at := desk_now();
    new.moved_at := new.proposed_at;
    new.expires_at := new.proposed_at + interval '7 days';
    new.takes_effect_at := null;
    return new;
  end if;
  -- An erasure takes words out of a change. The application role can't write these columns.
  if to_jsonb(new) - '{body,says,message}'::text[] = to_jsonb(old) - '{body,says,message}'::text[] and new.state = old.state then
    return new;
  end if;
  if not exists (select from change_transition where from_state = old.state and to_state = new.state) then
    raise exception 'change % can''t go from % to %', old.id, old.state, new.state using errcode = 'CS001';
  end if;
  new.takes_effect_at := old.takes_effect_at;
  perform check_change_ended(new, old.state);
  if new.state = 'agreed' then
    new.takes_effect_at := check_change_agreed(new);
  elsif new.state = 'applied' then
    perform check_change_applied(new, old.state);
  end if;
  new.moved_at := desk_now();
  return new;
end $$;

-- The triggers below keep the application role from any other way to these rows than a change.

-- Gives a version of a rule set its number and time. Once the desk is set up, it refuses a version that the application
-- role inserts: only an agreed change adopts one. A version without a change takes effect at once.
create or replace function check_version() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.adopted_at := desk_now();
  new.version := 1 + coalesce((select max(version) from rule_set_version where name = new.name), 0);
  if new.change_id is null then new.effective_at := null; end if;
  if is_owner() then return new; end if;
  if new.change_id is not null or exists (select from setup_end) then
    raise exception 'once the desk is set up, %.yaml is adopted by a change', new.name using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function check_profile() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.set_at := desk_now();
  if is_owner() then return new; end if;
  if new.change_id is not null or exists (select from setup_end) then
    raise exception 'once the desk is set up, its profile is set by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- After set-up one person alone may add only people who can neither decide nor agree to anything.
create or replace function check_new_staff() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_owner() and exists (select from setup_end)
    and not (new.roles <@ array['auditor'] and new.clearances = '{}') then
    raise exception 'once the desk is set up, people who may approve are added by a change' using errcode = 'CS001';
  end if;
  return new;
end $$;

-- API keys with powerful scopes take a change: facts decide what guards require, signals trigger automation rules, a
-- directory ends people, and account events and exports name accounts. In a demo, which may restart at any time, such keys are
-- created at each start. A key for authorities' orders always takes a change.
create or replace function check_new_key() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_owner() and 'orders' = any (new.scopes) then
    raise exception 'only an agreed change creates a key with the scope orders' using errcode = 'CS001';
  end if;
  if not is_owner() and new.scopes && array['facts', 'scim', 'account_events', 'signals', 'enforcements', 'export']
    and exists (select from setup_end)
    and not exists (select from database_mark where kind = 'demo') then
    raise exception 'once the desk is set up, a key for facts, signals, a directory, enforcements, exports or the events of accounts is made by a change'
      using errcode = 'CS001';
  end if;
  return new;
end $$;

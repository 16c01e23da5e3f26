-- True while the database is known to be older than what was recorded outside it, and two people have not led it back.
create or replace function in_recovery() returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from database_recovery where ended_at is null) $$;

-- True for what was proposed before a recovery state began. Its stop may be among the lost data.
create or replace function predates_recovery(proposed timestamptz) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from database_recovery where barred_before > proposed) $$;

-- True when a restrictive enforcement that was proposed at this time takes no effect: in the recovery state, and for
-- good where it was proposed before. Its stop may be among the lost data.
create or replace function recovery_bars(proposed timestamptz) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from database_recovery where ended_at is null or barred_before > proposed) $$;

-- Refuses the release of a restrictive enforcement that the recovery state bars. It lets no ground and no interim measure
-- through.
create or replace function check_recovery() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if is_restrictive(new.action) and recovery_bars(new.proposed_at) then
    raise exception 'enforcement % takes no effect in the recovery state, nor if it was proposed before it', new.id
      using errcode = 'CS001';
  end if;
  return new;
end $$;

create or replace function recovery_lock() returns bigint language sql immutable
  return 7103840912::bigint;

-- True when two people knew of this loss when they led the desk back. A recovery that ended in any other way acknowledges
-- nothing.
create or replace function is_loss_acknowledged(of_loss bigint) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from database_loss loss
    join database_recovery recovery on recovery.id = loss.recovery_id
    join desk_change change on change.id = recovery.change_id
    where loss.id = of_loss and change.kind = 'recovery_end' and change.state = 'applied'
      and (change.body::jsonb ->> 'recoveryId')::bigint = recovery.id
      and (change.body::jsonb ->> 'lastLossId')::bigint >= loss.id
      and exists (select from change_answer where change_id = change.id and answer = 'agree'))
$$;

-- True when two people led the desk back knowing of exactly this checkpoint. No other one of the same numbers is
-- excused: the ledger still has entries of its own with these numbers.
create or replace function is_acknowledged(of_number bigint, of_chain bytea) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from database_lost_checkpoint line
    where line.number = of_number and line.chain = of_chain and is_loss_acknowledged(line.loss_id))
$$;

-- True when this checkpoint is no new sign of lost data: it is acknowledged, or two people are still to learn of it.
create or replace function is_loss_recorded(of_number bigint, of_chain bytea) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from database_lost_checkpoint line
    join database_loss loss on loss.id = line.loss_id
    join database_recovery recovery on recovery.id = loss.recovery_id
    where line.number = of_number and line.chain = of_chain
      and (recovery.ended_at is null or is_loss_acknowledged(loss.id)))
$$;

-- Returns the hash of the checkpoints that a loss excuses once it is acknowledged. Null: it is no loss of the ledger.
create or replace function hash_lost_checkpoints(of_loss bigint) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select encode(sha256(convert_to(string_agg(number || ' ' || encode(chain, 'base64'), E'\n' order by number, chain),
    'UTF8')), 'hex')
  from database_lost_checkpoint where loss_id = of_loss
$$;

-- Stores the checkpoints that a file has and the ledger lacks. One that the ledger contains is no loss, so an invented
-- loss excuses nothing of the ledger as it is.
create or replace function insert_lost_checkpoints(of_loss database_loss, lines jsonb) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  insert into database_lost_checkpoint (number, chain, loss_id)
  select number, chain, of_loss.id
  from (select of_loss.lost_number as number, of_loss.lost_chain as chain
    union select (line ->> 0)::bigint, decode(line ->> 1, 'base64') from jsonb_array_elements(lines) line) given
  where not exists (select from ledger_entry entry where entry.number = given.number and entry.chain = given.chain)
  limit 100000
$$;

-- True when this sign of lost data is not on record yet. What the database holds meanwhile is no sign.
create or replace function is_new_loss(loss database_loss) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case when loss.kind = 'ledger' then
    not exists (select from ledger_entry where number = loss.lost_number and chain = loss.lost_chain)
      and (loss.kept_number = 0 or exists (select from ledger_entry where number = loss.kept_number))
      and not exists (select from database_loss known where known.kind = 'ledger'
        and known.lost_number = loss.lost_number and known.lost_chain = loss.lost_chain)
    -- The numbers of labels are not generations: the file of another machine may have an earlier one that this lacked.
    else not exists (select from database_loss known where known.subject = loss.subject
      and (case when 'label' in (known.kind, loss.kind) then known.kind = loss.kind and known.generation = loss.generation
          else known.generation >= loss.generation end
        or exists (select from database_recovery where id = known.recovery_id and ended_at is null)))
  end
$$;

-- Alerts the leads, the administrators and the auditors that the recovery state began. PostgreSQL does it, so a thief of
-- the application role stops moderation by no silent row.
create or replace function alert_recovery() returns text language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with alerted as (
    insert into alert (kind, to_role, why, message) select 'recovery', role,
      'The database is older than what was recorded outside it. Nothing restrictive takes effect. Restores and stops work. Run "countersign recovery show", and lead the desk back with a second person.',
      '{"key": "alert.olderDatabase", "params": {}}'
    from unnest(array['lead', 'admin', 'auditor']) role
    returning id, why),
  queued as (insert into job (kind, key, priority) select 'alert', id::text, 'notice' from alerted)
  select min(why) from alerted
$$;

-- Begins the recovery state. The clock of the database may be behind the one that it had before, so the newest waiting
-- enforcement decides which ones waited.
create or replace function insert_recovery() returns bigint language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into database_recovery (barred_before)
  select greatest(desk_now(), max(proposed_at) + interval '1 microsecond') from enforcement where is_waiting(state)
  returning id
$$;

-- Records signs of lost data, and begins the recovery state with the first of them. Returns the recovery, and the text
-- of the alert where it begins; null where nothing is new. Beginning takes one party, because nothing is lost by it but
-- time; its end takes two people.
create or replace function begin_recovery(losses jsonb)
  returns table (recovery bigint, alerted text, recorded bigint[])
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  losses_max constant integer := 100000;
  given jsonb;
  room bigint;
  loss database_loss;
begin
  perform pg_advisory_xact_lock(recovery_lock());
  recorded := '{}';
  select id into recovery from database_recovery where ended_at is null;
  select losses_max - count(*) into room from database_loss where recovery_id = recovery;
  for given in select value from jsonb_array_elements(losses) loop
    loss := jsonb_populate_record(null::database_loss, given);
    if not is_new_loss(loss) then continue; end if;
    if recovery is null then
      recovery := insert_recovery();
      alerted := alert_recovery();
    end if;
    exit when cardinality(recorded) >= room;
    insert into database_loss (recovery_id, kind, kept_number, lost_number, lost_chain, subject, generation,
      known_generation)
    values (recovery, loss.kind, loss.kept_number, loss.lost_number, loss.lost_chain, loss.subject, loss.generation,
      loss.known_generation) returning * into loss;
    if loss.kind = 'ledger' then perform insert_lost_checkpoints(loss, coalesce(given -> 'lines', '[]')); end if;
    recorded := recorded || loss.id;
  end loop;
  return next;
end $$;

-- Ends the recovery state, if the change names all that was found by now.
create or replace function end_recovery(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  perform pg_advisory_xact_lock(recovery_lock());
  update database_recovery recovery set ended_at = desk_now(), change_id = changing.id
  where recovery.id = (said ->> 'recoveryId')::bigint and recovery.ended_at is null
    and (said ->> 'lastLossId')::bigint = (select max(id) from database_loss where recovery_id = recovery.id);
  get diagnostics done = row_count;
  return done;
end $$;

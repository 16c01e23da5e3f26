-- Deletes old views and ended sessions of people at the desk, each with its ledger payload.

-- Deletes old views among the next ledger entries about them.
create or replace function delete_expired_views(after_place text, out next text, out deleted integer,
  out numbers bigint[], out gone jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  entries_at_once constant integer := 100;
  kept constant interval := retention_time('view');
  entries bigint[];
begin
  entries := array(select leaf_id from list_next_payloads('{views_recorded}',
    coalesce(nullif(after_place, '')::bigint, 0), entries_at_once)
    where (said ->> 'at')::timestamptz < desk_now() - kept);
  if cardinality(entries) = entries_at_once then
    next := entries[entries_at_once]::text;
  end if;
  delete from staff_view where id in (select told ->> 'id' from ledger_payload payload
    cross join lateral stated_entry(convert_from(payload.payload, 'UTF8')::jsonb) stated
    cross join lateral jsonb_array_elements(stated -> 'views') told
    where payload.leaf_id = any (entries));
  get diagnostics deleted = row_count;
  numbers := erase_payloads(entries);
end $$;

-- Deletes sessions that ended long ago among the next ledger entries about sessions.
create or replace function delete_expired_sessions(after_place text, out next text, out deleted integer,
  out numbers bigint[], out gone jsonb)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  entries_at_once constant integer := 200;
  kept constant interval := retention_time('session');
  entries bigint[];
  sessions text[];
begin
  select array_agg(leaf_id order by leaf_id), array_agg(said ->> 'sessionId') into entries, sessions
  from list_next_payloads('{session_began,session_revoked}', coalesce(nullif(after_place, '')::bigint, 0),
    entries_at_once)
  where (said ->> 'at')::timestamptz < desk_now() - kept;
  if cardinality(entries) = entries_at_once then
    next := entries[entries_at_once]::text;
  end if;
  sessions := array(select id from staff_session where id = any (sessions)
    and least(ends_at, revoked_at) < desk_now() - kept);
  delete from session_device where session_id = any (sessions);
  delete from sign_on_session where session_id = any (sessions);
  delete from staff_session where id = any (sessions);
  get diagnostics deleted = row_count;
  -- The entry that revokes a session may come after this step: its row is named, so that it is not missed.
  select jsonb_agg(jsonb_build_object('table', 'staff_session', 'id', id)) into gone from unnest(sessions) id;
  numbers := erase_payloads(array(select payload.leaf_id from ledger_payload payload
    where payload.leaf_id = any (entries) and not exists (select from staff_session
      where id = convert_from(payload.payload, 'UTF8')::jsonb ->> 'sessionId')));
end $$;

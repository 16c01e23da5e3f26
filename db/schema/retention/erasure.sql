-- Erasing what is stored about one person.

-- Stores whom an erasure is about, apart from the change that two people sign, so that the id can be erased too.
create or replace function request_erasure(of_person text, of_id text, by_staff text) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  fresh constant bytea := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
  made text;
begin
  insert into person_erasure (person, person_id, salt, digest, requested_by)
    values (of_person, of_id, fresh, sha256(fresh || convert_to(of_person || ':' || of_id, 'UTF8')), by_staff)
    returning id into made;
  return made;
end $$;

-- Begins an erasure when its change takes effect. Refuses it while something stands against it, and where one of those
-- who agreed had a part in what it erases.
create or replace function begin_erasure(changing desk_change) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  about person_erasure;
begin
  select * into about from person_erasure where id = said ->> 'erasureId' for update;
  if about.id is null or about.begun_at is not null or encode(about.digest, 'hex') <> said ->> 'digest'
    or about.digest <> sha256(about.salt || convert_to(about.person || ':' || about.person_id, 'UTF8')) then
    return 0;
  end if;
  if exists (select from unnest(array(select staff_id from change_answer where change_id = changing.id
    and answer = 'agree') || changing.proposed_by) member
    where had_part_in_acts(about.person, about.person_id, member)) then
    raise exception 'a person who had a part in an act can not erase its record' using errcode = 'CS001';
  end if;
  if cardinality(erasure_refusals(about.person, about.person_id)) > 0 then
    raise exception 'the data of % is still needed', about.id using errcode = 'CS001';
  end if;
  update person_erasure set begun_at = desk_now(), change_id = changing.id where id = about.id;
  return 1;
end $$;

-- The kinds of ledger entries that may have words about a person, and the fields that hold them or their hash.
create or replace function erasable_fields(of_person text) returns table (kind text, fields text[])
  language sql immutable set search_path = pg_catalog, public, pg_temp
  as $$
  select named, told from (values
    ('account', 'case_released', '{reason}'::text[]), ('account', 'case_returned', '{why}'),
    ('account', 'case_taken_over', '{reason}'), ('account', 'case_transferred', '{reason}'),
    ('account', 'case_opened', '{reason,reference}'), ('account', 'case_snoozed', '{reason}'),
    ('account', 'case_noted', '{noteHash}'), ('account', 'case_decided', '{contentHash}'),
    ('account', 'case_escalated', '{contentHash}'), ('account', 'case_answered', '{answerHash}'),
    ('account', 'case_set_dismissed', '{reason}'), ('account', 'case_set_undone', '{why}'),
    ('account', 'enforcement_proposed', '{reason,verdictHash}'), ('account', 'enforcement_judged', '{verdictHash}'),
    ('account', 'enforcement_moved', '{reason}'), ('account', 'enforcement_identified', '{as}'),
    ('account', 'restore_asked', '{reason,differsHash}'), ('account', 'undo_reason_given', '{reason}'),
    ('account', 'needs_attention', '{why}'), ('account', 'alerted', '{why}'), ('account', 'reach_back', '{acceptedReason}'),
    ('account', 'signal_received', '{contentHash}'), ('account', 'appeal_ended', '{reasonHash}'),
    ('account', 'standing_imported', '{contentHash}'), ('account', 'drift_found', '{contentHash}'),
    ('account', 'statement_made', '{contentHash}'), ('account', 'consumer_notice_made', '{contentHash}'), ('account', 'appeal_concluded', '{contentHash}'), ('account', 'settlement_recorded', '{contentHash}'),
    ('account', 'drift_closed', '{reasonHash}'), ('account', 'lost_label_retracted', '{reason}'),
    ('account', 'reports_received', '{}'), ('account', 'views_recorded', '{}'),
    ('reporter', 'reports_received', '{}'), ('reporter', 'views_recorded', '{}'),
    ('contact', 'reports_received', '{}'), ('contact', 'views_recorded', '{}'),
    ('staff', 'staff_added', '{contentHash}'), ('staff', 'staff_changed', '{contentHash}'),
    ('staff', 'passkey_added', '{contentHash}'), ('staff', 'directory_person', '{contentHash}'),
    ('staff', 'sign_on_linked', '{contentHash}'), ('staff', 'channel_added', '{contentHash}'),
    ('staff', 'change_proposed', '{contentHash}'),
    ('flagger', 'flagger_set', '{contentHash}'), ('flagger', 'change_proposed', '{contentHash}')) known (whose, named, told) where whose = of_person
  union all
  select named, '{contentHash}' from unnest(array['misuse_marked', 'misuse_appeal_received', 'misuse_appeal_judged',
    'sender_measure_ended']) named where of_person in ('account', 'reporter', 'contact')
$$;

-- The ids by which entries name what belongs to a person.
create or replace function ids_of_person(of_person text, person_id text) returns text[] language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case of_person
    when 'account' then array(select cases_of_account(person_id) union select enforcements_of_account(person_id)
      union select subjects_of_account(person_id) union select id from drift where account_id = person_id
      union select views_of_account(person_id) union select marks_about(person_id)
      union select misuse_senders('account', person_id) union select misuse_measures('account', person_id))
    when 'reporter' then array(select reports_of_reporter(person_id)
      union select id from staff_view where kind = 'reporter' and words = person_id
      union select misuse_senders('reporter', person_id) union select misuse_measures('reporter', person_id))
    when 'contact' then array(select reports_of_reporter(name) from names_of_contact(person_id) name
      union select id from staff_view where kind = 'reporter' and words in (select names_of_contact(person_id))
      union select misuse_senders('reporter', name) from names_of_contact(person_id) name
      union select misuse_measures('reporter', name) from names_of_contact(person_id) name)
    when 'flagger' then array(select person_id union select changes_of_flagger(person_id))
    else array(select person_id union select id from channel where staff_id = person_id
      union select id from desk_change where kind = 'approver'
        and body::jsonb -> 'person' ->> 'pseudonym' = (select pseudonym from staff where id = person_id)) end
$$;

-- The hashes of the erased words of an appeal's judge, in the form of entries, for those that an entry states.
create or replace function erased_answer(said jsonb) returns jsonb language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select coalesce(jsonb_object_agg(named, translate(encode(sha256(convert_to(erased, 'UTF8')), 'base64'), '+/=', '-_')), '{}')
  from (values ('reasonHash', '{"reason":"[erased]"}'), ('differsHash', '{"differsBecause":"[erased]"}')) known (named, erased)
  where said ? named
$$;

-- Returns an entry without the words about a person, and without the hashes of what is erased. An entry about several
-- reports, views or cases loses the hashes of the person's alone.
create or replace function strip_entry(said jsonb, fields text[], ids text[]) returns jsonb language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$
  with nested as (
    select list.key, jsonb_agg(case when jsonb_typeof(one) = 'object' and (one ->> 'id' = any (ids) or one ->> 'caseId' = any (ids))
      then one - '{hash,contentHash}'::text[] else one end order by place) as value
    from jsonb_each(said) list cross join lateral jsonb_array_elements(list.value) with ordinality item (one, place)
    where list.key in ('reports', 'views', 'cases') and jsonb_typeof(list.value) = 'array' group by list.key)
  select case when said ->> 'caseId' = any (ids) or said ->> 'enforcementId' = any (ids) or said ->> 'subject' = any (ids)
      or said ->> 'staffId' = any (ids) or said ->> 'channelId' = any (ids) or said ->> 'changeId' = any (ids)
      or said ->> 'driftId' = any (ids) or said ->> 'senderId' = any (ids) or said ->> 'markId' = any (ids)
      or said ->> 'flaggerId' = any (ids) or said ->> 'measureId' = any (ids)
      or stripped.value is distinct from said then stripped.value - fields ||
        case when said ->> 'kind' in ('appeal_ended', 'restore_asked') then erased_answer(said) else '{}' end
    else said end
  from (select said || coalesce((select jsonb_object_agg(key, value) from nested), '{}') as value) stripped
$$;

-- Returns what is stated again of an entry. One that stated another entry again keeps that one's number and place.
create or replace function restate_entry(said jsonb, number bigint, leaf bigint, of_person text, ids text[]) returns jsonb
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select case when said ->> 'kind' = 'entry_restated' then jsonb_build_object('number', said -> 'number', 'leafId', said -> 'leafId')
      else jsonb_build_object('number', number, 'leafId', leaf) end
    || jsonb_build_object('entry', strip_entry(stated, known.fields, ids))
  from stated_entry(said) stated join erasable_fields(of_person) known on known.kind = stated ->> 'kind'
$$;

-- Notes the next ledger entries that the erasure empties. Returns true when it has read them all.
create or replace function collect_erasure(of_erasure text, at_most integer) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  about person_erasure;
  ids text[];
  leaves bigint[];
begin
  select * into about from person_erasure where id = of_erasure and begun_at is not null and ended_at is null for update;
  if about.id is null then
    return false;
  end if;
  ids := ids_of_person(about.person, about.person_id);
  leaves := array(select leaf_id from ledger_payload where leaf_id > about.leaf_id and erased_at is null
    and kind in (select kind from erasable_fields(about.person) union select 'entry_restated') order by leaf_id limit at_most);
  insert into person_erasure_entry (erasure_id, leaf_id)
    select of_erasure, payload.leaf_id
    from ledger_payload payload cross join lateral stated_entry(convert_from(payload.payload, 'UTF8')::jsonb) said
      join erasable_fields(about.person) known on known.kind = said ->> 'kind'
    where payload.leaf_id = any (leaves) and strip_entry(said, known.fields, ids) <> said
  on conflict do nothing;
  if cardinality(leaves) < at_most then
    return true;
  end if;
  update person_erasure set leaf_id = leaves[at_most] where id = of_erasure;
  return false;
end $$;

-- Erases one place of a person, and returns the number of rows.
create or replace function erase_place(person_id text, tbl text, matches text, erases jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  sets constant text := (select string_agg(format('%I = %s', key, value), ', ') from jsonb_each_text(erases));
  stale constant text := (select string_agg(format('r.%I is distinct from (%s)', key, value), ' or ') from jsonb_each_text(erases));
  done bigint;
begin
  if sets is null then
    execute format('delete from %I r where %s', tbl, matches) using person_id;
  else
    execute format('update %I r set %s where (%s) and (%s)', tbl, sets, matches, stale) using person_id;
  end if;
  get diagnostics done = row_count;
  return done;
end $$;

-- Erases everything about a person at once, when all entries were read, transparency reports have counted each day that is
-- over, and nothing stands against it. Returns the
-- emptied entries without the person's words, which the caller records in the ledger in the same transaction, and the
-- number of rows. No row: it waits.
create or replace function finish_erasure(of_erasure text, out person text, out change_id text, out numbers bigint[],
  out restated jsonb, out erased bigint)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  about person_erasure;
  leaves bigint[];
  ids text[];
  place record;
begin
  lock table legal_hold in share mode;
  select * into about from person_erasure where id = of_erasure and begun_at is not null and ended_at is null for update;
  if about.id is null or cardinality(erasure_refusals(about.person, about.person_id)) > 0
    or not is_transparency_counted() or not collect_erasure(of_erasure, 100000) then
    return;
  end if;
  leaves := array(select leaf_id from person_erasure_entry where erasure_id = of_erasure);
  if exists (select from unnest(leaves) leaf where leaf not in (select leaf_id from ledger_entry where leaf_id = any (leaves))) then
    return;
  end if;
  ids := ids_of_person(about.person, about.person_id);
  select coalesce(jsonb_agg(restate_entry(convert_from(payload.payload, 'UTF8')::jsonb, entry.number, entry.leaf_id, about.person, ids)
    order by entry.number), '[]') into restated
  from ledger_payload payload join ledger_entry entry using (leaf_id) where leaf_id = any (leaves) and payload.payload is not null;
  erased := 0;
  for place in select * from personal_places(about.person) where erases is not null loop
    erased := erased + erase_place(about.person_id, place.tbl, place.matches, place.erases);
  end loop;
  if about.person = 'contact' then
    perform erase_correspondent(id) from unnest(array(select rows_of_contact(about.person_id))) id;
  end if;
  numbers := erase_payloads(leaves);
  delete from person_erasure_entry where erasure_id = of_erasure;
  update person_erasure set person_id = null, salt = null, ended_at = desk_now() where id = of_erasure;
  person := about.person;
  change_id := about.change_id;
end $$;

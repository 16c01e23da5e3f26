-- Returns the hash of one part of a match list: of each entry its hash and the second of its verification, in the order
-- of the hashes.
create or replace function match_part_hash(of_list text, of_part integer) returns bytea
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select sha256(string_agg(entry.sha256 || int8send(floor(extract(epoch from verified_at))::bigint), ''::bytea
    order by entry.sha256))
  from match_entry entry where list_id = of_list and part = of_part
$$;

-- Returns the hash chain over all parts of a match list, computed anew from its entries.
create or replace function match_list_hash(of_list text) returns bytea language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  chained bytea := decode(repeat('00', 32), 'hex');
begin
  for number in 1 .. (select parts from match_list where id = of_list) loop
    chained := sha256(chained || coalesce(match_part_hash(of_list, number), ''::bytea));
  end loop;
  return chained;
end $$;

-- Begins a match list, which has no effect until two people approve it. A list not approved in time is dropped.
create or replace function stage_match_list(list_name text, list_source text, file_hash bytea) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  made text;
begin
  delete from match_entry where list_id in (
    select id from match_list where change_id is null and staged_at < desk_now() - interval '9 days');
  delete from match_list where change_id is null and staged_at < desk_now() - interval '9 days';
  insert into match_list (name, source, sha256) values (list_name, list_source, file_hash) returning id into made;
  return made;
end $$;

-- Adds a part to a match list that is not yet approved.
create or replace function stage_match_entries(of_list text, hashes bytea[], verified timestamptz[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  number integer;
begin
  select parts + 1 into number from match_list
    where id = of_list and change_id is null and staged_at > desk_now() - interval '1 day' for update;
  if number is null then
    raise exception 'list % takes no more entries', of_list using errcode = 'CS001';
  end if;
  if cardinality(hashes) not between 1 and 10000 or cardinality(verified) <> cardinality(hashes)
    or exists (select from unnest(verified) at where at is null or at > desk_now()) then
    raise exception 'a batch for list % must have 1 to 10000 entries, none of them verified in the future', of_list
      using errcode = 'CS001';
  end if;
  insert into match_entry (list_id, part, sha256, verified_at)
    select of_list, number, hash, date_trunc('second', at) from unnest(hashes, verified) given(hash, at);
  update match_list set parts = number, entries = entries + cardinality(hashes),
    entries_hash = sha256(entries_hash || match_part_hash(of_list, number)) where id = of_list;
end $$;

-- Makes a match list count, if every entry equals the proposed list.
create or replace function carry_out_match_list(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
begin
  update match_list set change_id = changing.id, agreed_at = desk_now()
  where id = said ->> 'listId' and change_id is null and entries = (said ->> 'entries')::integer and entries > 0
    and encode(entries_hash, 'hex') = said ->> 'entriesHash' and encode(sha256, 'hex') = said ->> 'sha256'
    and name = said ->> 'name' and source = said ->> 'source';
  if not found then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

-- Ends a match list at once: from then on no person acts alone on it.
create or replace function end_match_list(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update match_list set end_change_id = changing.id, ended_at = desk_now()
  where id = changing.body::jsonb ->> 'listId' and agreed_at is not null and ended_at is null;
  if not found then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

-- Returns the reason, as one word, why a match-list entry is no ground for this person at that moment. Null: it is a
-- ground. An entry and its list must each be a day old, so that a wrong one can be noticed. A person who added or
-- approved a list acts alone on none of its entries.
create or replace function match_refusal(of_list text, hash bytea, person_id text, at timestamptz) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when entry.sha256 is null or list.agreed_at is null or list.ended_at <= at then 'not_listed'
    when greatest(entry.verified_at, list.agreed_at) > at - interval '1 day' then 'young'
    when changing.proposed_by = person_id or exists (
      select from change_answer where change_id = changing.id and answer = 'agree'
        and staff_id = person_id) then 'author'
  end
  from (select of_list as id) asked left join match_list list using (id)
  left join match_entry entry on entry.list_id = list.id and entry.sha256 = hash
  left join desk_change changing on changing.id = list.change_id
$$;

-- Records that the bytes of one medium of a case had this hash, once for each list that has it, for the reviewer who
-- holds the case. The desk calls it with the hash of the bytes that the platform sent; no signal, report or API key for
-- facts reaches it.
create or replace function record_content_match(of_case text, of_media text, hash bytea, person_id text)
  returns table (id text, list_id text, list_name text, refusal text) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  on_subject text;
begin
  select review_case.subject into on_subject from review_case
    join content_media media on review_case.subject = 'content:' || media.content_id
    where review_case.id = of_case and media.id = of_media and claimed_by = person_id and claimed_until > desk_now();
  if on_subject is null then
    raise exception '% holds no case % that % belongs to', person_id, of_case, of_media using errcode = 'CS001';
  end if;
  return query with made as (
    insert into content_match (case_id, subject, media_id, list_id, sha256, made_by)
    select of_case, on_subject, of_media, entry.list_id, hash, person_id
    from match_entry entry join match_list list on list.id = entry.list_id
    where entry.sha256 = hash and list.agreed_at is not null and list.ended_at is null order by list.agreed_at, list.id
    returning content_match.id, content_match.list_id, content_match.made_at)
  select made.id, made.list_id, list.name, match_refusal(made.list_id, hash, person_id, made.made_at)
  from made join match_list list on list.id = made.list_id;
end $$;

-- A match is a ground for five minutes, the time that signing takes.
create or replace function match_valid_until(made_at timestamptz) returns timestamptz language sql immutable
  set search_path = pg_catalog, public, pg_temp
  as $$ select made_at + interval '5 minutes' $$;

-- True when the proposer's own check found this content on a verified list, and that match was still valid when the
-- enforcement began. The first move, which a trigger writes, says when that was.
create or replace function match_ground(of_enforcement enforcement) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (
    select from content_match made
    cross join lateral (select coalesce((select min(at) from enforcement_move where enforcement_id = of_enforcement.id),
      desk_now()) as at) began
    where made.id = of_enforcement.ground_ref and of_enforcement.ground = 'match'
      and made.subject = of_enforcement.subject
      and of_enforcement.proposed_by = 'staff:' || made.made_by
      and made.made_at <= began.at and began.at <= match_valid_until(made.made_at)
      and match_refusal(made.list_id, made.sha256, made.made_by, made.made_at) is null
      and not exists (select from match_list where id = made.list_id and ended_at <= began.at))
$$;

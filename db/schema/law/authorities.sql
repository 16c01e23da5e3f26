-- Registers or revokes an authority, as an agreed change states.
create or replace function carry_out_authority(changing desk_change) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  said constant jsonb := changing.body::jsonb;
  done bigint;
begin
  if changing.kind = 'authority' then
    insert into authority (name, country, contact, registered_by)
      values (said ->> 'name', said ->> 'country', said ->> 'contact', changing.id) on conflict do nothing;
  else
    update authority set revoked_at = desk_now(), revoked_by = changing.id
      where id = said ->> 'authorityId' and revoked_at is null;
  end if;
  get diagnostics done = row_count;
  if done <> 1 then
    raise exception 'the subject of change % was changed since it was proposed', changing.id using errcode = 'CS001';
  end if;
end $$;

-- Stores an order once under its reference. The two functions below call it and state its sender.
create or replace function store_authority_order(whose authority_order, given jsonb, file bytea)
  returns table (order_id text, created boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into authority_order (authority_id, key_id, entered_by, authority, reference, kind, policy_id,
    contents, countries,
    received_at, body_hash, document_sha256)
  values (whose.authority_id, whose.key_id, whose.entered_by, whose.authority, given ->> 'reference', given ->> 'kind',
    given ->> 'policyId', array(select jsonb_array_elements_text(given -> 'contents') order by 1),
    case when given ? 'countries' then array(select jsonb_array_elements_text(given -> 'countries') order by 1) end,
    whose.received_at, decode(given ->> 'bodyHash', 'hex'), sha256(file))
  on conflict do nothing returning id into order_id;
  created := order_id is not null;
  if created then
    perform store_order_terms(known, given) from authority_order known where known.id = store_authority_order.order_id;
  end if;
  if not created then
    select id into strict order_id from authority_order
    where coalesce(authority_id, entered_by) = coalesce(whose.authority_id, whose.entered_by)
      and reference = given ->> 'reference';
  elsif file is not null then
    insert into authority_order_document (order_id, name, media_type, bytes)
      values (store_authority_order.order_id, given ->> 'documentName', given ->> 'mediaType', file);
  end if;
  return next;
end $$;

-- Receives an order as its authority sent it. The raw API key authenticates it: the application role can read the hash
-- of a key but not the key, so that role alone forges no order. No row: no active authority has this key.
create or replace function receive_authority_order(bearer text, given jsonb, file bytea)
  returns table (order_id text, created boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  whose authority_order;
begin
  select authority.id, key.id, authority.name, desk_now()
    into whose.authority_id, whose.key_id, whose.authority, whose.received_at
  from api_key key join authority on authority.id = key.authority_id
  where key.secret_hash = sha256(convert_to(bearer, 'UTF8')) and 'orders' = any (key.scopes)
    and key.revoked_at is null and authority.revoked_at is null
  for share of key, authority;
  if not found then return; end if;
  return query select * from store_authority_order(whose, given, file);
end $$;

-- Stores an order that a person entered, with its document. They state the time of receipt, at most 90 days ago.
create or replace function enter_authority_order(by_person text, given jsonb, file bytea)
  returns table (order_id text, created boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  whose authority_order;
  stored record;
begin
  if file is null or not exists (select from staff person cross join lateral staff_standing(person.id) standing
    where person.id = by_person and person.roles && array['senior', 'lead', 'policy'] and standing.active
      and not standing.restricted) then
    raise exception '% can not enter an order of an authority', by_person using errcode = 'CS001';
  end if;
  whose.entered_by := by_person;
  whose.authority := given ->> 'authority';
  whose.received_at := (given ->> 'receivedAt')::timestamptz;
  select * into stored from store_authority_order(whose, given, file);
  if not may_handle_order(stored.order_id, by_person) then
    raise exception '% can not enter an order about other platforms', by_person using errcode = 'CS001';
  end if;
  return query select stored.order_id, stored.created;
end $$;

-- True when an authority's order requires this content offline, under this policy and in no other countries.
create or replace function order_covers_content(known authority_order, of_enforcement enforcement) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
  select known.kind in ('removal_order', 'illegal_content') and known.policy_id = of_enforcement.policy_id
    and of_enforcement.action = 'hide'
    and of_enforcement.subject in (select 'content:' || content from unnest(known.contents) content)
    and (known.countries is null or coalesce(of_enforcement.countries <@ known.countries, false))
$$;

-- True when the named order was received within seven days with an authority's API key, and neither that key nor the
-- authority was revoked since.
create or replace function order_ground(of_enforcement enforcement) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from authority_order known join authority on authority.id = known.authority_id
    join api_key key on key.id = known.key_id
    where known.id = of_enforcement.ground_ref and authority.revoked_at is null and key.revoked_at is null
      and known.received_at > desk_now() - interval '7 days' and order_covers_content(known, of_enforcement))
$$;

-- True when the named order is stored with its document and a person verified it, independent of who entered it. A
-- document is as reliable as that person, so on one account within 24 hours it justifies two enforcements, and every
-- further one waits for a second person first.
create or replace function document_ground(of_enforcement enforcement) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from authority_order known
    join authority_order_document document on document.order_id = known.id
      where known.id = of_enforcement.ground_ref and sha256(document.bytes) = known.document_sha256
        and is_order_verified(known.id) and order_covers_content(known, of_enforcement))
    and (select count(*) from enforcement other where other.account_id = of_enforcement.account_id
      and other.ground = 'document'
      and other.id is distinct from of_enforcement.id and other.proposed_at > desk_now() - interval '1 day') < 2
$$;

-- Hashes the text of a removal request. It includes lengths, so that no two different requests give the same bytes.
create or replace function hash_request(of_request removal_request) returns bytea language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select sha256(of_request.salt || convert_to(jsonb_build_array(of_request.signature, of_request.identification,
    of_request.good_faith, of_request.contact)::text, 'UTF8'))
$$;

create or replace function check_removal_request() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.entered_at := desk_now();
  if new.key_id is not null then
    new.received_at := new.entered_at;
  elsif new.received_at is null or new.received_at > new.entered_at
    or new.received_at < new.entered_at - interval '90 days' then
    raise exception 'a removal request must have been received within the last 90 days' using errcode = 'CS001';
  end if;
  if new.salt is null or new.body_hash is null then
    raise exception 'a removal request is inserted with its salt and its body hash' using errcode = 'CS001';
  end if;
  new.missing := array_remove(array[
    case when new.signature is null then 'signature' end,
    case when new.identification is null or new.content_id is null then 'identification' end,
    case when new.good_faith is null then 'goodFaith' end,
    case when new.contact is null then 'contact' end], null);
  new.valid := new.missing = '{}';
  new.said_hash := hash_request(new);
  return new;
end $$;

-- Erases the sender and text of a removal request as long after its receipt as retention.yaml says, unless a legal hold preserves it or
-- its clock runs.
create or replace function delete_expired_removal_requests() returns bigint language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update removal_request set signature = null, identification = null, good_faith = null, contact = null, salt = null,
      body_hash = null
    where salt is not null and received_at < desk_now() - coalesce(retention_time('notice'), interval '6 months')
      and not is_preserved('content:' || coalesce(content_id, ''))
      and not exists (select from legal_clock where cause = removal_request.id and ended_at is null)
    returning 1)
  select count(*) from forgotten
$$;

-- Returns the time at which the cause of a legal clock was received. Null: there is no such order, request or match for
-- this content and policy.
create or replace function clock_cause_received_at(of_cause text, of_subject text, of_policy text) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
  select received_at from authority_order
    where id = of_cause and kind <> 'other' and policy_id = of_policy
      and of_subject in (select order_subjects(of_cause))
  union all
  select received_at from removal_request
    where id = of_cause and valid and policy_id = of_policy and 'content:' || content_id = of_subject
  union all
  select received_at from signal where id = of_cause and kind = 'hash_match' and subject = of_subject
$$;

-- A legal clock starts from an order, a valid request or a match, at the time of its receipt: never from a report. The
-- clock of an order that was contested starts again at the time of its resumption.
create or replace function check_clock_cause() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.known_at is distinct from clock_cause_received_at(new.cause, new.subject, new.policy_id)
    and not exists (select from authority_order_act act where act.order_id = new.cause and act.kind = 'resumed'
      and act.at = new.known_at and new.subject in (select order_subjects(new.cause))) then
    raise exception 'no order, valid request or match starts the clock of % on %', new.policy_id, new.subject
      using errcode = 'CS001';
  end if;
  return new;
end $$;

-- Authorities and their orders, requests that the law calls valid, and what may start a legal clock: a report never does.

create sequence authority_seq;
create table authority (
  id text collate "C" primary key default 'au-' || nextval('authority_seq'),
  name text not null check (length(name) between 1 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- The contact by which a person at the desk asks it whether an order is its own.
  contact text not null check (length(contact) between 1 and 500),
  registered_at timestamptz not null default desk_now(),
  registered_by text collate "C" not null unique references desk_change (id),
  revoked_at timestamptz,
  revoked_by text collate "C" unique references desk_change (id),
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index authority_registered_once on authority (lower(name), country) where revoked_at is null;

alter table api_key add foreign key (authority_id) references authority (id);

-- Registers or revokes an authority, as a change says.
create function carry_out_authority(changing desk_change) returns void language plpgsql security definer
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

-- The orders of authorities. Written by the two functions below alone. `authority_id` and `key_id` are set together: the order was received
-- with a key bound to that authority, so it is authenticated. Else a person entered it, and it proves no more than they do.
create sequence authority_order_seq;
create table authority_order (
  id text collate "C" primary key default 'ao-' || nextval('authority_order_seq'),
  authority_id text collate "C" references authority (id),
  key_id text collate "C" references api_key (id),
  entered_by text collate "C" references staff (id),
  -- The authority's name as of then.
  authority text not null check (length(authority) between 1 and 200),
  -- The authority's own number for it.
  reference text not null check (length(reference) between 1 and 200),
  kind text not null check (kind in ('removal_order', 'other')),
  policy_id text not null check (length(policy_id) between 1 and 64),
  -- The contents it names, by the platform's ids.
  contents text[] not null check (cardinality(contents) between 1 and 100),
  -- The countries in which it has the contents blocked; null: everywhere.
  countries text[] check (cardinality(countries) > 0),
  received_at timestamptz not null,
  entered_at timestamptz not null default desk_now(),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  document_sha256 bytea check (octet_length(document_sha256) = 32),
  check ((authority_id is null) = (key_id is null)),
  check ((key_id is null) <> (entered_by is null)),
  check (entered_by is null or document_sha256 is not null),
  check (received_at between entered_at - interval '90 days' and entered_at)
);
create unique index authority_order_once on authority_order (coalesce(authority_id, entered_by), reference);
create index authority_order_contents on authority_order using gin (contents);
create index authority_order_received on authority_order (received_at desc, id desc);

-- The file itself, apart from what is read of every order.
create table authority_order_document (
  order_id text collate "C" primary key references authority_order (id),
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type in ('application/pdf', 'text/plain', 'image/png', 'image/jpeg')),
  bytes bytea not null check (octet_length(bytes) between 1 and 5242880)
);

-- Stores an order once under its reference. Called by the two functions below, which say whose it is.
create function store_authority_order(whose authority_order, given jsonb, file bytea)
  returns table (order_id text, created boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  insert into authority_order (authority_id, key_id, entered_by, authority, reference, kind, policy_id, contents, countries,
    received_at, body_hash, document_sha256)
  values (whose.authority_id, whose.key_id, whose.entered_by, whose.authority, given ->> 'reference', given ->> 'kind',
    given ->> 'policyId', array(select jsonb_array_elements_text(given -> 'contents') order by 1),
    case when given ? 'countries' then array(select jsonb_array_elements_text(given -> 'countries') order by 1) end,
    whose.received_at, decode(given ->> 'bodyHash', 'hex'), sha256(file))
  on conflict do nothing returning id into order_id;
  created := order_id is not null;
  if not created then
    select id into strict order_id from authority_order
    where coalesce(authority_id, entered_by) = coalesce(whose.authority_id, whose.entered_by) and reference = given ->> 'reference';
  elsif file is not null then
    insert into authority_order_document (order_id, name, media_type, bytes)
      values (store_authority_order.order_id, given ->> 'documentName', given ->> 'mediaType', file);
  end if;
  return next;
end $$;

-- An order as its authority sent it. The raw API key is what authenticates it: the desk's role can read the hash of a key and not
-- find the key to it, so that nobody who holds that role alone forges an order. No row: no authority that counts has this key.
create function receive_authority_order(bearer text, given jsonb, file bytea)
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

-- An order as a person entered it, with its document. When it was received is what they say, at most 90 days ago.
create function enter_authority_order(by_person text, given jsonb, file bytea)
  returns table (order_id text, created boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  whose authority_order;
begin
  if file is null or not exists (select from staff person cross join lateral staff_standing(person.id) standing
    where person.id = by_person and person.roles && array['senior', 'lead', 'policy'] and standing.active and not standing.restricted) then
    raise exception '% can not enter an order of an authority', by_person using errcode = 'CS001';
  end if;
  whose.entered_by := by_person;
  whose.authority := given ->> 'authority';
  whose.received_at := (given ->> 'receivedAt')::timestamptz;
  return query select * from store_authority_order(whose, given, file);
end $$;

-- True when an order of an authority has this content taken offline, under this policy and in no other countries.
create function orders_content(known authority_order, of_order desk_order) returns boolean language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select known.kind = 'removal_order' and known.policy_id = of_order.policy_id and of_order.action = 'hide'
    and of_order.subject in (select 'content:' || content from unnest(known.contents) content)
    and (known.countries is null or coalesce(of_order.countries <@ known.countries, false))
$$;

-- True when the named order was received within seven days with the key of an authority, and neither that key nor the authority was
-- revoked since.
create function order_ground(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from authority_order known join authority on authority.id = known.authority_id
    join api_key key on key.id = known.key_id
    where known.id = of_order.ground_ref and authority.revoked_at is null and key.revoked_at is null
      and known.received_at > desk_now() - interval '7 days' and orders_content(known, of_order))
$$;

-- True when the named order is stored with its document, whoever entered it. A document is as good as that person, so on one account
-- within 24 hours two enforcements act on one, and every further one waits for a second person first.
create function document_ground(of_order desk_order) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select from authority_order known join authority_order_document document on document.order_id = known.id
      where known.id = of_order.ground_ref and sha256(document.bytes) = known.document_sha256 and orders_content(known, of_order))
    and (select count(*) from desk_order other where other.account_id = of_order.account_id and other.ground = 'document'
      and other.id is distinct from of_order.id and other.proposed_at > desk_now() - interval '1 day') < 2
$$;

-- A request to take something from view, as the law describes one (TAKE IT DOWN Act, section 3): it counts once it is signed, says what
-- is meant, states good faith and how to reach whoever asks. Which of these is missing is found here.
create sequence removal_request_seq;
create table removal_request (
  id text collate "C" primary key default 'rr-' || nextval('removal_request_seq'),
  key_id text collate "C" references api_key (id),
  entered_by text collate "C" references staff (id),
  client_id text collate "C" not null check (length(client_id) between 1 and 256),
  policy_id text not null check (length(policy_id) between 1 and 64),
  -- Null: nobody could tell which content is meant.
  content_id text collate "C" check (length(content_id) between 1 and 256),
  -- These six are of a person, and forgotten half a year after it was received.
  signature text check (length(signature) between 1 and 500),
  identification text check (length(identification) between 1 and 2000),
  good_faith text check (length(good_faith) between 1 and 2000),
  contact text check (length(contact) between 1 and 500),
  salt bytea check (octet_length(salt) = 16),
  body_hash bytea check (octet_length(body_hash) = 32),
  -- Of the salt and what was said: it stays.
  said_hash bytea not null check (octet_length(said_hash) = 32),
  received_at timestamptz not null,
  entered_at timestamptz not null default desk_now(),
  missing text[] not null,
  valid boolean not null,
  check ((key_id is null) <> (entered_by is null)),
  check (valid = (missing = '{}'))
);
create unique index removal_request_once on removal_request (coalesce(key_id, entered_by), client_id);
create index removal_request_content on removal_request (content_id, received_at desc);
create index removal_request_kept on removal_request (received_at) where salt is not null;

-- The hash of what somebody said in a request. Lengths stand in it, so that no two different requests give the same bytes.
create function hash_request(of_request removal_request) returns bytea language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$
  select sha256(of_request.salt || convert_to(jsonb_build_array(of_request.signature, of_request.identification,
    of_request.good_faith, of_request.contact)::text, 'UTF8'))
$$;

create function check_removal_request() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.entered_at := desk_now();
  if new.key_id is not null then
    new.received_at := new.entered_at;
  elsif new.received_at is null or new.received_at > new.entered_at or new.received_at < new.entered_at - interval '90 days' then
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
create trigger check_removal_request before insert on removal_request for each row execute function check_removal_request();

-- Forgets who asked and what they said, half a year after it was received, unless it must be preserved or its clock runs.
create function forget_removal_requests() returns bigint language sql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  with forgotten as (
    update removal_request set signature = null, identification = null, good_faith = null, contact = null, salt = null, body_hash = null
    where salt is not null and received_at < desk_now() - interval '6 months'
      and not is_preserved('content:' || coalesce(content_id, ''))
      and not exists (select from legal_clock where cause = removal_request.id and ended_at is null)
    returning 1)
  select count(*) from forgotten
$$;

-- The time at which the cause of a clock was received; null: there is no such order, request or match for this content and policy.
create function clock_began(of_cause text, of_subject text, of_policy text) returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select received_at from authority_order
    where id = of_cause and kind = 'removal_order' and policy_id = of_policy
      and of_subject in (select 'content:' || content from unnest(contents) content)
  union all
  select received_at from removal_request
    where id = of_cause and valid and policy_id = of_policy and 'content:' || content_id = of_subject
  union all
  select received_at from signal where id = of_cause and kind = 'hash_match' and subject = of_subject
$$;

-- A clock starts from an order, a valid request or a match, and from the moment at which that was received: never from a report.
create function check_clock_cause() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.known_at is distinct from clock_began(new.cause, new.subject, new.policy_id) then
    raise exception 'no order, valid request or match starts the clock of % on %', new.policy_id, new.subject using errcode = 'CS001';
  end if;
  return new;
end $$;
create trigger check_clock_cause before insert on legal_clock for each row execute function check_clock_cause();

grant select on authority, authority_order, authority_order_document to countersign_desk;
grant select, insert on removal_request to countersign_desk;
grant usage on sequence removal_request_seq to countersign_desk;
grant execute on function receive_authority_order(text, jsonb, bytea), enter_authority_order(text, jsonb, bytea),
  hash_request(removal_request), forget_removal_requests(), clock_began(text, text, text) to countersign_desk;

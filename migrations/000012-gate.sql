-- What an order waits for: who agreed to it, who must not, and the clocks it runs on.

alter table desk_order
  -- Asked for while nothing was held: what its verdict asks for is on record, and it took effect at once.
  add column shadow boolean not null default false,
  -- What approvers are shown of the account (handle, tags, class of reach), as a hash: when it changes, what they said of
  -- the old is void. Null: nobody is asked.
  add column material_hash bytea check (octet_length(material_hash) = 32),
  -- Twin of WAIT_MAX_MS in TypeScript.
  add column hold_ms bigint not null default 0 check (hold_ms between 0 and 86400000),
  add column confirm_ms bigint check (confirm_ms between 1000 and 86400000),
  -- When all agreed, and how much of the hold an order before this one, on the same matter, had served.
  add column held_since timestamptz,
  add column hold_served_ms bigint not null default 0,
  -- The time at which it is undone, unless a person confirms it.
  add column confirm_by timestamptz,
  add column confirmed_at timestamptz,
  -- The platform answered that it holds this by itself until then: clocks begin there.
  add column platform_held_until timestamptz,
  -- The account as the proposer named it, before the desk told them whose it is.
  add column identified_as text check (length(identified_as) between 1 and 256),
  -- True for an interim measure: one person takes it at once and for a short time, while a stricter action waits or is barred.
  add column lesser boolean not null default false,
  -- The reason for an interim measure, in its proposer's own words. A decision has its rationale instead.
  add column interim_reason text check (length(interim_reason) between 1 and 2000),
  -- The enforcement that this one resubmits after it was stopped or restored.
  add column successor_of text collate "C" references desk_order (id),
  -- The signature by which this enforcement resubmits another.
  add column signature_id text collate "C",
  add column superseded_by text collate "C" references desk_order (id),
  -- The ground on which one person acts alone on a protected account, and the row that proves it: hides a content, or against a hijacker
  -- locks the account until its credentials are reset.
  add column ground text check (ground in ('order', 'match', 'document', 'harm', 'hijack')),
  add column ground_ref text collate "C",
  add check ((ground in ('order', 'match', 'document')) = (ground_ref is not null)),
  add check (case ground when 'hijack' then action = 'lock' and starts_with(subject, 'account:') and lesser and duration_ms is null
    else ground is null or action = 'hide' and starts_with(subject, 'content:') and not lesser end),
  -- The proposer's own signature over this enforcement: whatever restricts a protected account without a second person has one.
  add column proposal_signature_id text collate "C";
create index desk_order_waiting on desk_order (subject) where state in ('proposed', 'awaiting_approval', 'held');
create index desk_order_lesser on desk_order (subject, proposed_at) where lesser;
create index desk_order_unmade on desk_order (expires_at) where state in ('proposed', 'awaiting_approval', 'held');
create index desk_order_confirming on desk_order (confirm_by) where confirm_by is not null and state in ('releasing', 'in_effect');
create index desk_order_darkened on desk_order (released_at) where action in ('suspend', 'deactivate');

create index shift_event_at on shift_event (at);

-- Who must not agree to an order: whoever proposed or joined it, and of one that is taken up again whoever had undone it.
create table order_party (
  order_id text collate "C" not null references desk_order (id),
  staff_id text collate "C" not null references staff (id),
  how text not null check (how in ('proposed', 'joined', 'undid')),
  at timestamptz not null default desk_now(),
  primary key (order_id, staff_id)
);

-- Whom the desk asked, and what they made of it before they were told what the proposer had.
create table order_offer (
  order_id text collate "C" not null references desk_order (id),
  staff_id text collate "C" not null references staff (id),
  offered_at timestamptz not null default desk_now(),
  until timestamptz not null,
  own_conclusion text check (own_conclusion in ('violation', 'no_violation')),
  own_rationale text check (length(own_rationale) between 1 and 10000),
  own_at timestamptz,
  -- own_asked: the approver was asked which account it is, as the proposer was. own_account: the one they chose; null: they could not tell.
  own_asked boolean not null default false,
  own_account text collate "C",
  -- The approver passed: another one is asked, and this one again only if no other approver can agree.
  passed_at timestamptz,
  pass_reason text check (length(pass_reason) between 1 and 2000),
  -- They had the action shown to them before they stored a review of their own. That forfeits their approval for good.
  revealed_at timestamptz,
  primary key (order_id, staff_id),
  check (revealed_at is null or own_at is null),
  check (pass_reason is null or passed_at is not null),
  check (own_account is null or own_asked),
  check (not own_asked or own_at is not null),
  check ((own_conclusion is null) = (own_at is null) and (own_rationale is null) = (own_at is null))
);
create index order_offer_staff on order_offer (staff_id, until);
create index order_offer_at on order_offer (offered_at);

-- True when the guards ask the proposer to name whose account it is: then each approver is asked which account it is as well. (Verdicts
-- may be added later; this is read when it is asked.)
create function asks_identity(for_order text) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return coalesce((select (requirement -> 'identify')::boolean from verdict where order_id = for_order order by id desc limit 1), false);
end $$;

-- The times of an offer are of the moment they are written, so a limit on what one person reviews counts what happened. What a
-- person concluded stays as it was said.
create function check_order_offer() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    new.offered_at := desk_now();
    -- An offer begins without a review: record_own_review() adds it.
    new.own_at := null;
    new.own_conclusion := null;
    new.own_rationale := null;
    new.own_asked := false;
    new.own_account := null;
    new.passed_at := case when new.passed_at is not null then desk_now() end;
    return new;
  end if;
  if old.own_at is not null and (new.own_at, new.own_conclusion, new.own_rationale, new.own_asked, new.own_account)
    is distinct from (old.own_at, old.own_conclusion, old.own_rationale, old.own_asked, old.own_account) then
    raise exception 'the independent review of % on % can not be changed', old.staff_id, old.order_id using errcode = 'CS001';
  end if;
  if old.own_at is null and new.own_at is not null then
    new.own_at := desk_now();
    new.own_asked := asks_identity(new.order_id);
  end if;
  if new.passed_at is distinct from old.passed_at then new.passed_at := desk_now(); end if;
  new.offered_at := old.offered_at;
  return new;
end $$;
create trigger check_order_offer before insert or update on order_offer for each row execute function check_order_offer();

-- What people said about an order. Insert only.
create table approval (
  id bigint generated always as identity primary key,
  order_id text collate "C" not null references desk_order (id),
  staff_id text collate "C" not null references staff (id),
  -- duty: will look at it once it is in effect. confirm: has looked, and it is right.
  answer text not null check (answer in ('agree', 'decline', 'duty', 'confirm')),
  reason text check (length(reason) between 1 and 2000),
  -- What they put their name to, as canonical JSON: the core, and what stood on their screen.
  core text not null,
  as_shown text not null,
  -- By which signature: of a yes and of a confirmation.
  signature_id text collate "C",
  check ((answer in ('agree', 'confirm')) = (signature_id is not null)),
  material_hash bytea not null check (octet_length(material_hash) = 32),
  signed_at timestamptz not null default desk_now(),
  unique (order_id, staff_id, answer, material_hash)
);
create index approval_staff on approval (staff_id, signed_at);
create index approval_at on approval (signed_at);

-- The proposer's weighing of a public interest, to which each approver agrees or declines.
create table assessment (
  order_id text collate "C" primary key references desk_order (id),
  by text collate "C" not null references staff (id),
  who_speaks text not null check (length(who_speaks) between 1 and 4000),
  public_interest text not null check (length(public_interest) between 1 and 4000),
  harm text not null check (length(harm) between 1 and 4000),
  alternatives text not null check (length(alternatives) between 1 and 4000),
  at timestamptz not null default desk_now()
);

-- From when on a person's yes counts: a day after they were added, so that everybody hears of a new approver first. Whoever
-- is there while the desk is being set up counts at once.
create table setup_end (
  single boolean primary key default true check (single),
  at timestamptz not null default desk_now()
);

create function set_approves_from() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.approves_from := greatest(new.starts_at, desk_now()) + case when exists (select from setup_end) then interval '1 day' else interval '0' end;
  return new;
end $$;
create trigger set_approves_from before insert on staff for each row execute function set_approves_from();

grant select, insert on order_party, order_offer, approval, assessment to countersign_desk;
grant select, insert on setup_end to countersign_desk;
grant update (until, passed_at, pass_reason, revealed_at) on order_offer to countersign_desk;
grant update (material_hash, hold_ms, confirm_ms, identified_as, superseded_by, platform_held_until) on desk_order to countersign_desk;

-- What somebody was shown before they asked for something. The token is theirs alone, so only its hash is here.
create table preview (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  staff_id text collate "C" not null references staff (id),
  case_id text collate "C" not null,
  subject text collate "C" not null,
  action text not null,
  says text not null,
  -- Of an interim measure: a preview of a decision to do the same does not replace it.
  interim boolean not null default false,
  reason text check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now()
);
create index preview_latest on preview (staff_id, subject, action, interim, id desc);
create index preview_at on preview (at);
comment on column preview.says is 'What will happen, without its times: when it would say something else, the token is void.';
comment on column preview.reason is 'Why somebody looked who did not hold the case.';
grant select, insert, delete on preview to countersign_desk;

-- Approvals: who agreed to an enforcement, who must not, and the clocks it runs on.

-- People who must not approve an enforcement: those who proposed or joined it and, for a resubmitted one, those who undid it
-- before.
create table enforcement_party (
  enforcement_id text collate "C" not null references enforcement (id),
  staff_id text collate "C" not null references staff (id),
  how text not null check (how in ('proposed', 'joined', 'undid')),
  at timestamptz not null default desk_now(),
  primary key (enforcement_id, staff_id)
);

-- The people the desk offered an enforcement to, and their independent conclusion from before they learned the proposer's.
create table enforcement_offer (
  enforcement_id text collate "C" not null references enforcement (id),
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
  primary key (enforcement_id, staff_id),
  check (revealed_at is null or own_at is null),
  check (pass_reason is null or passed_at is not null),
  check (own_account is null or own_asked),
  check (not own_asked or own_at is not null),
  check ((own_conclusion is null) = (own_at is null) and (own_rationale is null) = (own_at is null))
);
create index enforcement_offer_staff on enforcement_offer (staff_id, until);
create index enforcement_offer_at on enforcement_offer (offered_at);

-- Answers to an enforcement. Insert only.
create table approval (
  id bigint generated always as identity primary key,
  enforcement_id text collate "C" not null references enforcement (id),
  staff_id text collate "C" not null references staff (id),
  -- duty: will look at it once it is in effect. confirm: has looked, and it is right.
  answer text not null check (answer in ('agree', 'decline', 'duty', 'confirm')),
  reason text check (length(reason) between 1 and 2000),
  -- The text that was signed, as canonical JSON: the core, and what stood on the screen.
  core text not null,
  as_shown text not null,
  -- By which signature: of a yes and of a confirmation.
  signature_id text collate "C",
  check ((answer in ('agree', 'confirm')) = (signature_id is not null)),
  material_hash bytea not null check (octet_length(material_hash) = 32),
  signed_at timestamptz not null default desk_now(),
  unique (enforcement_id, staff_id, answer, material_hash)
);
create index approval_staff on approval (staff_id, signed_at);
create index approval_at on approval (signed_at);

-- The proposer's weighing of a public interest, to which each approver agrees or declines.
create table assessment (
  enforcement_id text collate "C" primary key references enforcement (id),
  by text collate "C" not null references staff (id),
  who_speaks text not null check (length(who_speaks) between 1 and 4000),
  public_interest text not null check (length(public_interest) between 1 and 4000),
  harm text not null check (length(harm) between 1 and 4000),
  alternatives text not null check (length(alternatives) between 1 and 4000),
  at timestamptz not null default desk_now()
);

-- The end of setup. From then on a new person's approvals count a day after they were added, so that everyone hears of a new
-- approver first. People present during setup count at once.
create table setup_end (
  single boolean primary key default true check (single),
  at timestamptz not null default desk_now()
);

-- Previews shown to a person before a proposal. The token is theirs alone, so only its hash is stored.
create table preview (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  staff_id text collate "C" not null references staff (id),
  case_id text collate "C" not null,
  subject text collate "C" not null,
  action text not null,
  says text not null,
  -- True for an interim measure: a preview of a decision to do the same does not replace it.
  interim boolean not null default false,
  reason text check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now()
);
create index preview_latest on preview (staff_id, subject, action, interim, id desc);
create index preview_at on preview (at);
comment on column preview.says is 'What will happen, without its times: when it would say something else, the token is void.';
comment on column preview.reason is 'The reason of a person who previewed without holding the case.';

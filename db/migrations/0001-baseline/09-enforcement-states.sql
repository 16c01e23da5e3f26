-- Enforcements: the durable instructions to apply one action to one subject. How one may move is a table of its own, held
-- against the same words in TypeScript by a test, and enforced here for every role but the owner.

-- Twin of ENFORCEMENT_MOVES in TypeScript.
create table enforcement_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into enforcement_transition (from_state, to_state) values
  ('proposed', 'awaiting_approval'), ('proposed', 'held'), ('proposed', 'releasing'), ('proposed', 'stopped'),
  ('proposed', 'expired'), ('proposed', 'superseded'),
  ('awaiting_approval', 'held'), ('awaiting_approval', 'releasing'), ('awaiting_approval', 'declined'),
  ('awaiting_approval', 'stopped'), ('awaiting_approval', 'expired'), ('awaiting_approval', 'superseded'),
  ('held', 'releasing'), ('held', 'awaiting_approval'), ('held', 'stopped'), ('held', 'expired'), ('held', 'superseded'),
  ('releasing', 'in_effect'), ('releasing', 'failed'), ('releasing', 'restoring'),
  ('in_effect', 'confirmed'), ('in_effect', 'restoring'),
  ('confirmed', 'restoring'),
  ('restoring', 'restored');

-- The effects of each action and whether it ends by itself. A warning and a label take nothing: they are statements.
-- Twin of ACTION_RULES in TypeScript and TAKES_OFFLINE in platform-kit and MUTES in platform-kit.
create table action_taking (
  action text primary key,
  losses text[] not null,
  reversible boolean not null
);
insert into action_taking (action, losses, reversible) values
  ('warn', '{}', true), ('label', '{}', true),
  ('limit', '{spread}', true),
  ('hide', '{spread,view}', true), ('remove', '{spread,view}', false),
  ('lock', '{posting}', true),
  ('suspend', '{spread,view,posting}', true), ('deactivate', '{spread,view,posting}', false);

create sequence enforcement_seq;
create table enforcement (
  id text collate "C" primary key default 'enf_' || nextval('enforcement_seq'),
  subject text collate "C" not null,
  account_id text collate "C",
  action text not null check (action in ('warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate')),
  label text check (length(label) between 1 and 64),
  -- Twin of DURATION_MS_MAX in TypeScript.
  duration_ms bigint check (duration_ms between 60000 and 315576000000),
  -- It takes nothing anywhere else, by two letters each. Null: everywhere.
  countries text[] check (cardinality(countries) between 1 and 250 and array_position(countries, null) is null),
  policy_id text not null,
  legal_duty boolean not null default false,
  case_id text collate "C" references review_case (id),
  decision_id text collate "C",
  source text not null check (source in ('person', 'bulk_action', 'automation', 'schedule', 'appeal')),
  proposed_by text collate "C" not null,
  reach bigint,
  protected boolean not null,
  state text not null default 'proposed' check (state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'in_effect',
    'confirmed', 'restoring', 'declined', 'stopped', 'expired', 'superseded', 'failed', 'restored')),
  moved_at timestamptz not null default desk_now(),
  moved_by text collate "C" not null,
  proposed_at timestamptz not null default desk_now(),
  expires_at timestamptz not null,
  released_at timestamptz,
  in_effect_at timestamptz,
  ends_at timestamptz,
  -- The subject's generation at which this enforcement last changed the desired state: what a read-back must have reached.
  generation bigint,
  -- The platform refused it for good; a desired state without it is on its way.
  failing boolean not null default false,
  -- The platform ended its effect by itself. It no longer counts towards the desired state: taking offline again takes a new enforcement.
  lifted boolean not null default false,
  needs_attention text,
  check ((action = 'label') = (label is not null)),
  check ((action = 'suspend') <= (duration_ms is not null)),
  check (action not in ('warn', 'remove', 'deactivate') or duration_ms is null),
  -- Only an enforcement of a legal duty names countries.
  check (countries is null or legal_duty and action in ('hide', 'remove', 'suspend', 'deactivate')),
  -- Asked for while nothing was held: what its verdict asks for is on record, and it took effect at once.
  shadow boolean not null default false,
  -- The hash of the account as approvers see it (handle, tags, class of reach): when it changes, their earlier answers are void.
  -- Null: no approver is asked.
  material_hash bytea check (octet_length(material_hash) = 32),
  -- Twin of WAIT_MAX_MS in TypeScript.
  hold_ms bigint not null default 0 check (hold_ms between 0 and 86400000),
  confirm_ms bigint check (confirm_ms between 1000 and 86400000),
  -- The time of the last approval, and the hold that an earlier enforcement on the same matter had served.
  held_since timestamptz,
  hold_served_ms bigint not null default 0,
  -- The time at which it is undone, unless a person confirms it.
  confirm_by timestamptz,
  confirmed_at timestamptz,
  -- The platform answered that it holds this by itself until then: clocks begin there.
  platform_held_until timestamptz,
  -- The account as the proposer named it, before the desk told them whose it is.
  identified_as text check (length(identified_as) between 1 and 256),
  -- True for an interim measure: one person takes it at once and for a short time, while a stricter action waits or is barred.
  interim boolean not null default false,
  -- The reason for an interim measure, in its proposer's own words. A decision has its rationale instead.
  interim_reason text check (length(interim_reason) between 1 and 2000),
  -- The enforcement that this one resubmits after it was stopped or restored.
  successor_of text collate "C" references enforcement (id),
  -- The signature by which this enforcement resubmits another.
  signature_id text collate "C",
  superseded_by text collate "C" references enforcement (id),
  -- The ground on which one person acts alone on a protected account, and the row that proves it: hides a content, or against a hijacker
  -- locks the account until its credentials are reset.
  ground text check (ground in ('order', 'match', 'document', 'harm', 'hijack')),
  ground_ref text collate "C",
  check ((ground in ('order', 'match', 'document')) = (ground_ref is not null)),
  check (case ground when 'hijack' then action = 'lock' and starts_with(subject, 'account:') and interim and duration_ms is null
  else ground is null or action = 'hide' and starts_with(subject, 'content:') and not interim end),
  -- The proposer's signature over this enforcement. Every restrictive action on a protected account has one.
  proposal_signature_id text collate "C",
  bulk_action_id text collate "C",
  check ((source = 'bulk_action') = (bulk_action_id is not null)),
  -- The columns that go with each state: an effect has a generation, and nothing of an effect stands before it.
  -- Twin of STATE_COLUMNS in TypeScript.
  constraint enforcement_progress check (
    case when state in ('releasing', 'in_effect', 'confirmed', 'restoring', 'failed', 'restored')
      then generation is not null
      else num_nonnulls(generation, in_effect_at, ends_at, confirm_by, confirmed_at, platform_held_until) = 0
        and not failing and not lifted end
    and case when state in ('in_effect', 'confirmed') then in_effect_at is not null and not failing
      when state in ('releasing', 'failed') then in_effect_at is null else true end
    and (state not in ('proposed', 'held') or (state = 'held') = (held_since is not null))
    and (state <> 'confirmed' or confirmed_at is not null)
    and (state <> 'failed' or failing))
);
comment on column enforcement.proposed_by is 'staff:ID or key:ID.';
comment on column enforcement.needs_attention is 'Why a person should look, in words; null: nothing to see to.';
comment on column enforcement.reach is 'Of the account, as the desk went by when it was proposed; null: unknown or none.';
create index enforcement_subject on enforcement (subject, proposed_at);
create index enforcement_standing on enforcement (subject) where state in ('releasing', 'in_effect', 'confirmed', 'restoring');
create index enforcement_ending on enforcement (ends_at)
  where ends_at is not null and state in ('releasing', 'in_effect', 'confirmed');
create index enforcement_account on enforcement (account_id, proposed_at);
create index enforcement_proposer on enforcement (proposed_by, proposed_at);
create index enforcement_source on enforcement (source, proposed_at);
create index enforcement_in_effect on enforcement (in_effect_at) where in_effect_at is not null;
create index enforcement_case on enforcement (case_id) where case_id is not null;
create index enforcement_decision on enforcement (decision_id) where decision_id is not null;
create index enforcement_attention on enforcement (moved_at) where needs_attention is not null;
create index enforcement_waiting on enforcement (subject) where state in ('proposed', 'awaiting_approval', 'held');
create index enforcement_interim on enforcement (subject, proposed_at) where interim;
create index enforcement_unmade on enforcement (expires_at) where state in ('proposed', 'awaiting_approval', 'held');
create index enforcement_confirming on enforcement (confirm_by) where confirm_by is not null and state in ('releasing', 'in_effect');
create index enforcement_taken_offline on enforcement (released_at) where action in ('suspend', 'deactivate');
create index enforcement_waiting_account on enforcement (account_id) where state in ('proposed', 'awaiting_approval', 'held');
-- Recent outcomes of one proposer's enforcements: a few rows for each person, found by key.
create index enforcement_declined on enforcement (proposed_by, moved_at) where state = 'declined';
create index enforcement_undone on enforcement (proposed_by, moved_at) where state in ('restoring', 'restored');
create index enforcement_shadow on enforcement (proposed_at) where shadow;
create index enforcement_bulk_action on enforcement (bulk_action_id, state) where bulk_action_id is not null;
create index enforcement_bulk_action_lifted on enforcement (bulk_action_id) where bulk_action_id is not null and lifted;
create index enforcement_ground on enforcement (account_id) where ground is not null;
create index enforcement_alone on enforcement (account_id)
  where ground is not null and confirmed_at is null and state in ('releasing', 'in_effect');

-- The guards' joint answer to one order, with the facts as read. Insert only; an enforcement may be judged more than once.
create table verdict (
  id bigint generated always as identity primary key,
  enforcement_id text collate "C" not null references enforcement (id),
  -- guarded: at least one other person must agree.
  outcome text not null check (outcome in ('clear', 'guarded')),
  requirement jsonb not null,
  -- The guards that spoke up, each with whether its condition could not be told, and those this platform switches off.
  fired jsonb not null,
  off text[] not null,
  facts jsonb not null,
  -- The facts of its proposer. Deleted after 30 days; the guards' answers stay.
  actor_facts jsonb,
  policy_hash bytea not null check (octet_length(policy_hash) = 32),
  judged_at timestamptz not null default desk_now()
);
create index verdict_order on verdict (enforcement_id, id);

-- The cause and the actor of undoing an enforcement's effect. One row for each enforcement: a restored one stays restored.
create table enforcement_restore (
  enforcement_id text collate "C" primary key references enforcement (id),
  cause text not null check (cause in ('mistake', 'ended', 'appeal', 'unconfirmed', 'left', 'undo')),
  by text collate "C" not null,
  reason text check (length(reason) <= 2000),
  bulk_id text collate "C",
  -- The first of two people who asked for it. Null: one was enough.
  asked_by text collate "C" references staff (id),
  -- The signature of the second person; for a set, the set has it.
  signature_id text collate "C",
  asked_at timestamptz not null default desk_now(),
  reach_before bigint,
  visible_at timestamptz,
  restored_at timestamptz,
  accepted_by text collate "C",
  accepted_reason text check (length(accepted_reason) between 1 and 2000)
);
comment on column enforcement_restore.visible_at is 'The flag was read back as it should be.';
comment on column enforcement_restore.restored_at is 'The reach was read to be at least 98 % of what it was just before the effect, or a person accepted less.';
create index enforcement_restore_at on enforcement_restore (asked_at);
create index enforcement_restore_bulk on enforcement_restore (bulk_id) where bulk_id is not null;

-- Every move, as it was made. Written by the trigger alone.
create table enforcement_move (
  id bigint generated always as identity primary key,
  enforcement_id text collate "C" not null references enforcement (id),
  from_state text,
  to_state text not null,
  by text collate "C" not null,
  at timestamptz not null
);
create index enforcement_move_enforcement on enforcement_move (enforcement_id, id);
create index enforcement_move_at on enforcement_move (at);
create index enforcement_move_stopped on enforcement_move (at) where to_state in ('stopped', 'declined', 'restoring') and starts_with(by, 'staff:');

-- The desired state of each subject. The lock of this row serialises every change of a subject.
create table subject_state (
  subject text collate "C" primary key,
  generation bigint not null default 0 check (generation >= 0),
  desired jsonb,
  reverts jsonb not null default '[]',
  baseline jsonb,
  reach_before bigint,
  -- The highest generation whose desired state a read-back has shown.
  -- When the generation last rose: by this each machine finds what its own recovery journal lacks.
  changed_at timestamptz,
  settled_generation bigint not null default 0 check (settled_generation <= generation),
  -- The platform's number for a generation is ours less this: so a platform whose numbers lie below ours is still reached.
  generation_offset bigint not null default 0 check (generation_offset between 0 and generation),
  -- The number of times two people restored the subject at the platform by their own signatures, as far as the desk knows.
  platform_epoch bigint not null default 0 check (platform_epoch >= 0),
  seen jsonb,
  seen_at timestamptz,
  needs_attention text,
  check (baseline is null or desired is not null)
);
create index subject_state_changed on subject_state (changed_at) where baseline is not null;
comment on column subject_state.baseline is 'What the platform showed when no enforcement stood. Null: nothing stands, to be read afresh.';
comment on column subject_state.reach_before is 'Read just before the first standing effect.';

-- The first person of a restore that takes two. It waits a day for the second.
create table restore_ask (
  enforcement_id text collate "C" not null references enforcement (id),
  staff_id text collate "C" not null references staff (id),
  cause text not null check (cause in ('mistake', 'appeal', 'undo')),
  reason text check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now(),
  primary key (enforcement_id, staff_id, at)
);

-- Undoing what one person, key or source caused since a time. The set is fixed at preview.

create sequence bulk_restore_seq;
create table bulk_restore (
  id text collate "C" primary key default 'restore_' || nextval('bulk_restore_seq'),
  by_kind text not null
    check (by_kind in ('staff', 'key', 'source', 'bulk_action')),
  by_id text not null,
  since timestamptz not null,
  until timestamptz not null,
  enforcement_count integer not null,
  reach_sum bigint not null,
  previewed_by text collate "C" not null,
  previewed_at timestamptz not null default desk_now(),
  reason text check (length(reason) between 1 and 2000),
  started_by text collate "C",
  started_at timestamptz,
  -- The first of the two people whom it needs.
  asked_by text collate "C" references staff (id),
  asked_at timestamptz,
  -- The signature of the second person, who started it.
  signature_id text collate "C",
  done_at timestamptz
);
create index bulk_restore_starter on bulk_restore (started_by, started_at) where started_by is not null;

create table bulk_restore_item (
  bulk_id text collate "C" not null references bulk_restore (id),
  ordinal integer not null,
  enforcement_id text collate "C" not null references enforcement (id),
  outcome text check (outcome in ('restoring', 'stopped', 'skipped')),
  primary key (bulk_id, ordinal),
  unique (bulk_id, enforcement_id)
);
comment on column bulk_restore_item.ordinal is 'The order of work: newest and highest reach first.';

-- For an enforcement in shadow mode: whether the people on duty could have approved it then, and their number.
create table shadow_enforcement (
  enforcement_id text collate "C" primary key references enforcement (id),
  could_agree boolean not null,
  on_duty integer not null check (on_duty >= 0),
  at timestamptz not null default desk_now()
);
create index shadow_enforcement_at on shadow_enforcement (at);

-- Trusted flaggers (Regulation (EU) 2022/2065, article 22): who they are, and which reports came from them.

create sequence trusted_flagger_seq;
create table trusted_flagger (
  id text collate "C" primary key default 'flagger_' || nextval('trusted_flagger_seq'),
  name text not null check (length(name) between 1 and 200),
  -- The contact of the organisation.
  contact text not null check (length(contact) between 1 and 500),
  -- The e-mail address in lower case from which its notices come by the form. Null: its notices come by API key alone.
  email text check (length(email) between 3 and 254 and email = lower(email)),
  -- The Digital Services Coordinator that awarded the status, and the reference of its decision.
  coordinator text not null check (length(coordinator) between 1 and 200),
  reference text not null check (length(reference) between 1 and 200),
  -- The categories for which the status was awarded.
  areas text[] not null check (cardinality(areas) between 1 and 20),
  expires_at timestamptz not null,
  registered_at timestamptz not null default desk_now(),
  -- The change that set the columns above last.
  change_id text collate "C" not null unique references desk_change (id),
  suspended_at timestamptz,
  suspended_by text collate "C" unique references desk_change (id),
  check ((suspended_at is null) = (suspended_by is null))
);
create unique index trusted_flagger_email on trusted_flagger (email) where email is not null and suspended_at is null;

-- The reports of a trusted flagger, while it was one.
create table flagger_report (
  report_id text collate "C" primary key,
  case_id text collate "C" not null,
  flagger_id text collate "C" not null references trusted_flagger (id),
  category text not null check (length(category) between 1 and 64),
  received_at timestamptz not null default desk_now(),
  -- True while its case comes before others for it: within the areas, until the case closes or the status ends.
  in_lane boolean not null
);
create index flagger_report_case on flagger_report (case_id);
create index flagger_report_flagger on flagger_report (flagger_id, received_at);
create index flagger_report_lane on flagger_report (flagger_id) where in_lane;

-- The trusted flagger that sends with this key. Null: another key. Such a key sends reports and nothing else.
alter table api_key add column flagger_id text collate "C";
alter table api_key add constraint api_key_flagger_id_fkey foreign key (flagger_id) references trusted_flagger (id) not valid;
alter table api_key validate constraint api_key_flagger_id_fkey;
alter table api_key add constraint flaggers_report check (flagger_id is null or scopes = array['report']) not valid;
alter table api_key validate constraint flaggers_report;

-- The constraint allows further kinds of changes, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase', 'flagger', 'flagger_suspension')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

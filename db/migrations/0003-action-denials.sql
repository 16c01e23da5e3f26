-- The actions that two people denied to a role or to one person. Append-only: of the rows about one role or person, the
-- latest counts, and an empty list denies nothing any more.
create table action_denial (
  id bigint generated always as identity primary key,
  role text collate "C" check (role in ('reviewer', 'senior', 'lead')),
  staff_id text collate "C" references staff (id),
  actions text[] not null
    check (actions <@ array['warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate']),
  set_at timestamptz not null default desk_now(),
  change_id text collate "C" not null references desk_change (id),
  constraint action_denial_about_one check (num_nonnulls(role, staff_id) = 1)
);
create index action_denial_staff on action_denial (staff_id);
create index action_denial_change on action_denial (change_id);

-- The constraint allows one more kind of change, so every stored row satisfies it. The statements share a transaction,
-- so writers of changes wait while the stored rows are checked; a desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial'))
  not valid;
alter table desk_change validate constraint desk_change_kind_check;

-- A transparency report is made final by a change of two people. Null: it waits for them, or one person made it final before.
alter table transparency_report add column change_id text collate "C";
alter table transparency_report add column final_at timestamptz;
-- No row has a value yet, so every stored row satisfies the constraint.
alter table transparency_report add constraint transparency_report_change_id_fkey
  foreign key (change_id) references desk_change (id) not valid;
alter table transparency_report validate constraint transparency_report_change_id_fkey;
-- accepted: such reports are a few a year.
update transparency_report set final_at = made_at;

-- The constraint allows a further kind of change, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase', 'flagger', 'flagger_suspension', 'recovery_end', 'sender_pause',
  'settlement_correction',
  'transparency_report')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

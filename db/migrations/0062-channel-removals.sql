-- The constraint allows a further kind of change, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase', 'flagger', 'flagger_suspension', 'recovery_end', 'sender_pause', 'settlement_correction',
  'transparency_report', 'channel_removal')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

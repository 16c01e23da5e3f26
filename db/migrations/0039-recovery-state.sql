-- The recovery state: a database that is older than the ledger's checkpoints, the recovery journal or the platform
-- releases nothing restrictive until two people have led it back.

create table database_recovery (
  id bigint generated always as identity primary key,
  begun_at timestamptz not null default desk_now(),
  -- Enforcements proposed before this time take no effect, also after the end. It is later than the proposal of each one
  -- that waited, even if the clock went back.
  barred_before timestamptz not null default desk_now(),
  ended_at timestamptz,
  -- The change by which two people led the desk back.
  change_id text collate "C" unique references desk_change (id),
  check ((ended_at is null) = (change_id is null))
);
create unique index database_recovery_open on database_recovery ((true)) where ended_at is null;

-- The signs of data that the database has lost.
create table database_loss (
  id bigint generated always as identity primary key,
  recovery_id bigint not null references database_recovery (id),
  kind text not null check (kind in ('ledger', 'journal', 'platform')),
  -- ledger: the last entry that a file of checkpoints and the database share (0: none), and the checkpoint that the
  -- database lacks. Entries after the one and up to the other were lost.
  kept_number bigint check (kept_number >= 0),
  lost_number bigint check (lost_number > kept_number),
  lost_chain bytea check (octet_length(lost_chain) = 32),
  -- journal, platform: the generation that was found there, and the one that the database had.
  subject text collate "C" check (length(subject) between 1 and 300),
  generation bigint,
  known_generation bigint check (known_generation < generation),
  found_at timestamptz not null default desk_now(),
  check (case when kind = 'ledger' then num_nulls(kept_number, lost_number, lost_chain) = 0
      and num_nonnulls(subject, generation, known_generation) = 0
    else num_nonnulls(kept_number, lost_number, lost_chain) = 0
      and num_nulls(subject, generation, known_generation) = 0 end)
);
create index database_loss_recovery on database_loss (recovery_id, id);
create unique index database_loss_subject on database_loss (recovery_id, subject) where subject is not null;
create unique index database_loss_checkpoint on database_loss (lost_number, lost_chain) where kind = 'ledger';

-- The constraint allows one more kind of change, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase', 'flagger', 'flagger_suspension', 'recovery_end')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

-- Lesser outcomes of appeals, one question to the appellant, and corrections of settlements.

-- The reason for which the first judge of an appeal differs from their own conclusion, where undoing takes two people.
alter table restore_ask add column differs_because text;
-- No row has a value yet, so every stored row satisfies the constraint.
alter table restore_ask add constraint restore_ask_differs_because_check
  check (differs_because is null or length(differs_because) between 1 and 2000 and cause = 'appeal') not valid;
alter table restore_ask validate constraint restore_ask_differs_because_check;

-- The lesser enforcement that the first judge wants in its place. Null: none. Only equal requests count together.
alter table restore_ask add column lesser jsonb;
-- No row has a value yet, so every stored row satisfies the constraint.
alter table restore_ask add constraint restore_ask_lesser_check
  check (lesser is null or cause = 'appeal' and jsonb_typeof(lesser) = 'object' and length(lesser::text) <= 1000) not valid;
alter table restore_ask validate constraint restore_ask_lesser_check;

-- The time until which an appeal goes to other teams than the one that decided, while a person of another team may judge it.
alter table appeal add column other_team_until timestamptz;
-- True if such a person was left when the case was opened, or when a periodic task last looked.
alter table appeal add column other_team_left boolean not null default false;
alter table appeal add column teams_looked_at timestamptz;

-- A trusted flagger has a contact that can be erased. The constraint allows one more kind, so every stored row satisfies it.
alter table person_erasure drop constraint person_erasure_person_check;
alter table person_erasure add constraint person_erasure_person_check
  check (person in ('account', 'reporter', 'staff', 'contact', 'flagger')) not valid;
alter table person_erasure validate constraint person_erasure_person_check;

-- A record of a decision of an out-of-court body that two people corrected: the new record names the old one.
alter table appeal_settlement add column corrects text collate "C";
alter table appeal_settlement add column change_id text collate "C";
-- No row has a value yet, so every stored row satisfies the constraints.
alter table appeal_settlement add constraint appeal_settlement_corrects_fkey foreign key (corrects) references appeal_settlement (id) not valid;
alter table appeal_settlement add constraint appeal_settlement_change_id_fkey foreign key (change_id) references desk_change (id) not valid;
alter table appeal_settlement add constraint appeal_settlement_corrects_check check ((corrects is null) = (change_id is null)) not valid;
alter table appeal_settlement validate constraint appeal_settlement_corrects_fkey;
alter table appeal_settlement validate constraint appeal_settlement_change_id_fkey;
alter table appeal_settlement validate constraint appeal_settlement_corrects_check;
-- accepted: such records are few. A correction may keep the reference of the record that it corrects.
drop index appeal_settlement_reference;
-- accepted: the same.
create unique index appeal_settlement_reference on appeal_settlement (coalesce(enforcement_id, decision_id), body, reference)
  where corrects is null;
-- accepted: no row is in this index when it is built.
create unique index appeal_settlement_corrected on appeal_settlement (corrects) where corrects is not null;

-- The constraint allows a further kind of change, so every stored row satisfies it. A desk has few changes.
alter table desk_change drop constraint desk_change_kind_check;
alter table desk_change add constraint desk_change_kind_check check (kind in ('rule_set', 'automation_resume', 'breaker',
  'tag', 'protection', 'role', 'clearance', 'approver', 'end_later', 'team', 'token', 'key', 'webhook_secret',
  'unrestrict', 'passkey', 'passkey_removal', 'sign_on', 'profile', 'drill_account', 'legal_hold', 'review_times',
  'end_people', 'unseal', 'verified_badge', 'protect_list', 'match_list', 'match_list_end', 'authority',
  'authority_removal', 'connector', 'harm_policy', 'election_window', 'election_window_end', 'action_denial',
  'person_erase', 'flagger', 'flagger_suspension', 'recovery_end', 'sender_pause',
  'settlement_correction')) not valid;
alter table desk_change validate constraint desk_change_kind_check;

-- lessened: a judge replaced the enforcement by one that takes less. The constraints allow one more outcome, so every stored
-- row satisfies them.
alter table appeal drop constraint appeal_state_check;
alter table appeal add constraint appeal_state_check
  check (state in ('open', 'upheld', 'lessened', 'overturned', 'restored', 'ended')) not valid;
alter table appeal validate constraint appeal_state_check;
alter table appeal drop constraint appeal_check1;
alter table appeal add constraint appeal_judged_check
  check ((state in ('upheld', 'lessened', 'overturned')) = (judged_by is not null)) not valid;
alter table appeal validate constraint appeal_judged_check;

-- The one question of a judge to the person who appeals, and the answer.
create table appeal_question (
  appeal_id text collate "C" primary key references appeal (id),
  asked_by text collate "C" not null references staff (id),
  -- These three are erased with the words of the appeal.
  question text check (length(question) between 1 and 1000),
  answer text check (length(answer) between 1 and 5000),
  salt bytea check (octet_length(salt) = 16),
  -- The hashes of the salt with the question, and with the answer. They stay, and reveal nothing.
  question_hash bytea not null check (octet_length(question_hash) = 32),
  answer_hash bytea check (octet_length(answer_hash) = 32),
  asked_at timestamptz not null default desk_now(),
  answer_by timestamptz not null,
  answered_at timestamptz,
  -- The API key by which the answer came.
  key_id text collate "C",
  check ((answered_at is null) = (answer_hash is null) and (answered_at is null) = (key_id is null)),
  check ((question is null) = (salt is null)),
  check (answer is null or question is not null and answered_at is not null)
);
create index appeal_question_asked on appeal_question (asked_by, asked_at);

-- Letters about the question of an appeal, and about the further outcome.
alter table letter drop constraint letter_kind_check;
alter table letter add constraint letter_kind_check
  check (kind in ('confirm', 'receipt', 'outcome', 'changed', 'appeal_receipt', 'appeal_question', 'appeal_outcome', 'sender_warning',
    'sender_pause', 'sender_end', 'sender_upheld')) not valid;
alter table letter drop constraint letter_outcome_check;
alter table letter add constraint letter_outcome_check check ((kind in ('outcome', 'changed', 'appeal_outcome')) = (outcome is not null)
  and (outcome is null or case kind when 'appeal_outcome' then outcome in ('upheld', 'lessened', 'overturned', 'restored', 'ended')
    else outcome in ('actioned', 'not_actioned') end)) not valid;
alter table letter validate constraint letter_kind_check;
alter table letter validate constraint letter_outcome_check;

-- Open appeals go on to wait for another team.
-- accepted: open appeals are few. The periodic task looks at each within its next runs.
update appeal set other_team_until = received_at + (waiting.due_at - received_at) / 2, other_team_left = true
  from review_case waiting where waiting.appeal_id = appeal.id and appeal.state = 'open';

-- Counter-notices: a person contests a restriction that followed a rights holder's notice, and it is lifted after a time.

-- The work and the holder of a right, as a notice names them. They move to its report, as its reason does.
alter table notice add column work text;
alter table notice add column holder text;
-- No row has a value yet, so every stored row satisfies the constraint.
alter table notice add constraint notice_work_check check ((work is null) = (holder is null) and (work is null
  or accepted_at is null and length(work) between 1 and 500 and length(holder) between 1 and 200)) not valid;
alter table notice validate constraint notice_work_check;

create sequence counter_notice_seq;
create table counter_notice (
  id text collate "C" primary key default 'ctn_' || nextval('counter_notice_seq'),
  -- One for each statement, and so for each enforcement.
  statement_id text collate "C" not null unique references statement (id),
  enforcement_id text collate "C" not null unique references enforcement (id),
  -- The API key that it came by, and the id that its sender gave it: one that is sent twice is one.
  key_id text collate "C" not null references api_key (id),
  client_id text collate "C" not null check (length(client_id) between 1 and 300),
  -- A keyed hash of all that was sent. Null: erased.
  body_hash bytea check (octet_length(body_hash) = 32),
  -- Its sender: name, address, signature.
  correspondent_id text collate "C" not null references correspondent (id),
  policy_id text collate "C" not null check (length(policy_id) between 1 and 64),
  law text collate "C" not null check (length(law) between 1 and 64),
  -- The words of the sender, with the salt of their hash. Null: erased.
  words text check (length(words) between 1 and 5000),
  salt bytea check (octet_length(salt) = 16),
  said_hash bytea not null check (octet_length(said_hash) = 32),
  -- True: the rights holder gets name and contact of the sender.
  discloses boolean not null,
  business_days integer not null check (business_days between 1 and 60),
  received_at timestamptz not null default desk_now(),
  -- The end of the last of these days, when the restriction is lifted.
  lift_at timestamptz not null,
  -- withdrawn: by its sender. action_filed: the rights holder went to court. lifted: its time was over. ended: the
  -- restriction ended for another reason. referred: another ground restricts too, so people decide.
  state text not null default 'open' check (state in ('open', 'withdrawn', 'action_filed', 'lifted', 'ended', 'referred')),
  moved_at timestamptz,
  referred_for text check (referred_for in ('legal_duty', 'order', 'two_grounds', 'other_report', 'new_notice', 'not_told')),
  -- The notice by whose page, or the API key by which, the action was stated, and the reference of the court.
  filed_by text collate "C" check (length(filed_by) <= 300),
  filed_reference text check (length(filed_reference) between 1 and 500),
  -- The hash of that reference, with the salt of the words.
  filed_hash bytea check (octet_length(filed_hash) = 32),
  check ((state = 'open') = (moved_at is null)),
  check ((state = 'action_filed') = (filed_by is not null)),
  check ((state = 'action_filed') = (filed_reference is not null)),
  check ((state = 'action_filed') = (filed_hash is not null)),
  check ((state = 'referred') = (referred_for is not null)),
  check ((words is null) = (salt is null)),
  unique (key_id, client_id)
);
create index counter_notice_open on counter_notice (lift_at) where state = 'open';
create index counter_notice_correspondent on counter_notice (correspondent_id);
create index counter_notice_kept on counter_notice (moved_at) where words is not null;

-- Letters to the sender of a counter-notice, and to the rights holder whose notice it answers.
alter table letter add column counter_id text collate "C";
-- No row has a value yet, so every stored row satisfies the constraints.
alter table letter add constraint letter_counter_id_fkey foreign key (counter_id) references counter_notice (id) not valid;
alter table letter validate constraint letter_counter_id_fkey;
alter table letter drop constraint letter_kind_check;
alter table letter drop constraint letter_outcome_check;
alter table letter drop constraint letter_about_check;
alter table letter add constraint letter_kind_check
  check (kind in ('confirm', 'receipt', 'outcome', 'changed', 'appeal_receipt', 'appeal_question', 'appeal_outcome', 'sender_warning',
    'sender_pause', 'sender_end', 'sender_upheld', 'counter_receipt', 'counter_outcome', 'rights_counter', 'rights_outcome')) not valid;
alter table letter add constraint letter_outcome_check check (
  (kind in ('outcome', 'changed', 'appeal_outcome', 'counter_outcome', 'rights_outcome')) = (outcome is not null)
  and (outcome is null or case
    when kind = 'appeal_outcome' then outcome in ('upheld', 'lessened', 'overturned', 'restored', 'ended')
    when kind in ('counter_outcome', 'rights_outcome') then outcome in ('withdrawn', 'action_filed', 'lifted', 'ended', 'referred')
    else outcome in ('actioned', 'not_actioned') end)) not valid;
alter table letter add constraint letter_about_check
  check (num_nonnulls(notice_id, appeal_id, measure_id, counter_id) = 1 and (starts_with(kind, 'appeal_')) = (appeal_id is not null)
    and (starts_with(kind, 'sender_')) = (measure_id is not null) and (starts_with(kind, 'counter_')) = (counter_id is not null)) not valid;
alter table letter validate constraint letter_kind_check;
alter table letter validate constraint letter_outcome_check;
alter table letter validate constraint letter_about_check;

-- Appeals of people outside by page: links of statements, complaints of people who sent a notice, and files.

-- The constraint allows one more kind, so every stored row satisfies it.
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check
  check (kind in ('drive', 'end', 'reach', 'reconcile', 'facts', 'bulk', 'outcome', 'release', 'expire', 'confirm',
    'alert', 'leave', 'escalate', 'detect_drift', 'deliver', 'bulk_action', 'automate', 'unconfirmed', 'notice', 'answer',
    'letter', 'appeal')) not valid;
alter table job validate constraint job_kind_check;

-- The random part of a statement's link. Null: it was made before, and has no page.
alter table statement add column link_part uuid;
alter table statement alter column link_part set default gen_random_uuid();

-- The time at which the sender of a notice was told another outcome than before.
alter table notice add column changed_at timestamptz;
-- An appeal opened the decision of its case again: the next outcome is told even if it is the same.
alter table notice add column reopened_at timestamptz;

-- affected: of the person whose content or account is restricted. reporter: of a person whose notice led to nothing.
alter table appeal add column side text not null default 'affected';
-- The decision that a reporter contests.
alter table appeal add column decision_id text collate "C";
-- The policy and the rule of automation that let an enforcement pass which an appeal undid. Null: none did, or of a reporter.
alter table appeal add column against_policy text;
alter table appeal add column against_rule text;
alter table appeal alter column enforcement_id drop not null;
-- No row has a value yet or has another than the default, so every stored row satisfies the constraints.
alter table appeal add constraint appeal_decision_id_fkey foreign key (decision_id) references decision (id) not valid;
alter table appeal add constraint appeal_side_check check (side in ('affected', 'reporter')) not valid;
alter table appeal add constraint appeal_contests_check
  check ((side = 'affected') = (enforcement_id is not null) and (side = 'reporter') = (decision_id is not null)) not valid;
alter table appeal validate constraint appeal_decision_id_fkey;
alter table appeal validate constraint appeal_side_check;
alter table appeal validate constraint appeal_contests_check;
-- accepted: appeals are few, and no row is in this index when it is built.
create index appeal_decision on appeal (decision_id, received_at) where decision_id is not null;
-- accepted: the same.
create unique index appeal_one_open_of_decision on appeal (decision_id) where state = 'open' and decision_id is not null;
-- By it a person is found who judged that a case comes back.
-- accepted: the same.
create index appeal_brought_back on appeal (judged_by, subject) where side = 'reporter' and state = 'overturned';

-- An appeal that came by a page, not by API: from the link of a statement, or from the page of a notice.
create table appeal_page (
  appeal_id text collate "C" primary key references appeal (id),
  statement_id text collate "C" references statement (id),
  notice_id text collate "C" references notice (id),
  -- Null: the appellant gave no address.
  correspondent_id text collate "C" references correspondent (id),
  check ((statement_id is null) <> (notice_id is null))
);
create index appeal_page_statement on appeal_page (statement_id) where statement_id is not null;
create index appeal_page_notice on appeal_page (notice_id) where notice_id is not null;
create index appeal_page_correspondent on appeal_page (correspondent_id) where correspondent_id is not null;

-- Files that came with an appeal. There is no place for those of child sexual abuse or intimate images.
create sequence appeal_file_seq;
create table appeal_file (
  id text collate "C" primary key default 'apf_' || nextval('appeal_file_seq'),
  appeal_id text collate "C" not null references appeal (id),
  place smallint not null check (place between 0 and 9),
  media_type text not null check (length(media_type) between 1 and 127),
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- Null: dropped, because the hash became known as restricted.
  bytes bytea check (octet_length(bytes) between 1 and 2097152),
  unique (appeal_id, place)
);
create index appeal_file_hash on appeal_file (sha256) where bytes is not null;

-- Letters are about a notice or an appeal.
alter table letter alter column notice_id drop not null;
alter table letter add column appeal_id text collate "C";
alter table letter add constraint letter_appeal_id_fkey foreign key (appeal_id) references appeal (id) not valid;
alter table letter validate constraint letter_appeal_id_fkey;
alter table letter drop constraint letter_kind_check;
alter table letter drop constraint letter_outcome_check;
alter table letter drop constraint letter_check;
-- Every stored row is about a notice, with one of the earlier kinds and outcomes.
alter table letter add constraint letter_kind_check
  check (kind in ('confirm', 'receipt', 'outcome', 'changed', 'appeal_receipt', 'appeal_outcome')) not valid;
alter table letter add constraint letter_outcome_check check ((kind in ('outcome', 'changed', 'appeal_outcome')) = (outcome is not null)
  and (outcome is null or case kind when 'appeal_outcome' then outcome in ('upheld', 'overturned', 'restored', 'ended')
    else outcome in ('actioned', 'not_actioned') end)) not valid;
alter table letter add constraint letter_about_check
  check ((starts_with(kind, 'appeal_')) = (appeal_id is not null) and (appeal_id is null) = (notice_id is not null)) not valid;
alter table letter validate constraint letter_kind_check;
alter table letter validate constraint letter_outcome_check;
alter table letter validate constraint letter_about_check;

-- A sender of notices has a random name in reports, which ends with their data; and erasures reach senders.

create table notice_sender (
  -- The name of the person in reports and in their record. It is random: without this row it leads to no address.
  id text collate "C" primary key check (id ~ '^sender:[0-9a-f]{32}$'),
  -- The mark of the confirmed e-mail address, as correspondents have it.
  mark bytea not null unique check (octet_length(mark) = 32),
  made_at timestamptz not null default desk_now()
);

-- Signature and contact are sealed from now on, which makes them longer. Every stored row satisfies the constraints.
alter table removal_request drop constraint removal_request_signature_check;
alter table removal_request add constraint removal_request_signature_check
  check (length(signature) between 1 and 3000) not valid;
alter table removal_request validate constraint removal_request_signature_check;
alter table removal_request drop constraint removal_request_contact_check;
alter table removal_request add constraint removal_request_contact_check
  check (length(contact) between 1 and 3000) not valid;
alter table removal_request validate constraint removal_request_contact_check;

-- The constraint allows one more kind of person, so every stored row satisfies it. A desk has few erasures.
alter table person_erasure drop constraint person_erasure_person_check;
alter table person_erasure add constraint person_erasure_person_check
  check (person in ('account', 'reporter', 'staff', 'contact')) not valid;
alter table person_erasure validate constraint person_erasure_person_check;

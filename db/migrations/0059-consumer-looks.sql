-- A change of a restriction is noted in a row of its own: a restore never waits for a text for consumers.

-- Restrictions about which a text for consumers may be due before its time. Triggers write it. It has no unique key but a
-- number, so that no insert waits for another transaction.
create table consumer_look (
  id bigint generated always as identity primary key,
  enforcement_id text collate "C" not null references enforcement (id)
);

-- accepted: no release has it. The files of the schema have another trigger in its place.
drop trigger if exists note_consumer_correction on enforcement;
-- accepted: likewise.
drop function if exists note_consumer_correction();
-- accepted: likewise, by look_at_consumer_duties.
drop function if exists list_due_consumer_notices(text[], integer);

-- Texts for people are stored in English, which the ledger records, and from here on as messages of the catalogue too.
-- A message renders its text in the language of the reader, and only while its English is the stored text.
-- Not validated: every stored row has no message and satisfies it, and reading them all would let writes wait.
alter table alert add column message jsonb;
alter table alert add constraint alert_message_check check (length(message::text) <= 300000) not valid;
alter table desk_change add column message jsonb;
alter table desk_change add constraint desk_change_message_check check (length(message::text) <= 300000) not valid;

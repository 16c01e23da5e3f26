-- Texts for people are stored in English, which the ledger records, and from here on as messages of the catalogue too.
-- A message renders its text in the language of the reader, and only while its English is the stored text.
alter table alert add column message jsonb check (length(message::text) <= 300000);
alter table desk_change add column message jsonb check (length(message::text) <= 300000);

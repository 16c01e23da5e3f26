-- The full name as the directory writes it (RFC 7643 §4.1.1, name.formatted). It is forgotten with the others.
alter table directory_person add column formatted_name text;
alter table directory_person
  add constraint formatted_name_length check (length(formatted_name) between 1 and 400) not valid,
  add constraint formatted_name_forgotten check (removed_at is null or formatted_name is null) not valid;
alter table directory_person validate constraint formatted_name_length;
alter table directory_person validate constraint formatted_name_forgotten;

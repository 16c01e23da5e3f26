-- The versions of contents by their platform's own name, such as the CID of a record of the AT Protocol.

-- The version that the stored text has. Null: the platform names none, or the text came from another source.
alter table content add column version text collate "C";
-- Not validated: every stored row has none and satisfies it, and reading them all would let writes wait.
-- Twin of VERSION_CHARS_MAX in TypeScript.
alter table content add
  constraint content_version_check check (length(version) between 1 and 100) not valid;

-- The version about which the enforcement was decided. Null: none was known.
alter table enforcement add column content_version text collate "C";
alter table enforcement add constraint enforcement_content_version_check
  check (length(content_version) between 1 and 100) not valid;

-- The version that the platform showed last. Null: it named none.
alter table subject_state add column seen_version text collate "C";
alter table subject_state add constraint subject_state_seen_version_check
  check (length(seen_version) between 1 and 100) not valid;

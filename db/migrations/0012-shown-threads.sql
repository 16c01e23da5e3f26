-- The pages of messages around a content that holders of a case were shown, as canonical JSON. case_shown, and with it
-- the decision, names each by its hash.
create table shown_thread (
  case_id text collate "C" not null references review_case (id),
  sha256 bytea not null check (sha256 = sha256(body)),
  body bytea not null,
  shown_at timestamptz not null default desk_now(),
  primary key (case_id, sha256),
  -- Twin of STORED_BYTES_MAX in TypeScript.
  constraint shown_thread_body_check check (octet_length(body) <= 524288)
);
comment on table shown_thread is 'Insert only.';

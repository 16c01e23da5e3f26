-- The accounts related to the one of a case that its holder was shown, as canonical JSON. case_shown, and with it the
-- decision, names each by its hash.
create table shown_related (
  case_id text collate "C" not null references review_case (id),
  sha256 bytea not null check (sha256 = sha256(body)),
  body bytea not null check (octet_length(body) <= 524288),
  shown_at timestamptz not null default desk_now(),
  -- The person for whom it was stored first.
  stored_for text collate "C" not null,
  primary key (case_id, sha256)
);
comment on table shown_related is 'Insert only, but for shown_at. Deleted without a decision that names it.';

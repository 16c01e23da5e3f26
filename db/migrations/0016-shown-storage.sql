-- The person for whom a page of evidence was stored first. Null: it was stored before this column existed.
alter table shown_profile add column stored_for text collate "C";
alter table shown_thread add column stored_for text collate "C";

-- The bytes of shown evidence that the desk stored for each person on a day (UTC). Bounds what one person can store.
create table shown_storage (
  staff_id text collate "C" not null references staff (id),
  on_day date not null,
  bytes bigint not null,
  primary key (staff_id, on_day),
  -- Twin of STORED_BYTES_A_DAY_MAX in TypeScript.
  constraint shown_storage_bytes_check check (bytes between 0 and 67108864)
);

comment on table shown_profile is 'Insert only, but for shown_at. Deleted without a decision that names it.';
comment on table shown_thread is 'Insert only, but for shown_at. Deleted without a decision that names it.';

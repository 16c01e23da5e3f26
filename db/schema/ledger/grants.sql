-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on ledger_leaf to countersign_desk;

grant select, insert on ledger_payload to countersign_desk;

grant select on leaf_pending to countersign_desk;

grant select on ledger_entry to countersign_desk;

grant select on ledger_check to countersign_desk;

grant select on ledger_follow to countersign_desk;

grant execute on function
  number_entries(integer),
  record_ledger_progress(bigint, bytea, bigint),
  record_ledger_check(timestamptz, bigint, bytea, bigint, integer, integer, bigint, jsonb)
to countersign_desk;

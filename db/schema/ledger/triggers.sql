create or replace trigger enqueue_entry_numbering after insert on ledger_leaf referencing new table as added
  for each statement execute function enqueue_entry_numbering();

create or replace trigger skip_delete_under_legal_hold before update on ledger_payload for each row
  when (new.payload is null and old.payload is not null and old.subject is not null)
    execute function skip_delete_under_legal_hold();

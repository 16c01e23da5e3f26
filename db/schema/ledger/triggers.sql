create or replace trigger leaf_await_number after insert on ledger_leaf referencing new table as added
  for each statement execute function leaf_await_number();

create or replace trigger keep_preserved before update on ledger_payload for each row
  when (new.payload is null and old.payload is not null and old.subject is not null) execute function keep_preserved();

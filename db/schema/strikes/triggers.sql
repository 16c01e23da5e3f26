create or replace trigger enqueue_strike_count after update on enforcement for each row
  when (new.account_id is not null and not new.interim and new.source <> 'schedule'
    and (new.state = 'in_effect' and old.state <> 'in_effect' or new.confirmed_at is not null and old.confirmed_at is null))
  execute function enqueue_strike_count();

create or replace trigger check_strike_case before insert on strike_case for each row execute function check_strike_case();

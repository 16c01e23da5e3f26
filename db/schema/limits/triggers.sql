create or replace trigger check_freeze before insert or update on enforcement_freeze for each row
  execute function check_freeze();

create or replace trigger check_breaker before insert on breaker for each row execute function check_breaker();

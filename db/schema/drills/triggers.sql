create or replace trigger check_drill_schedule before insert or update on drill_schedule for each row
  execute function check_drill_schedule();

create or replace trigger check_drill_run before insert or update on drill_run for each row
  execute function check_drill_run();

create or replace trigger check_drill_account before insert on drill_account for each row
  execute function check_drill_account();

create or replace trigger check_paused_report before insert on paused_report for each row
  execute function check_paused_report();

create or replace trigger check_paused_notice before insert or update of paused_by on notice for each row
  execute function check_paused_notice();

create or replace trigger refuse_paused_appeal before insert on appeal for each row
  execute function refuse_paused_appeal();

create or replace trigger check_misuse_appeal before insert on misuse_appeal for each row
  execute function check_misuse_appeal();

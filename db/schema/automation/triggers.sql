create or replace trigger check_automation_rule before insert on automation_rule for each row
  execute function check_automation_rule();

create or replace trigger check_automation_pause before insert on automation_pause for each row
  execute function check_automation_pause();

create or replace trigger check_automation_run before insert on automation_run for each row
  execute function check_automation_run();
create or replace trigger skip_delete_under_legal_hold before delete on automation_run for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger skip_delete_under_legal_hold before delete on signal for each row
  execute function skip_delete_under_legal_hold();

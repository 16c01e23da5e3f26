create or replace trigger check_flagger_report before insert on flagger_report for each row
  execute function check_flagger_report();

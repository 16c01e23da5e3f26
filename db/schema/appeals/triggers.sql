create or replace trigger check_appeal before insert or update of state on appeal for each row
  execute function check_appeal();
create or replace trigger check_appeal_file before insert on appeal_file for each row
  execute function check_appeal_file();
create or replace trigger check_appeal_conclusion before insert on appeal_conclusion for each row
  execute function check_appeal_conclusion();
create or replace trigger check_appeal_settlement before insert on appeal_settlement for each row
  execute function check_appeal_settlement();

create or replace trigger check_label before insert on label for each row when (not new.lost)
  execute function check_label();

create or replace trigger check_lost_label before insert on label for each row when (new.lost)
  execute function check_lost_label();

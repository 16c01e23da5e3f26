create or replace trigger check_label before insert on label for each row execute function check_label();

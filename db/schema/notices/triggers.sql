create or replace trigger check_notice before insert or update on notice for each row execute function check_notice();
create or replace trigger check_notice_file before insert on notice_file for each row
  execute function check_notice_file();

create or replace trigger check_notice before insert or update on notice for each row execute function check_notice();
create or replace trigger check_notice_file before insert on notice_file for each row
  execute function check_notice_file();
create or replace trigger check_new_counter_notice before insert on counter_notice for each row
  execute function check_new_counter_notice();
create or replace trigger check_counter_notice_end before update on counter_notice for each row
  execute function check_counter_notice_end();

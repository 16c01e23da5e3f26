create or replace trigger make_dsa_submissions after insert on statement_content
  referencing new table as made for each statement execute function make_dsa_submissions();
create or replace trigger check_dsa_submission before update on dsa_submission for each row
  execute function check_dsa_submission();
create or replace trigger check_dsa_delivery before update on dsa_delivery for each row
  execute function check_dsa_delivery();
create or replace trigger keep_effect_time before update on enforcement for each row execute function keep_effect_time();
create or replace trigger set_restore_time before insert on enforcement_restore for each row execute function set_restore_time();

create or replace trigger make_dsa_submissions after insert on statement_content
  referencing new table as made for each statement execute function make_dsa_submissions();
create or replace trigger check_dsa_submission before update on dsa_submission for each row
  execute function check_dsa_submission();
create or replace trigger check_dsa_delivery before update on dsa_delivery for each row
  execute function check_dsa_delivery();

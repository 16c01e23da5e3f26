create or replace trigger check_legal_clock before update on legal_clock for each row
  execute function check_legal_clock();
create or replace trigger check_clock_cause before insert on legal_clock for each row
  execute function check_clock_cause();

create or replace trigger skip_delete_under_legal_hold before delete on referral for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger lock_account_for_hold before insert on legal_hold for each row
  execute function lock_account_for_hold();

create or replace trigger skip_delete_under_legal_hold before delete on content_match for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger check_removal_request before insert on removal_request for each row
  execute function check_removal_request();

create or replace trigger check_order_act before insert on authority_order_act for each row
  execute function check_order_act();

create or replace trigger check_hold_of_order before insert on legal_hold for each row
  execute function check_hold_of_order();

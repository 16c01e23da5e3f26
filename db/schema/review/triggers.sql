create or replace trigger refuse_final_exception before insert on decision for each row
  when (new.conclusion = 'newsworthy_exception' and new.standing = 'final') execute function refuse_final_exception();
create or replace trigger check_role_platform before insert on decision for each row
  execute function check_role_platform();
create or replace trigger count_decision after insert on decision for each row execute function count_decision();
create or replace trigger skip_delete_under_legal_hold before delete on decision for each row
  execute function skip_delete_under_legal_hold();

create or replace trigger check_newsworthy_exception before insert or update on newsworthy_exception for each row
  execute function check_newsworthy_exception();
create or replace trigger finalise_decision after insert on newsworthy_exception for each row
  execute function finalise_decision();

create or replace trigger check_case_set before insert or update on case_set for each row
  execute function check_case_set();
create or replace trigger check_case_set_member before insert on case_set_member for each row
  execute function check_case_set_member();

create or replace trigger set_case_shown_at before insert or update on case_shown for each row
  execute function set_case_shown_at();
create or replace trigger set_shown_at before insert or update on shown_profile for each row
  execute function set_shown_at();
create or replace trigger count_shown_evidence after insert on shown_profile for each row
  execute function count_shown_evidence();
create or replace trigger skip_delete_under_legal_hold before delete on shown_profile for each row
  execute function skip_delete_under_legal_hold();
create or replace trigger set_shown_at before insert or update on shown_thread for each row
  execute function set_shown_at();
create or replace trigger count_shown_evidence after insert on shown_thread for each row
  execute function count_shown_evidence();
create or replace trigger skip_delete_under_legal_hold before delete on shown_thread for each row
  execute function skip_delete_under_legal_hold();
create or replace trigger set_shown_at before insert or update on shown_related for each row
  execute function set_shown_at();
create or replace trigger count_shown_evidence after insert on shown_related for each row
  execute function count_shown_evidence();
create or replace trigger skip_delete_under_legal_hold before delete on shown_related for each row
  execute function skip_delete_under_legal_hold();

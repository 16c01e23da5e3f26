create or replace trigger check_legal_clock before update on legal_clock for each row execute function check_legal_clock();
create or replace trigger check_clock_cause before insert on legal_clock for each row execute function check_clock_cause();

create or replace trigger keep_preserved before delete on referral for each row execute function keep_preserved();

create or replace trigger await_facts before insert on legal_hold for each row execute function await_facts();

create or replace trigger keep_preserved before delete on content_match for each row execute function keep_preserved();

create or replace trigger check_removal_request before insert on removal_request for each row execute function check_removal_request();

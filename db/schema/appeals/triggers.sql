create or replace trigger check_appeal before insert or update of state on appeal for each row
  execute function check_appeal();
create or replace trigger await_other_team after insert on review_case for each row
  when (new.appeal_id is not null) execute function await_other_team();
create or replace trigger check_appeal_file before insert on appeal_file for each row
  execute function check_appeal_file();
create or replace trigger check_appeal_conclusion before insert on appeal_conclusion for each row
  execute function check_appeal_conclusion();
create or replace trigger check_appeal_settlement before insert on appeal_settlement for each row
  execute function check_appeal_settlement();
create or replace trigger check_appeal_question before insert on appeal_question for each row
  execute function check_appeal_question();
create or replace trigger await_answer after insert on appeal_question for each row execute function await_answer();
create or replace trigger check_appeal_answer before update on appeal_question for each row
  execute function check_appeal_answer();

drop trigger if exists check_signed_lesser on enforcement_restore;
create constraint trigger check_signed_lesser after insert on enforcement_restore deferrable initially deferred
  for each row when (new.asked_by is not null and new.bulk_id is null) execute function check_signed_lesser();

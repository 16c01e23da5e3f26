create or replace trigger check_change_answer before insert on change_answer for each row
  execute function check_change_answer();

create or replace trigger check_change_move before insert or update on desk_change for each row
  execute function check_change_move();
create or replace trigger draw_protect_list_seed after insert on desk_change for each row
  when (new.kind = 'protect_list') execute function draw_protect_list_seed();

create or replace trigger check_version before insert on rule_set_version for each row execute function check_version();

create or replace trigger check_review before insert or update on protection_review for each row
  execute function check_review();

create or replace trigger check_protection_look before insert on protection_look for each row
  execute function check_protection_look();

create or replace trigger check_protect_list_judgement before insert on protect_list_judgement for each row
  execute function check_protect_list_judgement();

create or replace trigger refuse_other_spelling before insert on protection for each row
  when (is_other_spelling(subject_id(new.subject, 'account'))) execute function refuse_other_spelling();

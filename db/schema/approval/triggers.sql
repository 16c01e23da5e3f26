create or replace trigger check_enforcement_offer before insert or update on enforcement_offer for each row
  execute function check_enforcement_offer();
create or replace trigger protect_revealed_at before insert or update on enforcement_offer for each row
  execute function protect_revealed_at();

create or replace trigger check_approval before insert on approval for each row execute function check_approval();
create or replace trigger record_confirmation after insert on approval for each row when (new.answer = 'confirm')
  execute function record_confirmation();

create or replace trigger check_enforcement_offer before insert or update on enforcement_offer for each row execute function check_enforcement_offer();
create or replace trigger keep_revealed before insert or update on enforcement_offer for each row execute function keep_revealed();

create or replace trigger check_approval before insert on approval for each row execute function check_approval();
create or replace trigger keep_confirmed after insert on approval for each row when (new.answer = 'confirm') execute function keep_confirmed();

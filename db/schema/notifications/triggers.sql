create or replace trigger say_drill before insert on alert for each row when (new.enforcement_id is not null) execute function say_drill();

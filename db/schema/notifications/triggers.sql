create or replace trigger mark_drill before insert on alert for each row when (new.enforcement_id is not null)
  execute function mark_drill();

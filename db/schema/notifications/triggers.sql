create or replace trigger mark_drill before insert on alert for each row when (new.enforcement_id is not null)
  execute function mark_drill();
create or replace trigger check_alert_kind before insert on alert for each row
  when (new.kind in ('key_revoked', 'recovery', 'reports_wait', 'set_aside')) execute function check_alert_kind();

create or replace trigger mark_drill before insert on alert for each row when (new.enforcement_id is not null)
  execute function mark_drill();
create or replace trigger check_channel_removal before update of removed_at on channel for each row
  when (old.removed_at is null and new.removed_at is not null) execute function check_channel_removal();
create or replace trigger check_alert_kind before insert on alert for each row
  when (new.kind in ('key_revoked', 'recovery', 'reports_wait', 'set_aside')) execute function check_alert_kind();

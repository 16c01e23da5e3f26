create or replace trigger check_enforcement_move before insert or update on enforcement for each row
  execute function check_enforcement_move();
create or replace trigger record_enforcement_move after insert or update on enforcement for each row
  execute function record_enforcement_move();
create or replace trigger check_enforcement_gate before insert or update on enforcement for each row
  execute function check_enforcement_gate();
create or replace trigger check_enforcement_floor before update on enforcement for each row
  when (new.state = 'releasing' and old.state <> 'releasing') execute function check_enforcement_floor();
create or replace trigger check_enforcement_breaker before update on enforcement for each row
  when (new.state = 'releasing' and old.state <> 'releasing') execute function check_enforcement_breaker();
create or replace trigger check_role_platform before insert on enforcement for each row
  execute function check_role_platform();
create or replace trigger check_bulk_action_enforcement before insert on enforcement for each row
  when (new.source = 'bulk_action') execute function check_bulk_action_enforcement();
create or replace trigger check_bulk_action_release before update on enforcement for each row
  when (new.source = 'bulk_action' and new.state = 'releasing' and old.state <> 'releasing')
  execute function check_bulk_action_release();
create or replace trigger check_automation_enforcement before insert on enforcement for each row
  execute function check_automation_enforcement();
drop trigger if exists check_automation_grounds on enforcement;
create constraint trigger check_automation_grounds after insert on enforcement deferrable initially deferred
  for each row when (new.source = 'automation') execute function check_automation_grounds();
create or replace trigger check_automation_release before update on enforcement for each row
  when (new.source = 'automation' and new.state = 'releasing' and old.state <> 'releasing')
    execute function check_automation_release();
-- The trigger's name sorts before those that count, because PostgreSQL runs triggers in the order of their names.
create or replace trigger account_lock before insert on enforcement for each row execute function lock_shares();
create or replace trigger account_lock_at_release before update on enforcement for each row
  when (new.state = 'releasing' and old.state <> 'releasing') execute function lock_shares();

create or replace trigger check_enforcement_restore before insert on enforcement_restore for each row
  execute function check_enforcement_restore();

create or replace trigger check_later_reason before insert on later_reason for each row
  execute function check_later_reason();

create or replace trigger check_subject_state before insert or update on subject_state for each row
  execute function check_subject_state();

create or replace trigger check_bulk_start before update on bulk_restore for each row
  when (new.started_by is not null and old.started_by is null) execute function check_bulk_start();

create or replace trigger check_verdict before insert on verdict for each row execute function check_verdict();

create or replace trigger check_content_count before insert on content_count for each row
  execute function check_content_count();

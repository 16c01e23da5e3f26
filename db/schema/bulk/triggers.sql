create or replace trigger check_bulk_action_sample before update on bulk_action_sample for each row
  execute function check_bulk_action_sample();

create or replace trigger check_bulk_action before insert or update on bulk_action for each row
  execute function check_bulk_action();

create or replace trigger check_bulk_action_item before insert on bulk_action_item for each row
  execute function check_bulk_action_item();

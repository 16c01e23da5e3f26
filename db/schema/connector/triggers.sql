create or replace trigger check_connector_origin before insert on connector_pin for each row
  execute function check_connector_origin();

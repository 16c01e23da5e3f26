create or replace trigger check_drift_close before update on drift for each row execute function check_drift_close();
create or replace trigger check_drift before insert on drift for each row execute function check_drift();
create or replace trigger check_drift_moves before update on drift for each row execute function check_drift_moves();

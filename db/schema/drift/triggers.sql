create or replace trigger check_finding_close before update on watch_finding for each row execute function check_finding_close();
create or replace trigger check_finding before insert on watch_finding for each row execute function check_finding();
create or replace trigger check_finding_moves before update on watch_finding for each row execute function check_finding_moves();

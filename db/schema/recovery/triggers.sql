create or replace trigger check_recovery before update on enforcement for each row
  when (new.state = 'releasing' and old.state <> 'releasing') execute function check_recovery();

create or replace trigger check_revoked before update on api_key for each row execute function check_revoked();
create or replace trigger check_platform before insert on api_key for each row
  when (new.platform <> 'default') execute function check_platform('platform');
create or replace trigger check_new_key before insert on api_key for each row execute function check_new_key();

create or replace trigger check_profile before insert on desk_profile for each row execute function check_profile();

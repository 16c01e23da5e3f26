create or replace trigger update_staff_shift after insert on shift_event for each row
  execute function update_staff_shift();
create or replace trigger check_shift_event before insert on shift_event for each row
  execute function check_shift_event();

create or replace trigger check_ended before update on staff for each row execute function check_ended();
create or replace trigger set_approves_from before insert on staff for each row execute function set_approves_from();
create or replace trigger check_new_staff before insert on staff for each row execute function check_new_staff();
create or replace trigger enqueue_departure after insert or update of ends_at, ended_at on staff for each row
  execute function enqueue_departure();

create or replace trigger check_revoked before update on staff_token for each row execute function check_revoked();

create or replace trigger check_software before insert on passkey for each row when (new.software)
  execute function check_software();
create or replace trigger check_passkey before insert or update on passkey for each row
  execute function check_passkey();

create or replace trigger check_software before insert on software_key for each row execute function check_software();

create or replace trigger check_directory_person before insert or update on directory_person
  for each row execute function check_directory_person();

create or replace trigger check_signing before insert on signing for each row execute function check_signing();

create or replace trigger check_signature before insert on signature for each row execute function check_signature();

create or replace trigger check_revoked before update on staff_session for each row execute function check_revoked();

create or replace trigger check_invitation before insert or update on invitation for each row
  execute function check_invitation();

create or replace trigger check_key_recovery before insert or update on key_recovery for each row
  execute function check_key_recovery();

create or replace trigger check_restriction before insert on staff_restriction for each row
  execute function check_restriction();

create or replace trigger check_rota_removal before update on rota_entry for each row
  when (old.removed_at is null and new.removed_at is not null) execute function check_rota_removal();

create or replace trigger check_key_list before insert on key_list for each row execute function check_key_list();

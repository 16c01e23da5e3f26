-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on drill_account to countersign_desk;

grant select, insert on drill_run to countersign_desk;
grant update (enforcement_id, refused) on drill_run to countersign_desk;

grant select, insert on drill_schedule to countersign_desk;
grant update (next_at, skipped, ended_by) on drill_schedule to countersign_desk;

grant usage on sequence drill_run_seq, drill_schedule_seq to countersign_desk;

grant execute on function
  is_drill(text),
  next_drill_time(integer, text, text, timestamptz)
to countersign_desk;

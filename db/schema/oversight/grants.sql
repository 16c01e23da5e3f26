-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on staff_view to countersign_desk;

grant select, insert on reading_alert to countersign_desk;

grant usage on sequence staff_view_seq to countersign_desk;

-- Charts read what the functions below counted; the role writes none of it.
grant select on queue_snapshot, queue_snapshot_cell, queue_flow, decision_flow, flow_day, queue_day_flow, decision_day_flow
  to countersign_desk;

grant execute on function
  rounded_age_minutes(integer),
  decision_age_minutes(timestamptz, timestamptz),
  age_of_share(integer[], integer[], numeric),
  list_snapshot_moments(),
  count_queue_snapshot(),
  count_flow_day(),
  delete_old_snapshots(integer)
  to countersign_desk;

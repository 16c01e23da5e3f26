-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert, update on drift_reading to countersign_desk;

grant select, insert on drift to countersign_desk;
grant update (times, last_at, ended_at, closed_by, closed_at, close_reason) on drift to countersign_desk;

grant usage on sequence drift_seq to countersign_desk;

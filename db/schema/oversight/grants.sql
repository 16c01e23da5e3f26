-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on staff_view to countersign_desk;

grant select, insert on reading_alert to countersign_desk;

grant usage on sequence staff_view_seq to countersign_desk;

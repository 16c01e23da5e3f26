-- What the application role may do. These files are all of it: every other right is taken away before they run.

grant select, insert on staff_view to countersign_desk;

grant select, insert on reading_alert to countersign_desk;

grant usage on sequence staff_view_seq to countersign_desk;

-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on label to countersign_desk;

grant execute on function list_ordered_labels(text) to countersign_desk;

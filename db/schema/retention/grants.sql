-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on retention_place to countersign_desk;

grant execute on function
  retention_bounds(),
  retention_time(text),
  delete_expired(text)
to countersign_desk;

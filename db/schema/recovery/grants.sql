-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on database_recovery to countersign_desk;

grant select on database_loss to countersign_desk;

grant execute on function
  in_recovery(),
  recovery_bars(timestamptz),
  list_acknowledged_losses(),
  is_acknowledged(bigint, bytea, timestamptz),
  begin_recovery(jsonb)
to countersign_desk;

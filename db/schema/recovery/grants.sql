-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on database_recovery to countersign_desk;

grant select on database_loss to countersign_desk;

grant select on database_lost_checkpoint to countersign_desk;

grant execute on function
  in_recovery(),
  predates_recovery(timestamptz),
  recovery_bars(timestamptz),
  is_loss_acknowledged(bigint),
  is_acknowledged(bigint, bytea),
  is_loss_recorded(bigint, bytea),
  hash_lost_checkpoints(bigint),
  begin_recovery(jsonb)
to countersign_desk;

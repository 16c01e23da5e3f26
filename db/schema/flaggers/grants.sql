-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on trusted_flagger to countersign_desk;

grant select, insert on flagger_report to countersign_desk;

grant execute on function
  lane_hours(),
  is_flagger_active(trusted_flagger),
  end_lapsed_lanes(),
  flagger_figures(timestamptz, timestamptz)
to countersign_desk;

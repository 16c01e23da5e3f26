-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on trusted_flagger to countersign_desk;

grant select, insert on flagger_report to countersign_desk;

grant execute on function
  lane_hours(),
  is_flagger_active(trusted_flagger),
  lane_room(text),
  lane_boost(text),
  end_lapsed_lanes(integer),
  flagger_outcomes(text[], timestamptz, timestamptz),
  flagger_figures(timestamptz, timestamptz)
to countersign_desk;

-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select, insert on strike_case to countersign_desk;
grant usage on sequence strike_case_seq to countersign_desk;

grant execute on function
  list_strike_grounds(text, jsonb),
  list_strikes(text),
  strike_points(text),
  list_strike_thresholds(),
  reached_threshold(text),
  has_strike_case(text),
  count_reaching_accounts(jsonb)
to countersign_desk;

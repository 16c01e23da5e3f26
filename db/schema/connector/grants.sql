-- The rights of the application role. These files hold every right: all others are revoked before they run.

grant select on desk_key to countersign_desk;

grant select on connector_pin to countersign_desk;

grant execute on function
  claim_desk_key(text, text, text),
  claim_connector(text, text, text),
  find_platform_at(text, text),
  origin_of_address(text)
to countersign_desk;

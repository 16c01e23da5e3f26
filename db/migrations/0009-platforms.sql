-- The platform of each agreed address and of each API key. `default`: the platform of COUNTERSIGN_PLATFORM_URL.
-- accepted: a desk has few of these addresses, so reading them takes no time.
alter table connector_pin add column platform text collate "C" not null default 'default'
  constraint connector_pin_platform_check check (platform ~ '^[a-z][a-z0-9-]{0,29}$');
-- accepted: a desk has few keys, so reading them takes no time.
alter table api_key add column platform text collate "C" not null default 'default'
  constraint api_key_platform_check check (platform ~ '^[a-z][a-z0-9-]{0,29}$');

-- Replaced by a function that takes the platform.
-- accepted: a process calls it once, when it starts, and one of the release before does not start on this schema.
drop function if exists claim_connector(text, text);

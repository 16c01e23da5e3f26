-- The browser and the network from which a session began, so that a person recognises their own. Deleted with the
-- session's end. The network is a prefix, never a whole address.
create table session_device (
  session_id text collate "C" primary key references staff_session (id),
  -- The name and the system that the browser claimed. Null: it named neither.
  device text check (length(device) between 1 and 60),
  -- Null: the address was not readable. Twin of PREFIX_BITS in TypeScript.
  network cidr,
  constraint session_device_network_check check (masklen(network) <= case family(network) when 4 then 24 else 48 end)
);

-- The last use of an API key, to the minute. Null: never used, or not since the schema has the column.
alter table api_key add column used_at timestamptz;

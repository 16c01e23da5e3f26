-- Addresses in orders of authorities that were found later, and statements that wait for the end of a silence.

-- The subject of an address that no platform knew when its order came, by its place in the terms. Insert only.
create table authority_order_address (
  order_id text collate "C" not null references authority_order (id),
  place smallint not null check (place between 1 and 100),
  subject text collate "C" not null check (subject ~ '^(account|content):' and length(subject) <= 300),
  found_at timestamptz not null default desk_now(),
  primary key (order_id, place)
);
create index authority_order_address_subject on authority_order_address (subject);

-- The time at which the desk asked last for the addresses of an order. Null: at its receipt.
alter table authority_order_terms add column tried_at timestamptz;

-- By it the orders are found whose silence may hold a statement back.
-- accepted: a desk has few orders, and the index is built within milliseconds
create index authority_order_terms_silent on authority_order_terms (silent_until) where silent_until is not null;

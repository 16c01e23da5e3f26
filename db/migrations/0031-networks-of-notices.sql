-- The network of a notice, as a keyed hash: one network neither fills the place of all nor uses up their legal clocks.

-- Null: an earlier notice, or the network was forgotten.
alter table notice add column network bytea;
-- No row has a value yet, so every stored row satisfies the constraint.
alter table notice add constraint notice_network_check check (octet_length(network) = 32) not valid;
alter table notice validate constraint notice_network_check;

-- Labels that consumers have and that the database lost, because it was restored from a backup. They were found again in
-- the file of published labels.

-- True for such a label. The desk serves it to no consumer, unless it takes an earlier one back.
alter table label add column lost boolean not null default false;

-- The constraint allows one more sign of lost data, so every stored row satisfies it.
alter table database_loss drop constraint database_loss_kind_check;
alter table database_loss add constraint database_loss_kind_check
  check (kind in ('ledger', 'journal', 'platform', 'label')) not valid;
alter table database_loss validate constraint database_loss_kind_check;

-- The checkpoints of a lost end of the ledger: an acknowledgement excuses exactly these.

create table database_lost_checkpoint (
  number bigint not null check (number > 0),
  chain bytea not null check (octet_length(chain) = 32),
  loss_id bigint not null references database_loss (id),
  primary key (number, chain, loss_id)
);
create index database_lost_checkpoint_loss on database_lost_checkpoint (loss_id);

-- A freeze, a stop and a restore act before their reason is written. The reason follows, once from each person.

alter table enforcement_freeze alter column reason drop not null;

-- The reasons that people gave after they stopped an enforcement or asked for its restore.
create table later_reason (
  enforcement_id text collate "C" not null references enforcement (id),
  staff_id text collate "C" not null references staff (id),
  reason text not null check (length(reason) between 1 and 2000),
  at timestamptz not null default desk_now(),
  primary key (enforcement_id, staff_id)
);

-- Undoing what one person, key or source caused since a time. The set is fixed at preview.

create sequence bulk_restore_seq;
create table bulk_restore (
  id text collate "C" primary key default 'b-' || nextval('bulk_restore_seq'),
  by_kind text not null check (by_kind in ('staff', 'key', 'source')),
  by_id text not null,
  since timestamptz not null,
  until timestamptz not null,
  order_count integer not null,
  reach_sum bigint not null,
  previewed_by text collate "C" not null,
  previewed_at timestamptz not null default desk_now(),
  reason text check (length(reason) between 1 and 2000),
  started_by text collate "C",
  started_at timestamptz,
  -- Two people are needed: who of them asked first.
  asked_by text collate "C" references staff (id),
  asked_at timestamptz,
  -- By which signature the second of them started it.
  signature_id text collate "C",
  done_at timestamptz
);
create index bulk_restore_starter on bulk_restore (started_by, started_at) where started_by is not null;

create table bulk_restore_item (
  bulk_id text collate "C" not null references bulk_restore (id),
  ordinal integer not null,
  order_id text collate "C" not null references desk_order (id),
  outcome text check (outcome in ('restoring', 'stopped', 'skipped')),
  primary key (bulk_id, ordinal),
  unique (bulk_id, order_id)
);
comment on column bulk_restore_item.ordinal is 'The order of work: newest and highest reach first.';

-- Where somebody else asked first, whoever starts it signs; and somebody else must have asked for more than 500 orders.
-- Twin of BULK_ORDERS_MAX in TypeScript.
create function check_bulk_start() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.order_count > 500 and (new.asked_by is null or new.asked_by = new.started_by) then
    raise exception 'starting % takes two people', new.id using errcode = 'CS001';
  end if;
  if new.asked_by is not null and new.asked_by is distinct from new.started_by then
    perform use_signature(new.signature_id, 'restore_second', new.id, new.started_by);
  end if;
  return new;
end $$;
create trigger check_bulk_start before update on bulk_restore for each row
  when (new.started_by is not null and old.started_by is null) execute function check_bulk_start();

grant select, insert on bulk_restore, bulk_restore_item to countersign_desk;
grant update (asked_by, asked_at, started_by, started_at, signature_id, reason, done_at) on bulk_restore to countersign_desk;
grant update (outcome) on bulk_restore_item to countersign_desk;
grant usage on sequence bulk_restore_seq to countersign_desk;

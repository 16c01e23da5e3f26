-- The terms of orders of authorities, the desk's answers to them, and a clock for each order.

-- The constraints allow further kinds, so every stored row satisfies them.
alter table authority_order drop constraint authority_order_kind_check;
alter table authority_order add constraint authority_order_kind_check
  check (kind in ('removal_order', 'illegal_content', 'information', 'other')) not valid;
alter table authority_order validate constraint authority_order_kind_check;

-- An order may name accounts alone, or addresses that no platform knows. It names 100 contents and 20 addresses at most.
alter table authority_order drop constraint authority_order_contents_check;
alter table authority_order add constraint authority_order_contents_check
  check (cardinality(contents) <= 120) not valid;
alter table authority_order validate constraint authority_order_contents_check;

-- The time at which its document and the words of its terms were erased. Set by erase_expired_orders alone.
alter table authority_order add column erased_at timestamptz;

-- accepted: a desk has few orders, and the index is built within milliseconds
create index authority_order_entered on authority_order (entered_by, entered_at) where entered_by is not null;

-- The terms of an order beside its contents. Written with the order. Orders from before this table have none.
create table authority_order_terms (
  order_id text collate "C" primary key references authority_order (id),
  -- The accounts that it names. No order is a ground to act on one.
  accounts text[] not null default '{}' check (cardinality(accounts) <= 120),
  -- The time by which the authority asks for its effect. Null: it states none.
  due_at timestamptz,
  -- Until then the authority forbids to tell the people affected (Regulation (EU) 2021/784, article 11 (3)).
  silent_until timestamptz,
  -- The proof that the order is of its authority. key: its own API key sent it.
  verified text not null check (verified in ('key', 'called_back', 'signature', 'not_verified')),
  member_state text check (member_state ~ '^[A-Z]{2}$'),
  language text check (length(language) between 2 and 35),
  -- Words of the authority, which may name people. Null: not stated, or erased.
  contact text check (length(contact) between 1 and 500),
  legal_basis text check (length(legal_basis) between 1 and 1000),
  reasons text check (length(reasons) between 1 and 10000),
  redress text check (length(redress) between 1 and 2000),
  -- The addresses that no platform knows.
  unresolved text[] check (cardinality(unresolved) <= 100),
  -- The time at which people learned that it was not answered in time.
  told_late_at timestamptz
);
create index authority_order_terms_accounts on authority_order_terms using gin (accounts);

-- Acts of people on an order. Insert only.
create sequence authority_order_act_seq;
create table authority_order_act (
  id text collate "C" primary key default 'oact_' || nextval('authority_order_act_seq'),
  order_id text collate "C" not null references authority_order (id),
  -- answered: the authority was told of the effect. contested: the desk can't comply, which ends its clocks.
  -- resumed: the obstacle is gone, and clocks start again.
  kind text not null check (kind in ('verified', 'answered', 'contested', 'resumed', 'silence_extended', 'preserved')),
  -- Only of an answer: the effect that was given to the order.
  outcome text check (outcome in ('given', 'partly', 'not_given')),
  -- Of a verification, how; of a contest, why.
  ground text check (ground in ('called_back', 'signature', 'force_majeure', 'manifest_errors', 'insufficient_information')),
  until timestamptz,
  -- The words to the authority, or the reason. Null: none, or erased.
  note text check (length(note) between 1 and 4000),
  acted_by text collate "C" not null references staff (id),
  at timestamptz not null default desk_now(),
  check ((kind = 'answered') = (outcome is not null)),
  check ((kind in ('verified', 'contested')) = (ground is not null)),
  check ((kind in ('silence_extended', 'preserved', 'resumed')) = (until is not null))
);
create index authority_order_act_order on authority_order_act (order_id, at);
create index authority_order_act_by on authority_order_act (acted_by, at) where kind in ('verified', 'resumed');

-- Each order has a clock of its own for each of its subjects, so that the answer to one ends no clock of another.
-- accepted: a desk has few legal clocks, and both statements take milliseconds
drop index legal_clock_runs;
-- accepted: as above
create unique index legal_clock_runs on legal_clock (subject, policy_id, 
  (case when starts_with(cause, 'order_') then cause else '' end)) where ended_at is null;

-- The constraint allows further ends, so every stored row satisfies it.
alter table legal_clock drop constraint legal_clock_how_check;
alter table legal_clock add constraint legal_clock_how_check
  check (how in ('met', 'decided', 'answered', 'contested')) not valid;
alter table legal_clock validate constraint legal_clock_how_check;

-- A legal hold may be placed by a removal order itself, without a person.
alter table legal_hold alter column placed_by drop not null;
alter table legal_hold add column order_id text collate "C" references authority_order (id);
alter table legal_hold add constraint legal_hold_placed_check
  check (placed_by is not null or order_id is not null) not valid;
alter table legal_hold validate constraint legal_hold_placed_check;

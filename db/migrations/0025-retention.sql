-- Times of storage by kind of data: retention.yaml, and the task that deletes what is older.

-- The constraints allow one more name, so every stored row satisfies them. There are few versions.
alter table rule_set_version drop constraint rule_set_version_name_check;
alter table rule_set_version add constraint rule_set_version_name_check
  check (name in ('policies', 'guards', 'queues', 'budgets', 'automation', 'items', 'notices', 'retention')) not valid;
alter table rule_set_version validate constraint rule_set_version_name_check;
alter table rule_set_version drop constraint rule_set_version_declares_check;
alter table rule_set_version add constraint rule_set_version_declares_check
  check (declares is null or name in ('items', 'retention') and length(declares::text) <= 300000) not valid;
alter table rule_set_version validate constraint rule_set_version_declares_check;

-- The place that each sweep of the task has reached. A crash loses nothing: the next step goes on from here.
create table retention_place (
  sweep text primary key check (sweep in ('report', 'evidence', 'content', 'view', 'session')),
  -- The last ledger entry or id that was read. Empty: the next sweep begins.
  place text collate "C" not null default '',
  -- The end of the last sweep. Null: none has ended.
  ended_at timestamptz
);
insert into retention_place (sweep) values ('report'), ('evidence'), ('content'), ('view'), ('session');

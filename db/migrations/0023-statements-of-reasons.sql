-- Statements of reasons: what a decision rests on, and what the person affected is told.

-- The constraint allows one more name, so every stored row satisfies it. There are few versions.
alter table rule_set_version drop constraint rule_set_version_name_check;
alter table rule_set_version add constraint rule_set_version_name_check
  check (name in ('policies', 'guards', 'queues', 'budgets', 'automation', 'items', 'notices')) not valid;
alter table rule_set_version validate constraint rule_set_version_name_check;

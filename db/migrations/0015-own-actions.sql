-- Actions that an organisation declares in items.yaml beside the eight, and the enforcements of them.

-- The subjects of each of the eight actions, and whether it must, may or can't have an end. From these rows follows the
-- action as which an action of one's own counts.
alter table action_taking add column on_kinds text[] not null default '{account}';
alter table action_taking add column ending text not null default 'optional';
update action_taking set on_kinds = '{content,account}' where action in ('label', 'limit');
update action_taking set on_kinds = '{content}' where action in ('hide', 'remove');
update action_taking set ending = 'none' where action in ('warn', 'remove', 'deactivate');
update action_taking set ending = 'required' where action = 'suspend';

-- The actions that a version of items.yaml declares: what each takes, and on what. Null: it declares none, as every
-- stored version.
alter table rule_set_version add column declares jsonb;
-- There are few versions.
alter table rule_set_version add constraint rule_set_version_declares_check
  check (declares is null or name = 'items' and length(declares::text) <= 300000) not valid;
alter table rule_set_version validate constraint rule_set_version_declares_check;

-- The declared action of an enforcement as it was declared at the proposal: action, title, takes, reversible, and the
-- parameters. The column action has the one of the eight as which it counts. Null: it is one of the eight.
alter table enforcement add column own_action jsonb;
-- Not validated: every stored row has none and satisfies it, and reading them all would let writes wait.
alter table enforcement add constraint enforcement_own_action_check
  check (own_action is null or not interim and ground is null and countries is null and label is null
    and source in ('person', 'automation') and length(own_action::text) <= 30000) not valid;

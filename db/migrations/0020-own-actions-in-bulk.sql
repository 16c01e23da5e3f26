-- Bulk actions of an action that the organisation declares.

-- The declared action as it was at the proposal, with its parameters, as enforcements store it. Null: one of the eight.
alter table bulk_action add column own_action jsonb;
-- Not validated: every stored row has none and satisfies it.
alter table bulk_action add constraint bulk_action_own_action_check
  check (own_action is null or label is null and length(own_action::text) <= 30000) not valid;

-- The constraint allows one more source, so every stored row satisfies it, and reading them all would let writes wait.
alter table enforcement drop constraint enforcement_own_action_check;
alter table enforcement add constraint enforcement_own_action_check
  check (own_action is null or not interim and ground is null and countries is null and label is null
    and source in ('person', 'automation', 'bulk_action') and length(own_action::text) <= 30000) not valid;

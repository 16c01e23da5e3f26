-- A version of the policies may take effect at a later time than its adoption. Every other version, and every stored
-- row, takes effect at its adoption: null.
alter table rule_set_version add column effective_at timestamptz;
-- Twin of EFFECTIVE_DAYS_MAX in TypeScript. Every stored row satisfies the constraint, and a desk has few versions: they
-- are checked at once.
alter table rule_set_version add
  constraint rule_set_version_effective_check check (effective_at is null
  or name = 'policies' and effective_at > adopted_at and effective_at <= adopted_at + interval '365 days') not valid;
alter table rule_set_version validate constraint rule_set_version_effective_check;

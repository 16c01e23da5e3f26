import { type Edit, type Mutant, SQL } from './mutant.ts'

const ofRules = (name: string, ...edits: readonly Edit[]): Mutant => ({
  name,
  layer: 'desk',
  plot: 'automation',
  edits,
})

/** Mutants that histories with rules and signals must reveal. */
export const AUTOMATION_MUTANTS: readonly Mutant[] = [
  ofRules(
    'what a rule asks for takes nobody’s yes',
    { file: 'src/enforcement/propose/propose.ts', from: '? []\n    : [{ count: 1 }]', to: '? []\n    : []' },
    { file: SQL, from: "if new.action <> 'label' and not", to: 'if false and not' },
  ),
  ofRules('a rule in shadow acts', {
    file: 'src/bulk/automation/run-automation.ts',
    from: "rule.mode === 'shadow' || (await",
    to: '(await',
  }),
  ofRules('a rule acts that nobody has seen at work', {
    file: SQL,
    from: "where rule_hash = hash and asked_since <= desk_now() - interval '1 day')",
    to: 'where rule_hash = hash)',
  }),
  ofRules('a rule that was stopped goes on', {
    file: SQL,
    from: 'where source = of_source and (rule_id is null or rule_id = of_rule) and lifted_at is null)',
    to: 'where source = of_source and rule_id = of_rule and lifted_at is not null)',
  }),
  ofRules('stopping one rule leaves it going', {
    file: SQL,
    from: '(rule_id is null or rule_id = of_rule)',
    to: 'rule_id is null',
  }),
  ofRules(
    'one person lets a rule go on that was stopped',
    {
      file: 'src/admin/rule-sets/automation-needs.ts',
      from: "return { says, direction: 'looser' }",
      to: "return { says, direction: 'stricter' }",
    },
    {
      file: SQL,
      from: "when 'rule_set' then case",
      to: "when 'automation_resume' then 'stricter' when 'rule_set' then case",
    },
  ),
  ofRules(
    'what a rule hides by itself stays hidden for a day',
    {
      file: 'src/enforcement/propose/propose.ts',
      from: 'export const HIDDEN_ALONE_MS = 3_600_000',
      to: 'export const HIDDEN_ALONE_MS = 86_400_000',
    },
    { file: SQL, from: 'new.duration_ms <= 3600000', to: 'new.duration_ms <= 86400000' },
  ),
  ofRules('a source has no budget', {
    file: 'src/bulk/automation/act.ts',
    from: 'if (acts < budget.acts) return false',
    to: 'if (acts >= 0) return false',
  }),
]

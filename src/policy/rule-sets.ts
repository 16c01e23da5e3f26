/** The rule sets of a desk, each a file of its own, in versions that people approve. */
export const RULE_SETS = [
  'policies',
  'guards',
  'queues',
  'budgets',
  'automation',
  'items',
  'notices',
  'retention',
] as const
export type RuleSetName = (typeof RULE_SETS)[number]

/** The most characters of the file of a rule set. */
export const FILE_LENGTH_MAX = 300_000

/**
 * The texts in force of the policy files that people agreed to. Several files of guards or of budgets may count at
 * once: enforcements meet all of them.
 */
export type RuleSetTexts = Partial<Record<RuleSetName, readonly string[]>>

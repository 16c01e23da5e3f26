import type { RuleSetName } from '../../api/shapes.ts'

/** The two versions of a rule file that are compared. Left out: the newest, and the one before it. */
export interface VersionView {
  is?: number
  was?: number
}

const isVersion = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0

/** Reads the view from an address. */
export const readVersionView = ({ is, was }: Record<string, unknown>): VersionView => ({
  ...(isVersion(is) && { is }),
  ...(isVersion(was) && { was }),
})

const NAMES = [
  'policies',
  'guards',
  'queues',
  'budgets',
  'automation',
  'items',
  'notices',
] as const satisfies readonly RuleSetName[]

/** Returns the rule file that an address names. Undefined: there is no such file. */
export const readRuleSetName = (name: string): RuleSetName | undefined => NAMES.find((known) => known === name)

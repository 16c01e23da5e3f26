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

/** Every rule file: a name that is missing here fails the type check. */
const NAMES: Readonly<Record<RuleSetName, true>> = {
  ...{ policies: true, guards: true, queues: true, budgets: true },
  ...{ automation: true, items: true, notices: true, retention: true },
}

/** Returns the rule file that an address names. Undefined: there is no such file. */
export const readRuleSetName = (name: string): RuleSetName | undefined =>
  Object.hasOwn(NAMES, name) ? (name as RuleSetName) : undefined

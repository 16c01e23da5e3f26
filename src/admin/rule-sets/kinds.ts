import type { Json } from '../../foundation/canonical.ts'
import { FileError } from '../../foundation/yaml/read-yaml.ts'
import { AUTOMATION_FILE, NO_AUTOMATION, readAutomation } from '../../policy/automation/automation-file.ts'
import { readBudgets } from '../../policy/budgets/budgets-file.ts'
import { readGuards } from '../../policy/guards/guards-file.ts'
import { ITEMS_FILE, NO_ITEMS, readItems } from '../../policy/items/items-file.ts'
import { listDeclarations } from '../../policy/items/own-actions.ts'
import { NO_NOTICES } from '../../policy/notices/bundle.ts'
import { readNotices } from '../../policy/notices/notices-file.ts'
import { BUDGETS_FILE, GUARDS_FILE, readPolicies, readQueues } from '../../policy/policies.ts'
import {
  listRetentionDays,
  NO_RETENTION,
  RETENTION_FILE,
  readRetention,
} from '../../policy/retention/retention-file.ts'
import type { RuleSetName } from '../../policy/rule-sets.ts'
import { listStrikeDeclarations } from '../../policy/strikes/strikes-file.ts'
import type { Described } from '../change/wanted.ts'
import { type AutomationNeeds, compareAutomation, listNeeds, refuseLive } from './compare/compare-automation.ts'
import { compareBudgets, NO_BUDGETS } from './compare/compare-budgets.ts'
import { areStricter, compareGuards, NO_GUARDS } from './compare/compare-guards.ts'
import { compareItems } from './compare/compare-items.ts'
import { compareNotices } from './compare/compare-notices.ts'
import { comparePolicies } from './compare/compare-policies.ts'
import { compareQueues } from './compare/compare-queues.ts'
import { compareRetention } from './compare/compare-retention.ts'
import type { Probe } from './compare/probe-enforcements.ts'

/**
 * The parts in which the kinds of policy files differ. Limits, versions, agreement, delay, ledger entries and history
 * are the same for every kind.
 */
interface Kind<Rules> {
  /** Checks a text. Throws a `FileError` with every problem. */
  read: (text: string) => Rules
  /** The text that counts before any was put in force. Without it the first version is compared with itself. */
  none?: string
  /** Compares two versions and states whether the second is provably stricter. Pure. */
  compare: (before: Rules, after: Rules, recent: readonly Probe[]) => Described
  /** True when the second version is provably stricter. Absent: the result of `compare` decides. */
  isStricter?: (before: Rules, after: Rules) => boolean
  /** Checks conditions of the desk before the second version can be proposed. */
  needs?: (before: Rules, after: Rules) => AutomationNeeds
  /** Lists the declarations that PostgreSQL checks enforcements by, or deletes by. Absent: this kind has none. */
  declares?: (rules: Rules) => readonly Json[]
  /** Throws when one person may not put the file in force, even during set-up. */
  refuseAtSetup?: (rules: Rules) => void
}

/** A text that a person sent, and the version that it would replace, if there is one. */
export interface Sent {
  text: string
  adopted: string | undefined
  /** The facts of the latest enforcements, with which guards are tried. */
  recent: readonly Probe[]
}

interface RuleSetKind {
  compare: (sent: Sent) => Described & { needs: AutomationNeeds | null; declares: readonly Json[] | null }
  /** The declarations of a text as PostgreSQL stores them. Null: it has none. */
  listDeclares: (text: string) => readonly Json[] | null
  /** True when the text is provably stricter than another. Null: it can't be read. */
  isStricter: (text: string, before: string | undefined) => boolean | null
  checkAtSetup: (text: string) => void
}

function kindOf<Rules>({ read, none, compare, isStricter, needs, declares, refuseAtSetup }: Kind<Rules>): RuleSetKind {
  const listDeclares = (rules: Rules) => {
    const found = declares?.(rules) ?? []
    return found.length === 0 ? null : found
  }
  const proves = isStricter ?? ((before, after) => compare(before, after, []).direction === 'stricter')
  return {
    compare: ({ text, adopted = none, recent }) => {
      const after = read(text)
      const before = adopted === undefined ? after : read(adopted)
      return { ...compare(before, after, recent), needs: needs?.(before, after) ?? null, declares: listDeclares(after) }
    },
    // A file of a kind without declarations is not read.
    listDeclares: (text) => (declares === undefined ? null : listDeclares(read(text))),
    isStricter: (text, adopted = none) => {
      try {
        return adopted !== undefined && proves(read(adopted), read(text))
      } catch (error) {
        if (error instanceof FileError) return null
        throw error
      }
    },
    checkAtSetup: (text) => {
      const rules = read(text)
      refuseAtSetup?.(rules)
    },
  }
}

export const KINDS: Record<RuleSetName, RuleSetKind> = {
  policies: kindOf({
    read: readPolicies,
    compare: comparePolicies,
    declares: ({ strikes }) => listStrikeDeclarations(strikes),
  }),
  guards: kindOf({
    read: (text) => readGuards(GUARDS_FILE, text),
    none: NO_GUARDS,
    compare: compareGuards,
    isStricter: areStricter,
  }),
  queues: kindOf({ read: readQueues, compare: compareQueues }),
  budgets: kindOf({ read: (text) => readBudgets(BUDGETS_FILE, text), none: NO_BUDGETS, compare: compareBudgets }),
  automation: kindOf({
    read: (text) => readAutomation(AUTOMATION_FILE, text),
    none: NO_AUTOMATION,
    compare: compareAutomation,
    needs: listNeeds,
    refuseAtSetup: refuseLive,
  }),
  items: kindOf({
    read: (text) => readItems(ITEMS_FILE, text),
    none: NO_ITEMS,
    compare: compareItems,
    declares: listDeclarations,
  }),
  notices: kindOf({ read: readNotices, none: NO_NOTICES, compare: compareNotices }),
  retention: kindOf({
    read: (text) => readRetention(RETENTION_FILE, text),
    none: NO_RETENTION,
    compare: compareRetention,
    declares: listRetentionDays,
  }),
}

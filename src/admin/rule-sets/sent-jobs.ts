import {
  type Automation,
  AUTOMATION_FILE,
  NO_AUTOMATION,
  readAutomation,
} from '../../policy/automation/automation-file.ts'
import { replay } from '../../enforcement/replay/replay-guards.ts'
import type { JudgedOrder } from '../../enforcement/replay/replay-queries.ts'
import type { Action } from '../../foundation/domain.ts'
import { readBudgets } from '../../policy/budgets/budgets-file.ts'
import type { Facts } from '../../policy/guards/facts.ts'
import { type Guard, readGuards } from '../../policy/guards/guards-file.ts'
import { judgeGuards } from '../../policy/guards/judge-guards.ts'
import { describeRequirement } from '../../policy/requirements/require-block.ts'
import { type AgreedTexts, BUDGETS_FILE, loadPolicies, readQueues } from '../../policy/policies.ts'
import { describeBudgets, NO_BUDGETS } from './compare/compare-budgets.ts'
import { describeGuards, NO_GUARDS } from './compare/compare-guards.ts'
import { describeQueues } from './compare/compare-queues.ts'
import { diffGuards } from './guards/diff-guards.ts'
import { partStanding } from './guards/part-standing.ts'
import type { Probe } from './compare/probe-orders.ts'
import { GUARDS_FILE } from './read-sent.ts'
import { toRule } from './guards/rule-reply.ts'
import type { Described } from '../change/wanted.ts'

/** A file that somebody sent, and the one that it would replace, if any was agreed to. */
interface Sent {
  text: string
  adopted: string | undefined
}

/**
 * All that is done with the text of a rule set that somebody sent. It runs in a process of its own (`Isolated`), so it takes and
 * gives plain data and reads neither database nor clock.
 */
export const SENT_JOBS = {
  tryGuards: ({ text, ...tried }: { text: string; action: Action; facts: Facts }) =>
    tryGuards(readGuards(GUARDS_FILE, text).guards, tried),
  checkGuards: ({ text, adopted, recent }: Sent & { recent: readonly Probe[] }) => {
    const after = readGuards(GUARDS_FILE, text)
    const before = readGuards(GUARDS_FILE, adopted ?? NO_GUARDS)
    return { ...describeGuards(before, after, recent), guards: diffGuards(before, after) }
  },
  describeGuards: ({ text, adopted, recent }: Sent & { recent: readonly Probe[] }): Described => {
    const after = readGuards(GUARDS_FILE, text)
    return describeGuards(readGuards(GUARDS_FILE, adopted ?? NO_GUARDS), after, recent)
  },
  diffGuards: ({ text, adopted }: Sent) =>
    diffGuards(readGuards(GUARDS_FILE, adopted ?? NO_GUARDS), readGuards(GUARDS_FILE, text)),
  replayGuards: ({ text, inForce, orders }: ReplayInput) => {
    const { guards, standing } = partStanding(readGuards(GUARDS_FILE, text).guards, inForce)
    return orders.map((order) => replay(guards, order, standing))
  },
  describeQueues: ({ text, adopted }: Sent): Described => {
    const after = readQueues(text)
    return describeQueues(adopted === undefined ? after : readQueues(adopted), after)
  },
  describeBudgets: ({ text, adopted }: Sent): Described => {
    const after = readBudgets(BUDGETS_FILE, text)
    return describeBudgets(readBudgets(BUDGETS_FILE, adopted ?? NO_BUDGETS), after)
  },
  readAutomations: ({ text, adopted }: Sent): { before: Automation; after: Automation } => {
    const after = readAutomation(AUTOMATION_FILE, text)
    return { before: readAutomation(AUTOMATION_FILE, adopted ?? NO_AUTOMATION), after }
  },
  loadPolicies: ({ dir, agreed }: { dir: string; agreed: AgreedTexts }) => loadPolicies(dir, agreed),
} as const

interface ReplayInput {
  text: string
  inForce: readonly Guard[]
  orders: readonly JudgedOrder[]
}

/** What guards ask of one order, in words. Pure. */
export function tryGuards(guards: readonly Guard[], { action, facts }: { action: Action; facts: Facts }) {
  const { fired, off, requirement } = judgeGuards(guards, action, facts)
  const told = fired.flatMap(({ id, errored }) => {
    const guard = guards.find((each) => each.id === id)
    if (guard === undefined) return []
    const { why, says } = toRule(guard)
    return [{ id, why, says, errored }]
  })
  return { asks: describeRequirement(requirement), fired: told, off: [...off] }
}

import { replay } from '../../enforcement/replay/replay-guards.ts'
import type { JudgedEnforcement } from '../../enforcement/replay/replay-queries.ts'
import type { Action } from '../../foundation/domain.ts'
import type { Facts } from '../../policy/guards/facts.ts'
import { type Guard, readGuards } from '../../policy/guards/guards-file.ts'
import { judgeGuards } from '../../policy/guards/judge-guards.ts'
import { requirementMessage } from '../../policy/requirements/describe-requirement.ts'
import { GUARDS_FILE } from '../../policy/policies.ts'
import type { RuleSetName } from '../../policy/rule-sets.ts'
import { compareGuards, NO_GUARDS } from './compare/compare-guards.ts'
import { diffGuards } from './guards/diff-guards.ts'
import { partStanding } from './guards/part-standing.ts'
import { type ClaimedVersion, findCounting, loadCounting } from './counting-versions.ts'
import { KINDS, type Sent } from './kinds.ts'
import { toRule } from './guards/rule-reply.ts'

/**
 * All functions that read a policy file that a person sent. They run in an isolated process (`Isolated`): they take and
 * return plain data and read neither database nor clock.
 */
export const SENT_JOBS = {
  tryGuards: ({ text, ...tried }: { text: string; action: Action; facts: Facts }) =>
    tryGuards(readGuards(GUARDS_FILE, text).guards, tried),
  checkGuards: ({ text, adopted = NO_GUARDS, recent }: Sent) => {
    const [before, after] = [readGuards(GUARDS_FILE, adopted), readGuards(GUARDS_FILE, text)]
    return { ...compareGuards(before, after, recent), guards: diffGuards(before, after) }
  },
  diffGuards: ({ text, adopted = NO_GUARDS }: Omit<Sent, 'recent'>) =>
    diffGuards(readGuards(GUARDS_FILE, adopted), readGuards(GUARDS_FILE, text)),
  compare: ({ name, text, versions, recent }: ClaimedSent) =>
    KINDS[name].compare({ text, adopted: findCounting(versions).texts[name]?.[0], recent }),
  listDeclares: ({ name, text }: { name: RuleSetName; text: string }) => KINDS[name].listDeclares(text),
  replayGuards: ({ text, inForce, enforcements }: ReplayInput) => {
    const { guards, standing } = partStanding(readGuards(GUARDS_FILE, text).guards, inForce)
    return enforcements.map((enforcement) => replay(guards, enforcement, standing))
  },
  loadPolicies: ({ dir, versions }: { dir: string; versions: readonly ClaimedVersion[] }) =>
    loadCounting(dir, versions),
} as const

/** A text that a person sent, and the versions of its file that may count. */
interface ClaimedSent extends Omit<Sent, 'adopted'> {
  name: RuleSetName
  versions: readonly ClaimedVersion[]
}

interface ReplayInput {
  text: string
  inForce: readonly Guard[]
  enforcements: readonly JudgedEnforcement[]
}

/** Returns the requirement of one enforcement and the guards that set it, as texts for any language. Pure. */
export function tryGuards(guards: readonly Guard[], { action, facts }: { action: Action; facts: Facts }) {
  const { fired, off, requirement } = judgeGuards(guards, action, facts)
  const told = fired.flatMap(({ id, errored }) => {
    const guard = guards.find((each) => each.id === id)
    if (guard === undefined) return []
    const { why, says } = toRule(guard)
    return [{ id, why, says, errored }]
  })
  return { asks: requirementMessage(requirement), fired: told, off: [...off] }
}

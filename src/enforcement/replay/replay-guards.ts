import { isDeepStrictEqual } from 'node:util'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { areFacts, FACT_NAMES, type Facts, isSayable } from '../../policy/guards/facts.ts'
import type { Guard } from '../../policy/guards/guards-file.ts'
import { isDemanding, isGuarded, judge, ofPeople, overspent } from '../../policy/guards/judge.ts'
import type { Fired } from '../../policy/guards/judge-guards.ts'
import { join, NOTHING_REQUIRED, type Requirement } from '../../policy/requirements/requirement.ts'
import { clausesAfter } from '../gate-queries.ts'
import { RESUBMIT_CLAUSES } from '../propose/propose.ts'
import { type JudgedEnforcement, listJudged } from './replay-queries.ts'

/** The enforcements that are read at a time: few round trips, and little memory. */
const PAGE_ENFORCEMENTS = 500

export const CHANGES = ['same', 'held', 'delayed', 'let_through', 'otherwise'] as const
/**
 * The change that other guards would have made to a requirement. held: approvals where none were required; delayed: the
 * same people, a longer hold; let_through: nothing is required any more; otherwise: any other change.
 */
export type Change = (typeof CHANGES)[number]

/** One enforcement as other guards would have judged it, by the facts read when it was proposed. */
export interface Replayed {
  enforcementId: string
  subject: string
  action: JudgedEnforcement['action']
  proposedAt: Date
  change: Change
  was: Requirement
  would: Requirement
  fired: readonly Fired[]
  /** True when the proposer's facts are deleted; they count as unknown. */
  isActorGone: boolean
}

/** Judges every enforcement proposed since a time by other guards, page by page, the oldest first. Changes nothing. */
export async function* replayGuards(
  db: Queryable,
  guards: readonly Guard[],
  since: Date,
): AsyncGenerator<Replayed[], void> {
  for (let after = 0; ; ) {
    const enforcements = await readReplayPage(db, { since, after })
    const last = enforcements.at(-1)
    if (last === undefined) return
    yield enforcements.map((enforcement) => replay(guards, enforcement))
    after = last.verdictId
  }
}

/** Reads one page of enforcements: those with later verdicts than `after`, the oldest first. */
export const readReplayPage = (
  db: Queryable,
  { since, after }: { since: Date; after: number },
): Promise<JudgedEnforcement[]> => listJudged(db, { since, after, limit: PAGE_ENFORCEMENTS })

/** Judges one enforcement by other guards. Guards in `asked` that fired then set the same requirement as then. Pure. */
export function replay(
  guards: readonly Guard[],
  enforcement: JudgedEnforcement,
  asked: readonly Guard[] = [],
): Replayed {
  const { enforcementId, subject, action, proposedAt, interim, requirement: was, actorFacts } = enforcement
  const spoke = asked.filter(({ id }) => enforcement.fired.some((fired) => fired.id === id))
  const facts = readFacts({ ...enforcement.facts.facts, ...actorFacts })
  const after = clausesAfter(enforcement, { action, judgedBy: { account: enforcement.facts.account, facts } })
  const before = spoke
    .map(({ requirement }) => requirement)
    .reduce(join, ofPeople([...after, ...(enforcement.isSuccessor ? RESUBMIT_CLAUSES : [])]))
  // A budget that required one more approval would have required it with any guards.
  const judgedBy = { account: enforcement.facts.account, facts, spent: overspent(enforcement.fired) }
  const { fired, requirement } = judge(guards, action, judgedBy, before)
  const would = interim ? NOTHING_REQUIRED : requirement
  const change = compareAsked(was, would)
  return { enforcementId, subject, action, proposedAt, change, was, would, fired, isActorGone: actorFacts === null }
}

/** Reads stored facts. A missing or impossible value is unknown. */
function readFacts(kept: Partial<Record<string, unknown>>): Facts {
  const facts: Record<string, unknown> = Object.fromEntries(
    FACT_NAMES.map((name) => [name, isSayable(name, kept[name]) ? kept[name] : null]),
  )
  if (!areFacts(facts)) throw new Error('facts that were checked are none')
  return facts
}

export function compareAsked(was: Requirement, would: Requirement): Change {
  const sameClauses = isDeepStrictEqual(clauseSet(was), clauseSet(would))
  if (sameClauses && isDeepStrictEqual({ ...was, approvals: [] }, { ...would, approvals: [] })) return 'same'
  if (isDemanding(was) && !isDemanding(would)) return 'let_through'
  if (!isGuarded(was) && isGuarded(would)) return 'held'
  if (sameClauses && would.holdMs > was.holdMs) return 'delayed'
  return 'otherwise'
}

/** Returns the approval clauses as a set, because their order does not matter. */
const clauseSet = ({ approvals }: Requirement): Set<string> =>
  new Set(approvals.map((clause) => canonicalJson(clause as unknown as Json)))

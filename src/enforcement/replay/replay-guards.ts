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
import { type JudgedOrder, listJudged } from './replay-queries.ts'

/** Enough to lose no time on the way, few enough to hold at once. */
const PAGE_ORDERS = 500

export const CHANGES = ['same', 'held', 'delayed', 'let_through', 'otherwise'] as const
/**
 * How other guards would have changed what an order needed. held: others must agree where nobody had to; delayed: the same
 * people, a longer hold; let_through: nothing is asked any more; otherwise: anything else.
 */
export type Change = (typeof CHANGES)[number]

/** One order as other guards would have judged it, by what was read when it was asked for. */
export interface Replayed {
  orderId: string
  subject: string
  action: JudgedOrder['action']
  proposedAt: Date
  change: Change
  was: Requirement
  would: Requirement
  fired: readonly Fired[]
  /** What was known of its proposer is forgotten, and counts as unknown. */
  isActorGone: boolean
}

/** Judges every order asked for since then by other guards, a page at a time, the oldest first. Changes nothing. */
export async function* replayGuards(
  db: Queryable,
  guards: readonly Guard[],
  since: Date,
): AsyncGenerator<Replayed[], void> {
  for (let after = 0; ; ) {
    const orders = await readReplayPage(db, { since, after })
    const last = orders.at(-1)
    if (last === undefined) return
    yield orders.map((order) => replay(guards, order))
    after = last.verdictId
  }
}

/** One page of what there is to judge: the orders whose verdicts come after this one, the oldest first. */
export const readReplayPage = (
  db: Queryable,
  { since, after }: { since: Date; after: number },
): Promise<JudgedOrder[]> => listJudged(db, { since, after, limit: PAGE_ORDERS })

/** Pure: the same guards and the same verdict give the same answer. Those of `asked` that spoke up then ask the same as then. */
export function replay(guards: readonly Guard[], order: JudgedOrder, asked: readonly Guard[] = []): Replayed {
  const { orderId, subject, action, proposedAt, lesser, requirement: was, actorFacts } = order
  const spoke = asked.filter(({ id }) => order.fired.some((fired) => fired.id === id))
  const facts = readFacts({ ...order.facts.facts, ...actorFacts })
  const after = clausesAfter(order, { action, judgedBy: { account: order.facts.account, facts } })
  const before = spoke
    .map(({ requirement }) => requirement)
    .reduce(join, ofPeople([...after, ...(order.isSuccessor ? RESUBMIT_CLAUSES : [])]))
  // A budget that asked for one more beside these guards would have done so beside any.
  const judgedBy = { account: order.facts.account, facts, spent: overspent(order.fired) }
  const { fired, requirement } = judge(guards, action, judgedBy, before)
  const would = lesser ? NOTHING_REQUIRED : requirement
  const change = compareAsked(was, would)
  return { orderId, subject, action, proposedAt, change, was, would, fired, isActorGone: actorFacts === null }
}

/** What isn't there, or is no value the fact can have, is unknown. */
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

/** In whatever order guards asked for them. */
const clauseSet = ({ approvals }: Requirement): Set<string> =>
  new Set(approvals.map((clause) => canonicalJson(clause as unknown as Json)))

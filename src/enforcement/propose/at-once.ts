import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { type Action, type Actor, actorKey, INTERIM_MEASURES } from '../../foundation/domain.ts'
import { HOUR_MS } from '../../foundation/durations.ts'
import { isOneHours, isProtectedAccount, type JudgedBy } from '../../policy/guards/judge.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import type { DecisionIntent, InterimIntent, Proposal } from './intent.ts'
import { type Proposed, proposeJudged } from './propose.ts'

/**
 * The part of a decision on a protected account that takes effect at once by one person, however long the
 * requested duration is.
 */
export interface AtOnce {
  ms: number
  /** True when a longer duration was proposed: the rest waits for a second person. */
  longer: boolean
  /** True when no second person took the same measure, so an alert is raised. */
  pages: boolean
}

interface Wish {
  subject: string
  action: Action
  by: Actor
  durationMs: number | null
  /** The action of one's own, if it is one. */
  ownAction?: StoredAction | null
  judgedBy: JudgedBy
}

/**
 * Returns the part of a decided hide, limit or lock that takes effect at once by one person. On a protected account it
 * lasts an hour, or a day when another person took the same within the hour. An action of one's own has no such part. Undefined: everything waits for others, or
 * nothing has to.
 */
export async function planAtOnce(tx: Tx, wish: Wish): Promise<AtOnce | undefined> {
  const { subject, action, by, durationMs, ownAction, judgedBy } = wish
  const isProtected = isProtectedAccount(judgedBy.account)
  if (ownAction || !isProtected || !isOneHours(action, judgedBy.facts)) return undefined
  const bounds = { subject, action, accountId: judgedBy.account.id, isProtected, proposer: actorKey(by) }
  const maxMs = await findInterimMaxMs(tx, bounds)
  if (maxMs === 0) return undefined
  const longer = durationMs === null || durationMs > maxMs
  return { ms: longer ? maxMs : durationMs, longer, pages: maxMs <= HOUR_MS }
}

/**
 * Proposes a decision. The part that one person may do at once begins now, as an interim measure, and the rest waits
 * for a second person. The decided enforcement comes first in the result.
 */
export async function proposeDecided(
  tx: Tx,
  proposal: Proposal<DecisionIntent>,
  atOnce: (AtOnce & Required<Pick<InterimIntent, 'signed'>>) | undefined,
): Promise<Proposed[]> {
  if (atOnce === undefined) return [await proposeJudged(tx, proposal)]
  const decided = atOnce.longer ? [await proposeJudged(tx, proposal)] : []
  if (decided.some(({ kind }) => kind === 'stands')) return decided
  const { identifiedAs: _named, assessment: _text, ...terms } = proposal.intent
  const { ms: durationMs, signed, pages: alone } = atOnce
  const first: InterimIntent = { ...terms, kind: 'interim', durationMs, signed, alone, reason: null }
  return [...decided, await proposeJudged(tx, { ...proposal, intent: first })]
}

/** Lists the interim measures that one person may take on the subject now. */
export async function listOpenInterim(
  tx: Tx,
  about: Omit<InterimBounds, 'action'>,
  actions: readonly Action[],
): Promise<Action[]> {
  const { subject, accountId, isProtected, proposer } = about
  return tx.listValues<Action>(prepared('list-open-interim')`
    select action from unnest(${INTERIM_MEASURES.filter((one) => actions.includes(one))}::text[]) with ordinality as one (action, place)
    where not is_action_denied(${proposer}, action, ${subject}) and interim_max_ms(${subject}, action, ${accountId}, ${isProtected}, ${proposer}) > 0 order by place`)
}

interface InterimBounds {
  subject: string
  action: Action
  accountId: string | null
  isProtected: boolean
  proposer: string
}

/**
 * Returns the time for which one person may do this alone now. 0: not at all. PostgreSQL checks every interim measure
 * against it.
 */
async function findInterimMaxMs(tx: Tx, about: InterimBounds): Promise<number> {
  const { subject, action, accountId, isProtected, proposer } = about
  const row = await tx.find<{ maxMs: number }>(prepared('find-interim-max')`
    select interim_max_ms(${subject}, ${action}, ${accountId}, ${isProtected}, ${proposer}) as "maxMs"`)
  if (row === undefined) throw new Error('PostgreSQL answered nothing about a subject')
  return row.maxMs
}

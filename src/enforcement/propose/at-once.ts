import { type Action, type Actor, actorKey, LESSER_MEASURES } from '../../foundation/domain.ts'
import { isOneHours, isProtectedAccount, type JudgedBy } from '../../policy/guards/judge.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { queueLeadsAlert } from '../leads-alert.ts'
import { type Proposal, type Proposed, proposeOrder } from './propose-order.ts'
import { HOUR_MS } from '../../foundation/durations.ts'

/** What one person does at once of what they decide about a protected account, however long it is asked for. */
export interface AtOnce {
  ms: number
  /** It is asked for longer: that waits for a second person. */
  longer: boolean
  /** Nobody seconded it yet, so leads are told. */
  pages: boolean
}

interface Wish {
  subject: string
  action: Action
  by: Actor
  durationMs: number | null
  judgedBy: JudgedBy
}

/**
 * How much of a decided hide, limit or lock is one person's to do at once: on a protected account an hour, a day where
 * somebody else took the same within the hour. Undefined: all of it waits for others, or none of it has to.
 */
export async function planAtOnce(tx: Tx, wish: Wish): Promise<AtOnce | undefined> {
  const { subject, action, by, durationMs, judgedBy } = wish
  const isProtected = isProtectedAccount(judgedBy.account)
  if (!isProtected || !isOneHours(action, judgedBy.facts)) return undefined
  const bounds = { subject, action, accountId: judgedBy.account.id, isProtected, proposer: actorKey(by) }
  const maxMs = await findLesserMaxMs(tx, bounds)
  if (maxMs === 0) return undefined
  const longer = durationMs === null || durationMs > maxMs
  return { ms: longer ? maxMs : durationMs, longer, pages: maxMs <= HOUR_MS }
}

/**
 * Begins what was decided. What one person may do at once of it begins now, as a lesser measure, and the rest waits for a
 * second person. The order that was decided stands first.
 */
export async function proposeDecided(
  tx: Tx,
  proposal: Proposal,
  atOnce: (AtOnce & Required<Pick<Proposal, 'signed'>>) | undefined,
): Promise<Proposed[]> {
  if (atOnce === undefined) return [await proposeOrder(tx, proposal)]
  const decided = atOnce.longer ? [await proposeOrder(tx, proposal)] : []
  if (decided.some(({ kind }) => kind === 'stands')) return decided
  const { identifiedAs: _named, assessment: _text, ...lesser } = proposal
  const taken = await proposeOrder(tx, { ...lesser, durationMs: atOnce.ms, lesser: true, signed: atOnce.signed })
  if (taken.kind === 'ordered' && atOnce.pages) queueAloneAlert(tx, taken.order)
  return [...decided, taken]
}

/** Tells leads that one person took it of a protected account. */
export function queueAloneAlert(tx: Tx, order: Parameters<typeof queueLeadsAlert>[1]): void {
  const { action, durationMs } = order
  const time = durationMs === null || durationMs === HOUR_MS ? 'an hour' : `${Math.round(durationMs / 60_000)} minutes`
  queueLeadsAlert(
    tx,
    order,
    'lesser',
    `${action} on a protected account for ${time}, by one person: take the same measure or end it`,
  )
}

/** Which of the lesser measures one person may take here now. */
export async function listOpenLesser(
  tx: Tx,
  about: Omit<LesserBounds, 'action'>,
  actions: readonly Action[],
): Promise<Action[]> {
  const { subject, accountId, isProtected, proposer } = about
  const { rows } = await tx.query<{ action: Action }>(prepared('list-open-lesser')`
    select action from unnest(${LESSER_MEASURES.filter((one) => actions.includes(one))}::text[]) with ordinality as one (action, place)
    where lesser_max_ms(${subject}, action, ${accountId}, ${isProtected}, ${proposer}) > 0 order by place`)
  return rows.map(({ action }) => action)
}

interface LesserBounds {
  subject: string
  action: Action
  accountId: string | null
  isProtected: boolean
  proposer: string
}

/** For how long one person may do this alone now; 0: not at all. PostgreSQL holds every lesser measure to it. */
async function findLesserMaxMs(tx: Tx, about: LesserBounds): Promise<number> {
  const { subject, action, accountId, isProtected, proposer } = about
  const { rows } = await tx.query<{ maxMs: number }>(prepared('find-lesser-max')`
    select lesser_max_ms(${subject}, ${action}, ${accountId}, ${isProtected}, ${proposer}) as "maxMs"`)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL answered nothing about a subject')
  return row.maxMs
}

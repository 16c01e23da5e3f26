import sql from 'sql-template-tag'
import { DESK, staffKey } from '../../foundation/domain.ts'
import type { Budgeted } from '../../policy/budgets/budgets-file.ts'
import type { Spent } from '../../policy/budgets/spent.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Enforcement } from '../queries.ts'
import { type Message, message, type Text } from '../../foundation/messages/message.ts'
import { durationTerm } from '../../foundation/messages/term-message.ts'

/** A circuit breaker: the budget that opened it, the person or source for whom it is open, and the counts. */
export interface Breaker {
  id: number
  budgetId: string
  of: Budgeted
  key: string
  enforcements: number
  reach: number
  withinMs: number
  enforcementId: string
  openedAt: Date
  closedAt: Date | null
  changeId: string | null
}

const BREAKER = sql`id, budget_id as "budgetId", kind as of, key, enforcements, reach, within_ms as "withinMs", enforcement_id as "enforcementId",
  opened_at as "openedAt", closed_at as "closedAt", change_id as "changeId"`

/** Lists the open breakers, and those closed in the last day. */
export async function listBreakers(db: Queryable): Promise<Breaker[]> {
  return db.list<Breaker>(sql`
    select ${BREAKER} from breaker where closed_at is null or closed_at > desk_now() - interval '1 day'
    order by closed_at is null desc, id desc limit 50`)
}

export async function findBreaker(db: Queryable, breakerId: number): Promise<Breaker | undefined> {
  return (await db.query<Breaker>(sql`select ${BREAKER} from breaker where id = ${breakerId}`)).rows[0]
}

/**
 * Opens the circuit breaker of an overspent budget, on the record, and alerts the person on call, in the transaction of
 * the enforcement that would have exceeded it. A breaker that is already open stays as it is.
 */
export async function openBreaker(tx: Tx, enforcement: Enforcement, spent: Spent): Promise<void> {
  const { budget, of, key, enforcements, reach, withinMs } = spent
  const opened = await tx.find<{ id: number }>(sql`
    insert into breaker (budget_id, kind, key, enforcements, reach, within_ms, enforcement_id)
    values (${budget}, ${of}, ${key}, ${enforcements}, ${reach}, ${withinMs}, ${enforcement.id}) on conflict do nothing returning id`)
  if (opened === undefined) return
  const counted = { enforcements, reach, withinMs }
  queueEntry(tx, {
    kind: 'breaker_opened',
    breakerId: opened.id,
    budget,
    of,
    key,
    ...counted,
    by: DESK,
    subject: enforcement.subject,
    enforcementId: enforcement.id,
  })
  const whose = (await nameWhose(tx, [{ of, key }]))({ of, key })
  const why = message('breaker.opened', { breakerId: opened.id, budget, spent: spentMessage(counted), whose })
  queueAlert(tx, { kind: 'breaker', to: 'on_call', why })
}

/** Returns the counts in words, such as "90 enforcements within 1h, on accounts that reach 1200000 people together". */
export const spentMessage = ({
  enforcements,
  reach,
  withinMs,
}: {
  enforcements: number
  reach: number
  withinMs: number
}): Message => message('breaker.spent', { enforcements, reach, within: durationTerm(withinMs) })

interface Whose {
  of: Budgeted
  key: string
}

/** Returns a function that names the owner of a budget, with people by their pseudonyms. */
export async function nameWhose(db: Queryable, all: readonly Whose[]): Promise<(whose: Whose) => Text> {
  const actorOf = ({ key }: Whose) => staffKey(key)
  const name = await nameActors(db, all.filter(({ of }) => of === 'person').map(actorOf))
  return (whose) => (whose.of === 'person' ? name(actorOf(whose)) : partyMessage(whose.of, whose.key))
}

function partyMessage(of: Exclude<Budgeted, 'person'>, key: string): Message {
  if (of === 'desk' || of === 'bulk_action') return message(`breaker.whose.${of}`)
  return message(`breaker.whose.${of}`, { key })
}

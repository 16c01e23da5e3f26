import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inSavepoint, sqlState, type Tx, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import type { Message } from '../../foundation/messages/message.ts'
import { storeText } from '../../foundation/messages/stored-text.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { insertEvent } from './queries.ts'

const ATTEMPTS_MAX = 3
/** The most characters of the reason that an event of a case states. */
export const WHY_CHARS_MAX = 5_000

/** A case that goes back to the front of its queue, and why. */
interface Returning {
  caseId: string
  why: Message
}

/**
 * Moves a case to the front of its queue with a reason, and reopens a closed one. If its subject has another open case,
 * that one moves instead: a subject has at most one open case. Returns the id of the waiting case. It locks cases, so
 * subjects and enforcements are locked before.
 */
export async function returnCase(tx: Tx, { by, ...returning }: Returning & { by: Actor }): Promise<string> {
  const [id] = await returnCases(tx, [returning], by)
  return id ?? returning.caseId
}

/** Moves cases as `returnCase` does, in the order of the cases that it locks, so that two transactions never wait for each other. */
export async function returnCases(tx: Tx, returning: readonly Returning[], by: Actor): Promise<string[]> {
  const places = await listPlaces(
    tx,
    returning.map(({ caseId }) => caseId),
  )
  const placed = returning.map(({ caseId, why }) => {
    const place = places.get(caseId)
    if (place === undefined) throw new Error(`there is no case ${caseId} to return`)
    return { place, why, locked: place.locked ?? '' }
  })
  const ids: string[] = []
  for (const { place, why } of placed.sort((one, other) => (one.locked < other.locked ? -1 : 1)))
    ids.push(...(await returnTo(tx, place, why, by)))
  return ids
}

async function returnTo(tx: Tx, { decidedIn, subject: about }: Place, text: Message, by: Actor): Promise<string[]> {
  if (decidedIn === null) {
    queueAlert(tx, { kind: 'fate', to: { role: 'lead' }, why: text, subject: about })
    return []
  }
  const { english: why, message } = storeText(text, WHY_CHARS_MAX)
  const detail = { why, ...(message !== null && { message: JSON.parse(message) }) }
  const { id, subject } = await moveToFront(tx, decidedIn)
  await insertEvent(tx, { caseId: id, kind: 'returned', by: actorKey(by), detail })
  queueEntry(tx, { kind: 'case_returned', caseId: id, why, by, subject })
  return [id]
}

interface Place {
  subject: string
  /**
   * The case to decide again: of an appeal, the one in which what it contests was decided. Null: there is none, as of a
   * bulk action.
   */
  decidedIn: string | null
  /** The case that is moved: that one, or another open one of its subject. */
  locked: string | null
}

/** Lists the cases to decide again, by the cases of the enforcements that ended. */
async function listPlaces(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Place>> {
  if (caseIds.length === 0) return new Map()
  const rows = await tx.list<Place & { caseId: string }>(sql`
    select ended.id as "caseId", ended.subject, decided.id as "decidedIn", coalesce((select id from review_case waiting
      where waiting.state = 'open' and waiting.appeal_id is null and waiting.subject = decided.subject), decided.id) as locked
    from review_case ended left join appeal on appeal.id = ended.appeal_id
      left join review_case decided on decided.id = case when appeal.id is null then ended.id else contested_case(appeal) end
    where ended.id = any (${caseIds})`)
  return new Map(rows.map(({ caseId, ...place }) => [caseId, place]))
}

interface Waiting {
  id: string
  subject: string
}

async function moveToFront(tx: Tx, caseId: string): Promise<Waiting> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const waiting = (await markOpenCase(tx, caseId)) ?? (await reopen(tx, caseId))
    if (waiting !== undefined) return waiting
  }
  throw new Error(`case ${caseId} was neither there to be opened again nor was another one open`)
}

/** Moves the subject's open case, this one or another, to the front. A claim on it stays: its holder sees the event. */
async function markOpenCase(tx: Tx, caseId: string): Promise<Waiting | undefined> {
  return tx.find<Waiting>(sql`
    update review_case set returned = true
    where state = 'open' and appeal_id is null and subject = (select subject from review_case where id = ${caseId})
    returning id, subject`)
}

/** Waits for a report that is opening a case about the same subject. If it does, this case stays closed. */
async function reopen(tx: Tx, caseId: string): Promise<Waiting | undefined> {
  try {
    return await inSavepoint(tx, async () => {
      return tx.find<Waiting>(sql`
        update review_case set state = 'open', returned = true, closed_at = null
        where id = ${caseId} and state = 'closed' and appeal_id is null
        returning id, subject`)
    })
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return undefined
    throw error
  }
}

import sql from 'sql-template-tag'
import { inSavepoint, sqlState, type Tx, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import type { Message } from '../../foundation/messages/message.ts'
import { storeText } from '../../foundation/messages/stored-text.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { insertEvent } from './queries.ts'

const ATTEMPTS_MAX = 3
/** The most characters of the reason that an event of a case states. */
export const WHY_CHARS_MAX = 5_000

/**
 * Moves a case to the front of its queue with a reason, and reopens a closed one. If its subject has another open case,
 * that one moves instead: a subject has at most one open case. Returns the id of the waiting case. It locks cases, so
 * subjects and enforcements are locked before.
 */
export async function returnCase(
  tx: Tx,
  { caseId, why: text, by }: { caseId: string; why: Message; by: Actor },
): Promise<string> {
  const decidedIn = await findDecidedIn(tx, caseId)
  // The lesser enforcement of an appeal about a bulk action belongs to no case that could be decided again.
  if (decidedIn === null) return caseId
  const { english: why, message } = storeText(text, WHY_CHARS_MAX)
  const detail = { why, ...(message !== null && { message: JSON.parse(message) }) }
  const { id, subject } = await moveToFront(tx, decidedIn)
  await insertEvent(tx, { caseId: id, kind: 'returned', by: actorKey(by), detail })
  queueEntry(tx, { kind: 'case_returned', caseId: id, why, by, subject })
  return id
}

/** The case to decide again: of an appeal, the one in which what it contests was decided. Null: there is none. */
const findDecidedIn = (tx: Tx, caseId: string): Promise<string | null> =>
  tx.onlyValue<string | null>(sql`
    select case when appeal.id is null then review_case.id else contested_case(appeal) end as "decidedIn"
    from review_case left join appeal on appeal.id = review_case.appeal_id where review_case.id = ${caseId}`)

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

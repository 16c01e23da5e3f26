import { type Gathered, gatherFactsOfAll } from '../../enforcement/facts/read-platform.ts'
import { readProposal } from '../../enforcement/propose/propose.ts'
import { inPlannedTransaction, inTransaction, type Tx, together } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { Desk } from '../../policy/desk.ts'
import { type BulkAction, lockBulkAction, queueOrdinaryCount } from '../actions/bulk-action-queries.ts'
import {
  countItems,
  listUnseen,
  canRetry,
  postponeItems,
  type UnseenItem,
  queueExpected,
} from '../actions/item-queries.ts'
import { moveBulkAction, queueBulkAlert } from '../actions/move-bulk-action.ts'
import { intentOf, isGuardedItem } from '../approve/judge-item.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

const AT_ONCE = 250
/** The number of unknown accounts that one call reads from the platform. */
const ASKED_AT_ONCE = 10
/** The number of unknown accounts of one run. With more, the first answers would be too old at its end. */
const ASKED_MAX = 50

/**
 * Classifies the next subjects of the set by the stored facts, and unknown accounts by the platform's answer. So people
 * see how many subjects need approvals of their own before they are asked. Returns true when all are classified.
 */
export async function prepareSome(desk: Desk, bulkAction: BulkAction): Promise<boolean> {
  const items = upTo(ASKED_MAX, await listUnseen(desk.db, bulkAction.id, AT_ONCE))
  if (items.length === 0) {
    await present(desk, bulkAction)
    return true
  }
  const gathered = await gatherAll(desk, items)
  const later = items.filter((item) => gathered.get(item.ordinal) === 'unknown' && canRetry(item))
  await postponeItems(desk.db, bulkAction.id, later)
  await inPlannedTransaction(desk.db, async (tx) => {
    const now = items.filter((item) => !later.includes(item))
    const foreseen = await together(
      now.map((item) => foresee(tx, desk, bulkAction, { item, gathered: gathered.get(item.ordinal) ?? 'unknown' })),
    )
    queueExpected(tx, bulkAction.id, foreseen)
  })
  return false
}

/** Predicts the class of one subject from the facts known before its enforcement is proposed. */
async function foresee(
  tx: Tx,
  desk: Desk,
  bulkAction: BulkAction,
  { item, gathered }: { item: UnseenItem; gathered: Gathered },
) {
  const proposal = await readProposal(desk, tx, intentOf(bulkAction, item, { gathered, reading: undefined }))
  const { id, reach } = proposal.judgedBy.account
  const known = typeof reach === 'number' ? reach : null
  return { ordinal: item.ordinal, expected: expect(isGuardedItem(proposal)), accountId: id, reach: known }
}

/** Returns the longest prefix with at most this many unknown accounts. */
function upTo(most: number, items: readonly UnseenItem[]): readonly UnseenItem[] {
  const unknown = items.filter(({ known }) => !known)
  const last = unknown[most]
  return last === undefined ? items : items.slice(0, items.indexOf(last))
}

const expect = (guarded: boolean) => (guarded ? ('guarded' as const) : ('ordinary' as const))

async function gatherAll(desk: Desk, items: readonly UnseenItem[]): Promise<Map<number, Gathered>> {
  const recordedAt = await readDeskTime(desk.db)
  const gathered = new Map<number, Gathered>()
  const strangers: UnseenItem[] = []
  for (const item of items) {
    if (!item.known || item.accountId === null) strangers.push(item)
    else gathered.set(item.ordinal, recordOf(item, item.accountId, recordedAt))
  }
  for (let from = 0; from < strangers.length; from += ASKED_AT_ONCE) {
    const some = strangers.slice(from, from + ASKED_AT_ONCE)
    const found = await gatherFactsOfAll(
      desk,
      some.map(({ subject }) => subject),
    )
    for (const [place, { ordinal }] of some.entries()) gathered.set(ordinal, found[place] ?? 'unknown')
  }
  return gathered
}

function recordOf({ tags, reach, reachAbsent }: UnseenItem, accountId: string, askedAt: Date): Gathered {
  return { accountId, handle: null, tags, reach: reachAbsent ? 'absent' : reach, askedAt }
}

/** Offers the prepared bulk action to approvers, or stops it when every subject needs approvals of its own. */
async function present(desk: Desk, { id }: BulkAction): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const bulkAction = await lockBulkAction(tx, id, 'to move')
    if (bulkAction?.state !== 'preparing') return
    queueOrdinaryCount(tx, id)
    const { ordinary } = await countItems(tx, id)
    if (ordinary === 0) {
      await moveBulkAction(tx, bulkAction, 'stopped', { by: DESK, why: renderMessage(ALL_GUARDED) })
      queueBulkAlert(tx, bulkAction, 'proposer', ALL_GUARDED)
      return
    }
    await moveBulkAction(tx, bulkAction, 'proposed', { by: DESK })
    queueBulkAlert(tx, bulkAction, 'leads', message('alert.bulk.proposed'))
  })
}

const ALL_GUARDED = message('alert.bulk.allGuarded')

import { type Gathered, gatherFactsOfAll } from '../../enforcement/facts/ask-platform.ts'
import { readProposal } from '../../enforcement/propose/propose.ts'
import { inPlannedTransaction, inTransaction, type Tx, together } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { Desk } from '../../policy/desk.ts'
import { type BulkAction, lockBulkAction, queueOrdinaryCount } from '../actions/bulk-action-queries.ts'
import {
  countItems,
  listUnseen,
  mayTryAgain,
  putItemsOff,
  type UnseenItem,
  queueExpected,
} from '../actions/item-queries.ts'
import { moveBulkAction, queueBulkAlert } from '../actions/move-bulk-action.ts'
import { intentOf, isGuardedItem } from '../approve/judge-item.ts'

const AT_ONCE = 250
/** Whom the desk never heard of, the platform is asked about, so many at a time. */
const ASKED_AT_ONCE = 10
/** More than these would take longer than what was said of the first of them is good for. */
const ASKED_MAX = 50

/**
 * Looks at the next of the set by what is on record, and at the platform at those that are not, so that people see before they
 * are asked how many of it others must agree to one by one. Answers whether all was looked at.
 */
export async function prepareSome(desk: Desk, bulkAction: BulkAction): Promise<boolean> {
  const items = upTo(ASKED_MAX, await listUnseen(desk.db, bulkAction.id, AT_ONCE))
  if (items.length === 0) {
    await present(desk, bulkAction)
    return true
  }
  const gathered = await gatherAll(desk, items)
  const later = items.filter((item) => gathered.get(item.ordinal) === 'unknown' && mayTryAgain(item))
  await putItemsOff(desk.db, bulkAction.id, later)
  await inPlannedTransaction(desk.db, async (tx) => {
    const now = items.filter((item) => !later.includes(item))
    const foreseen = await together(
      now.map((item) => foresee(tx, desk, bulkAction, { item, gathered: gathered.get(item.ordinal) ?? 'unknown' })),
    )
    queueExpected(tx, bulkAction.id, foreseen)
  })
  return false
}

/** What will be asked for about one of the set, as far as can be told before it is. */
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

/** As many from the front as have no more than so many unknown ones among them. */
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

/** From now on it waits for somebody else; unless there is nothing in it that goes without one by one. */
async function present(desk: Desk, { id }: BulkAction): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const bulkAction = await lockBulkAction(tx, id, 'to move')
    if (bulkAction?.state !== 'preparing') return
    queueOrdinaryCount(tx, id)
    const { ordinary } = await countItems(tx, id)
    if (ordinary === 0) {
      await moveBulkAction(tx, bulkAction, 'stopped', { by: DESK, why: ALL_GUARDED })
      queueBulkAlert(tx, bulkAction, 'proposer', ALL_GUARDED)
      return
    }
    await moveBulkAction(tx, bulkAction, 'proposed', { by: DESK })
    queueBulkAlert(tx, bulkAction, 'leads', 'a bulk action waits for somebody else to judge some of it')
  })
}

const ALL_GUARDED = 'others must agree to each of these, so each is to be decided by itself'

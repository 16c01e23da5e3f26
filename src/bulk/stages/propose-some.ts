import {
  type Asked,
  readAllFromPlatform,
  asksPlatform,
  judgedAccountId,
  NOT_ASKED,
} from '../../enforcement/facts/read-platform.ts'
import { SpentMeanwhile } from '../../enforcement/limits/spend.ts'
import type { Intent } from '../../enforcement/propose/intent.ts'
import { lockToPropose } from '../../enforcement/propose/lock-to-propose.ts'
import { type Entered, enterProposal, takeOn } from '../../enforcement/propose/propose.ts'
import type { SubjectState } from '../../enforcement/queries.ts'
import { inPlannedTransaction, inTransaction, type Tx, together } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Desk } from '../../policy/desk.ts'
import { type BulkAction, bulkActionStands, findBulkAction, lockBulkAction } from '../actions/bulk-action-queries.ts'
import {
  type Item,
  listStillOpen,
  canRetry,
  type Outcome,
  postponeItems,
  queueOutcomes,
} from '../actions/item-queries.ts'
import { intentOf, isGuardedItem, readItemProposal } from '../approve/judge-item.ts'

type Seen = { ordinal: number; outcome: Outcome | null; enforcementId: string | null }

/** The platform's current answers about some subjects, by their ordinals, where the action needs them. */
type AskedOf = ReadonlyMap<number, Asked>

export async function proposeItems(desk: Desk, { action }: BulkAction, items: readonly Item[]): Promise<AskedOf> {
  const subjects = items.map(({ subject }) => subject)
  const told = asksPlatform(action) ? await readAllFromPlatform(desk, subjects) : []
  return new Map(items.map(({ ordinal }, place) => [ordinal, told[place] ?? NOT_ASKED]))
}

/**
 * Proposes the enforcements of some subjects, each through the checks of every enforcement, on facts read just now. A
 * subject that turns out to need its own approvals is proposed by itself later, as is one about which the platform
 * doesn't answer. Does nothing once the bulk action is stopped.
 */
export async function proposeSome(
  desk: Desk,
  bulkAction: BulkAction,
  items: readonly Item[],
  asked: AskedOf,
): Promise<void> {
  const mustAsk = asksPlatform(bulkAction.action)
  const isUnknown = (item: Item) => mustAsk && asked.get(item.ordinal)?.gathered === 'unknown'
  const later = items.filter((item) => isUnknown(item) && canRetry(item))
  await postponeItems(desk.db, bulkAction.id, later)
  const now = items.filter((item) => !later.includes(item))
  try {
    await proposeAll(desk, bulkAction, now, asked)
  } catch (error) {
    if (!(error instanceof DeskError || error instanceof SpentMeanwhile)) throw error
    // One subject was refused, or those before it used up a budget: each is proposed alone, so the others proceed.
    for (const item of now) await proposeAlone(desk, bulkAction, item, asked)
  }
}

async function proposeAlone(desk: Desk, bulkAction: BulkAction, item: Item, asked: AskedOf): Promise<void> {
  try {
    await proposeAll(desk, bulkAction, [item], asked)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    await inTransaction(desk.db, async (tx) =>
      queueOutcomes(tx, bulkAction.id, [{ ordinal: item.ordinal, outcome: null, enforcementId: null }]),
    )
  }
}

/**
 * Proposes all of these subjects, or none. All are judged and stored together, then released one after the other. The
 * bulk action is locked only for the release, so the next subjects are judged meanwhile. Locks on subjects and accounts
 * keep out other proposals about them.
 */
async function proposeAll(desk: Desk, bulkAction: BulkAction, items: readonly Item[], asked: AskedOf): Promise<void> {
  const askedOf = (item: Item) => asked.get(item.ordinal) ?? NOT_ASKED
  const work = inPlannedTransaction(desk.db, async (tx) => {
    const states = await lockToPropose(tx, {
      accountIds: items.flatMap((item) => judgedAccountId({ ...item, ...askedOf(item) }) ?? []),
      subjects: items.map(({ subject }) => subject),
    })
    if ((await findBulkAction(tx, bulkAction.id))?.state !== 'running') return
    const open = await listStillOpen(tx, bulkAction.id, 'ordinary', items)
    const entered = await together(
      items
        .filter(({ ordinal }) => open.has(ordinal))
        .map((item) => enterOne(tx, desk, item.ordinal, intentOf(bulkAction, item, askedOf(item)), states)),
    )
    const held = await lockBulkAction(tx, bulkAction.id, 'to move')
    if (held?.state !== 'running' || !(await bulkActionStands(tx, held.id))) throw new StoppedMeanwhile()
    const seen: Seen[] = []
    for (const one of entered) seen.push(await toSeen(tx, one))
    queueOutcomes(tx, held.id, seen)
  })
  await work.catch((error: unknown) => {
    if (!(error instanceof StoppedMeanwhile)) throw error
  })
}

/**
 * Thrown when the bulk action was stopped while these subjects were judged, or its proposer or approver may no longer
 * act. The transaction rolls back.
 */
class StoppedMeanwhile extends Error {
  override name = 'StoppedMeanwhile' as const
}

/**
 * Judges one subject and stores its proposal. `entered` is null when the subject turned out to need its own approvals.
 */
async function enterOne(
  tx: Tx,
  desk: Desk,
  ordinal: number,
  intent: Intent,
  states: ReadonlyMap<string, SubjectState>,
): Promise<{ ordinal: number; entered: Entered | null }> {
  const proposal = await readItemProposal(desk, tx, intent)
  if (isGuardedItem(proposal)) return { ordinal, entered: null }
  return { ordinal, entered: await enterProposal(tx, proposal, states.get(intent.subject)) }
}

async function toSeen(tx: Tx, { ordinal, entered }: { ordinal: number; entered: Entered | null }): Promise<Seen> {
  if (entered === null) return { ordinal, outcome: null, enforcementId: null }
  const proposed = entered.kind === 'entered' ? await takeOn(tx, entered) : entered
  if (proposed.kind === 'created') return { ordinal, outcome: 'created', enforcementId: proposed.enforcement.id }
  return { ordinal, outcome: proposed.kind, enforcementId: null }
}

import { inTransaction, together } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { finishJob, type Job, postponeJob } from '../../foundation/jobs.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { isInRecovery } from '../../foundation/time/is-in-recovery.ts'
import type { Desk } from '../../policy/desk.ts'
import {
  type BulkAction,
  bulkActionStands,
  findBulkAction,
  findPause,
  isOfEarlier,
  lockBulkAction,
  queueStage,
  readProgress,
} from '../actions/bulk-action-queries.ts'
import { dropUndecidedItems, type Item, listOpen } from '../actions/item-queries.ts'
import { moveBulkAction, queueBulkAlert } from '../actions/move-bulk-action.ts'
import { prepareSome } from '../propose/prepare-bulk-action.ts'
import { nextStep } from './next-step.ts'
import { proposeNext } from './propose-next.ts'
import { proposeItems, proposeSome } from './propose-some.ts'
import { LOOKED_AT_MAX, type Rate } from './rate.ts'
import { splitByAccount } from './split-by-account.ts'

/** The interval of a running bulk action's steps. */
const TICK_MS = 1_000
/**
 * The time within which one run starts batches. The lease on its job is longer, so no other worker runs it at the same
 * time.
 */
const WORK_MS = 5_000
/** The interval at which another subject with its own approvals is proposed while earlier ones wait. */
const SINGLES_MS = 15_000
/** The subjects that one transaction reads, judges and proposes. */
const BATCH = 10
/**
 * The number of batches in parallel: one is released while others are judged or read from the platform. A stop waits
 * for no more than these.
 */
const AT_ONCE = 3

/** Advances a bulk action by one step. May run twice, or late: its rows hold all progress. */
export async function runBulkAction(desk: Desk, job: Job, rate: Rate): Promise<void> {
  const bulkAction = await findBulkAction(desk.db, job.key)
  switch (bulkAction?.state) {
    case 'preparing': {
      const isDone = await prepareSome(desk, bulkAction)
      return isDone ? finishJob(desk.db, job) : postponeJob(desk.db, job, 0)
    }
    case 'running':
      return postponeJob(desk.db, job, await advance(desk, bulkAction, rate))
    case 'done':
      return (await proposeRest(desk, bulkAction)) === 'none'
        ? finishJob(desk.db, job)
        : postponeJob(desk.db, job, SINGLES_MS)
    default:
      return finishJob(desk.db, job)
  }
}

/**
 * Proposes one more subject with its own approvals while proposer and approver may act. Otherwise the remaining ones
 * are dropped, and leads are alerted.
 */
async function proposeRest(desk: Desk, bulkAction: BulkAction): ReturnType<typeof proposeNext> {
  if (await bulkActionStands(desk.db, bulkAction.id)) return proposeNext(desk, bulkAction)
  await inTransaction(desk.db, async (tx) => {
    await lockBulkAction(tx, bulkAction.id, 'to move')
    if ((await dropUndecidedItems(tx, bulkAction.id)) > 0) queueBulkAlert(tx, bulkAction, 'leads', GONE_REST)
  })
  return 'none'
}

const GONE_REST = message('alert.bulk.goneRest')

/** Does one step of a running bulk action. Returns the time until the next. */
async function advance(desk: Desk, bulkAction: BulkAction, rate: Rate): Promise<number> {
  const began = performance.now()
  if (await isHeldUp(desk, bulkAction)) return TICK_MS
  await proposeNext(desk, bulkAction)
  const progress = await readProgress(desk.db, bulkAction)
  const step = nextStep(bulkAction.rules, progress)
  if (step.to === 'act') {
    const open = await listOpen(desk.db, bulkAction.id, 'ordinary', Math.min(step.most, LOOKED_AT_MAX))
    const items = await rate.take(desk, open, progress.releasing)
    rate.giveBack(await proposeAll(desk, bulkAction, items, () => performance.now() - began < WORK_MS))
  }
  if (step.to === 'stage' && !step.look) {
    await withRunning(desk, bulkAction, async (tx, { id, stage }) => queueStage(tx, id, stage + 1))
  }
  if (step.to === 'stage' && step.look) {
    await withRunning(desk, bulkAction, async (tx, held) => {
      await moveBulkAction(tx, held, 'looking', { by: DESK })
      queueBulkAlert(tx, held, 'leads', message('alert.bulk.stageDone'))
    })
  }
  if (step.to === 'done')
    await withRunning(desk, bulkAction, (tx, held) => moveBulkAction(tx, held, 'done', { by: DESK }))
  if (step.to === 'stopped') {
    await withRunning(desk, bulkAction, async (tx, held) => {
      await moveBulkAction(tx, held, 'stopped', { by: DESK, why: renderMessage(step.why) })
      queueBulkAlert(tx, held, 'leads', step.why)
    })
  }
  return step.to === 'act' || step.to === 'wait' ? Math.max(0, TICK_MS - (performance.now() - began)) : 0
}

/**
 * Proposes subjects in batches: some are released while others are judged or read from the platform. Returns those that
 * were not proposed.
 */
async function proposeAll(
  desk: Desk,
  bulkAction: BulkAction,
  items: readonly Item[],
  mayGoOn: () => boolean,
): Promise<readonly Item[]> {
  const waiting = [...items]
  const takeSome = async () => {
    while (waiting.length > 0 && mayGoOn()) {
      const some = splitByAccount(waiting, BATCH)
      await proposeSome(desk, bulkAction, some, await proposeItems(desk, bulkAction, some))
    }
  }
  await together(Array.from({ length: AT_ONCE }, takeSome))
  return waiting
}

/**
 * True while a freeze, an open circuit breaker or the recovery state pauses the bulk action. It stops for good when its
 * proposer or approver may no longer act, or when it was proposed before a recovery state.
 */
async function isHeldUp(desk: Desk, bulkAction: BulkAction): Promise<boolean> {
  if (!(await bulkActionStands(desk.db, bulkAction.id))) {
    await withRunning(desk, bulkAction, async (tx, held) => {
      const why = message((await isOfEarlier(tx, held.id)) ? 'alert.bulk.earlier' : 'alert.bulk.gone')
      await moveBulkAction(tx, held, 'stopped', { by: DESK, why: renderMessage(why) })
      queueBulkAlert(tx, held, 'leads', why)
    })
    return true
  }
  return (await findPause(desk.db, bulkAction)) !== null || isInRecovery(desk.db)
}

async function withRunning(
  desk: Desk,
  { id }: BulkAction,
  act: (tx: Parameters<typeof lockBulkAction>[0], held: BulkAction) => Promise<unknown>,
): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const held = await lockBulkAction(tx, id, 'to move')
    if (held?.state === 'running') await act(tx, held)
  })
}

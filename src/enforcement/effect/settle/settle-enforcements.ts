import type { ReadBack } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { moveEnforcements } from '../../move-enforcement.ts'
import { alertFate, queueLeadsAlert } from '../../leads-alert.ts'
import { type Enforcement, listStandingOn, queueAttention } from '../../queries.ts'
import { queueBaselineEnds } from '../../desired-state/subject-state.ts'
import { DESK, type EnforcementState, type RestoreCause } from '../../../foundation/domain.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { queueJobs } from '../../../foundation/jobs.ts'
import { visibleRestores } from '../../../foundation/telemetry/measurement.ts'
import { returnCases } from '../../../cases/queue/return-case.ts'
import { listRestores, queueVisible } from '../queries.ts'
import { isReachRestored } from '../reach.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'

/**
 * The causes of a restore after which a person reviews the case again. An end is no mistake, and another person has
 * judged the case of an overturned appeal already.
 */
const CAUSES_TO_RETURN: readonly RestoreCause[] = ['mistake', 'unconfirmed', 'left', 'undo']
const FIRST_REACH_LOOK_MS = 1_000

/** A subject that a platform showed, with its reach before the first effect and now. */
interface ShownSubject {
  subject: string
  reach: { before: number | null; now: ReadBack['reach'] }
}

/**
 * Moves every enforcement of locked subjects to the state that their read-backs prove, and clears the baselines of those
 * on which none is active. Returns the enforcements that were active, by subject.
 */
export async function settleEnforcements(
  tx: Tx,
  shown: readonly ShownSubject[],
): Promise<ReadonlyMap<string, readonly Enforcement[]>> {
  const subjects = shown.map(({ subject }) => subject)
  const enforcements = await listStandingOn(tx, subjects)
  const restoring = enforcements.filter(({ state }) => state === 'restoring')
  const failed = enforcements.filter(({ state, failing }) => state !== 'restoring' && failing)
  const standing = enforcements.filter((each) => !restoring.includes(each) && !failed.includes(each))
  const returning = [...(await settleRestores(tx, restoring, shown)), ...(await settleFailed(tx, failed))]
  await settleEffects(tx, standing)
  const kept = new Set(standing.filter(({ action }) => action !== 'warn').map(({ subject }) => subject))
  queueBaselineEnds(
    tx,
    subjects.filter((subject) => !kept.has(subject)),
  )
  await returnCases(tx, returning.flatMap(ofCase), DESK)
  return Map.groupBy(enforcements, ({ subject }) => subject)
}

/** A case that goes back to the front of its queue. */
interface Returning {
  caseId: string | null
  why: Message
}

const ofCase = ({ caseId, why }: Returning) => (caseId === null ? [] : [{ caseId, why }])

const moveAll = (tx: Tx, enforcements: readonly Enforcement[], to: EnforcementState) =>
  moveEnforcements(
    tx,
    enforcements.map((enforcement) => ({ enforcement, to })),
    DESK,
  )

/** An enforcement that is confirmed already goes through both moves. */
async function settleEffects(tx: Tx, standing: readonly Enforcement[]): Promise<void> {
  const releasing = standing.filter(({ state }) => state === 'releasing')
  const moved = await moveAll(tx, releasing, 'in_effect')
  for (const enforcement of releasing) {
    // The move clears the mark for a person, and an effect that the platform ended still needs one.
    if (enforcement.lifted) queueAttention(tx, [enforcement.id], enforcement.needsAttention)
    if (enforcement.protected && enforcement.confirmBy !== null && enforcement.confirmedAt === null)
      queueLeadsAlert(tx, enforcement, 'confirm', message('alert.confirm', { enforcementId: enforcement.id }))
  }
  // The enforcement is confirmed only after the platform accepted an instruction without the time of confirmation:
  // before that the platform would undo the effect by itself.
  const inEffect = [...standing.filter(({ state }) => state === 'in_effect'), ...moved]
  const confirmed = inEffect.filter(({ confirmedAt }) => confirmedAt !== null)
  if (confirmed.length === 0) return
  await moveAll(tx, confirmed, 'confirmed')
  tx.queue(sql`delete from job where kind = 'confirm' and key = any (${confirmed.map(({ id }) => id)})`)
}

async function settleRestores(
  tx: Tx,
  restoring: readonly Enforcement[],
  shown: readonly ShownSubject[],
): Promise<Returning[]> {
  if (restoring.length === 0) return []
  const reaches = new Map(shown.map(({ subject, reach }) => [subject, reach]))
  const rows = await listRestores(
    tx,
    restoring.map(({ id }) => id),
  )
  const causes = new Map(rows.map(({ enforcementId, cause }) => [enforcementId, cause]))
  const restored = restoring.map((enforcement) => {
    const [cause, reach] = [causes.get(enforcement.id), reaches.get(enforcement.subject)]
    if (cause === undefined || reach === undefined)
      throw new Error(`enforcement ${enforcement.id} is being restored without a cause`)
    return { enforcement, cause, reachBefore: reach.before, full: isReachRestored(reach.before, reach.now) }
  })
  queueVisible(
    tx,
    restored.map(({ enforcement, ...visible }) => ({ ...visible, enforcementId: enforcement.id })),
  )
  await moveEnforcements(
    tx,
    restored.map(({ enforcement, cause }) => ({ enforcement, to: 'restored', cause })),
    DESK,
  )
  tx.afterCommit(() =>
    visibleRestores.record(() => rows.map(({ cause, secondsSinceAsked: seconds }) => ({ cause, seconds }))),
  )
  const slow = restored.filter(({ full }) => !full)
  queueJobs(
    tx,
    'reach',
    slow.map(({ enforcement }) => ({ key: enforcement.id, priority: 'background' })),
    FIRST_REACH_LOOK_MS,
  )
  return restored
    .filter(({ cause }) => CAUSES_TO_RETURN.includes(cause))
    .map(({ enforcement: { id, caseId }, cause }) => ({
      caseId,
      why: message('alert.fate.restored', { enforcementId: id, cause }),
    }))
}

async function settleFailed(tx: Tx, failed: readonly Enforcement[]): Promise<Returning[]> {
  await moveAll(tx, failed, 'failed')
  const returning: Returning[] = []
  for (const enforcement of failed) {
    const why = message('alert.fate.failed', { enforcementId: enforcement.id })
    await alertFate(tx, enforcement, why)
    returning.push({ caseId: enforcement.caseId, why })
  }
  return returning
}

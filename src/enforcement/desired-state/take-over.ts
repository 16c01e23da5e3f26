import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { type Action, DESK, type PlatformState, takesOffline, UNTOUCHED } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Enforcement } from '../queries.ts'
import { isStricter } from './desired-state.ts'
import type { Reading } from './set-baseline.ts'

interface TakenOver {
  id: string
  enforcementId: string
  action: Action
  label: string | null
}

/**
 * Lets enforcements take over the imported restrictions of another tool on a locked subject, and returns the read-back
 * without them: a restore then gives back what that tool took. A restriction that no enforcement of the same action takes
 * over stays in the read-back, as does what the platform shows after the restriction's own end: the tool has given that
 * back, so it is not the tool's.
 */
export async function takeOver<Read extends Pick<Reading, 'state'>>(
  tx: Tx,
  subject: string,
  reading: Read,
  counting: readonly Enforcement[],
): Promise<Read> {
  if (!isRestricted(reading.state)) return reading
  const taken = await tx.list<TakenOver>(prepared('take-over-restrictions')`
    update standing_restriction imported set enforcement_id = enforcement.id from enforcement
    where imported.subject = ${subject} and imported.enforcement_id is null and enforcement.subject = imported.subject
      and enforcement.id = any (${counting.map(({ id }) => id)}) and enforcement.action = imported.action
      and enforcement.label is not distinct from imported.label and enforcement.own_action is null
      and (imported.until is null or imported.until > desk_now())
    returning imported.id, enforcement.id as "enforcementId", imported.action, imported.label`)
  for (const { id: standingId, enforcementId } of taken)
    queueEntry(tx, { kind: 'standing_taken_over', standingId, enforcementId, by: DESK, subject })
  return { ...reading, state: taken.reduce(withoutRestriction, reading.state) }
}

const isRestricted = (state: PlatformState): boolean => isStricter(state, UNTOUCHED) || state.labels.length > 0

/** Returns the state that a platform would show without this restriction. */
function withoutRestriction(state: PlatformState, { action, label }: TakenOver): PlatformState {
  if (action === 'label') return { ...state, labels: state.labels.filter((each) => each !== label) }
  if (action === 'limit') return { ...state, spread: 'full' }
  if (action === 'lock') return { ...state, mayPost: true }
  return { ...state, visible: true, ...(takesOffline(action) && { mayPost: true }) }
}

import sql from 'sql-template-tag'
import { findFlagger, type Flagger } from '../../cases/flaggers/flagger-queries.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { type Actor, CATEGORIES } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { flaggerHash } from '../../ledger/entries/law-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Change } from '../change/change-queries.ts'
import type { Described, Wanted, WantedFlagger } from '../change/wanted.ts'

/** The longest time until the status is confirmed anew. A coordinator may set a shorter one. */
const EXPIRES_DAYS_MAX = 366 * 5

type WantedOfFlagger = Extract<Wanted, { kind: 'flagger' | 'flagger_suspension' }>

/**
 * Describes the registration, change or suspension of a trusted flagger. Refuses an address of another flagger, a status
 * that is over, and one that lasts too long.
 */
export async function describeFlagger(
  db: Queryable,
  wanted: WantedOfFlagger,
): Promise<{ described: Described; body: Json }> {
  const { flaggerId } = wanted
  const known = flaggerId === undefined ? undefined : await requireActive(db, flaggerId)
  if (wanted.kind === 'flagger_suspension') {
    const { id, name } = known ?? { id: '', name: '' }
    const says = message('described.flagger.suspended', { name, flaggerId: id })
    return { described: { says, direction: 'mixed' }, body: { flaggerId: id } }
  }
  await checkFlagger(db, wanted)
  const { name, contact, email, coordinator, reference, areas, expiresAt } = wanted
  const columns = { name, contact, email: email ?? null, coordinator, reference, areas: [...areas].sort() }
  const said = { name, contact, coordinator, reference, email: email ?? '–', until: expiresAt }
  return {
    described: {
      says: message(`described.flagger.${known === undefined ? 'registered' : 'changed'}`, {
        ...said,
        areas: { as: 'and', list: CATEGORIES.filter((each) => areas.includes(each)) },
      }),
      direction: 'looser',
    },
    body: {
      ...columns,
      expiresAt: expiresAt.toISOString(),
      ...(known !== undefined && { flaggerId: known.id, from: known.changeId }),
    },
  }
}

async function checkFlagger(db: Queryable, { flaggerId, email, expiresAt }: WantedFlagger): Promise<void> {
  const now = await db.onlyValue<Date>(sql`select desk_now() as now`)
  const leftMs = expiresAt.getTime() - now.getTime()
  if (leftMs <= 0 || leftMs > EXPIRES_DAYS_MAX * DAY_MS) {
    throw invalidField('change/expiresAt', message('flagger.expiry', { days: EXPIRES_DAYS_MAX }))
  }
  if (email === undefined) return
  const taken = await db.find<{ id: string; name: string }>(sql`
    select id, name from trusted_flagger where email = ${email} and suspended_at is null and id <> ${flaggerId ?? ''}`)
  if (taken !== undefined) {
    throw new DeskError('conflict', message('flagger.emailTaken', { name: taken.name, flaggerId: taken.id }))
  }
}

/** Finds a trusted flagger that is not suspended. Throws where there is none. */
export async function requireActive(db: Queryable, flaggerId: string): Promise<Flagger> {
  const found = requireFound(await findFlagger(db, flaggerId), message('flagger.unknown', { flaggerId }))
  if (found.suspendedAt !== null) throw new DeskError('conflict', message('flagger.isSuspended', { flaggerId }))
  return found
}

/** Records in the ledger that a change registered a trusted flagger, or changed one. */
export async function recordFlagger(tx: Tx, { id: changeId, body }: Change, by: Actor): Promise<void> {
  const flaggerId = await tx.onlyValue<string>(sql`select id from trusted_flagger where change_id = ${changeId}`)
  const content = requireFound(await findFlagger(tx, flaggerId), message('flagger.unknown', { flaggerId }))
  const isFirst = JSON.parse(body).flaggerId === undefined
  const expiresAt = content.expiresAt.toISOString()
  queueEntry(tx, {
    kind: 'flagger_set',
    flaggerId,
    changeId,
    isFirst,
    expiresAt,
    contentHash: flaggerHash(content),
    by,
  })
}

/** Records the end of a status before its time. */
export function queueSuspensionEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  queueEntry(tx, { kind: 'flagger_suspended', flaggerId: String(JSON.parse(body).flaggerId), changeId, by })
}

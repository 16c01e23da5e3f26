import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, REFUSED, sqlState, type Tx } from '../../foundation/database/db.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { insertSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { lockRemovals } from '../../people/staff/removal-limit.ts'
import { signableRemoval } from '../../people/staff/sign-removal.ts'
import { refuseGone } from '../../people/staff/standing.ts'

export const NOTICE_KINDS = ['voluntary', 'involuntary'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

interface Notice {
  staffId: string
  /**
   * The kinds of departures. voluntary: the person's own wish, or a contract that ends. Only administrators learn of an
   * involuntary one.
   */
  kind: NoticeKind
  endsAt: Date
}

/** The shortest notice. A person who must leave sooner is ended at once instead. */
const NOTICE_MIN_MS = 3_600_000

interface Before {
  pseudonym: string
  ended: boolean
  endsAt: Date | null
  kind: NoticeKind | null
}

/**
 * Records that a person leaves: they end then, to the second, unless they end sooner. A second notice brings the end
 * nearer; a later end takes two people. A voluntary end at least 72 hours ahead is announced to every lead, needs no
 * signature, and any lead may postpone it once. Any other counts towards the limit of one person.
 */
export async function giveNotice(desk: Pick<Desk, 'db'>, notice: Notice, by: Actor, signed?: Signed): Promise<void> {
  const { staffId, kind, endsAt } = notice
  if (by.kind === 'staff' && by.id === staffId) {
    throw new DeskError('not_allowed', message('offboarding.ownEnd'))
  }
  await leaving(desk, async (tx) => {
    await lockRemovals(tx)
    await refuseGone(tx, by)
    const person = await tx.find<Before>(sql`
      select pseudonym, ended_at is not null as ended, ends_at as "endsAt", notice_kind as kind from staff
      where id = ${staffId} for no key update`)
    if (person === undefined) throw new DeskError('not_found', message('staff.unknown', { staffId }))
    refuseNotice(person, notice, tx.now)
    if (signed) await insertSignature(tx, signed, await signableRemoval(tx, staffId))
    if (isAnnounced(notice, tx.now)) queueDepartureAlerts(tx, person, endsAt)
    await tx.query(sql`
      update staff set notice_given_at = coalesce(notice_given_at, desk_now()), notice_kind = ${kind}, ends_at = ${endsAt},
        end_set_by = ${actorKey(by)}, end_signature_id = ${signed?.id ?? null},
        told_ends_at = case when ${kind} = 'involuntary' then case when notice_kind = 'involuntary' then told_ends_at else ends_at end end
      where id = ${staffId}`)
    queueEntry(tx, { kind: 'staff_notice', staffId, notice: kind, endsAt: endsAt.toISOString(), by })
  })
}

/** Records a person's notice by an administrator: signed, unless every lead is alerted in time. */
export async function giveNoticeBySignature(
  desk: Pick<Desk, 'db' | 'relyingParty'>,
  { by, signature, ...notice }: Notice & { by: StaffCaller; signature: GivenSignature | undefined },
): Promise<void> {
  const { staffId } = notice
  const announced = isAnnounced(notice, await readDeskTime(desk.db))
  const signed =
    signature === undefined && announced
      ? undefined
      : await readSignature(desk.db, desk, { act: 'staff_end', about: staffId, by, signature })
  await giveNotice(desk, notice, { kind: 'staff', id: by.id }, signed)
}

/**
 * The time ahead at which every lead is alerted to a departure, so that any lead may postpone it.
 * Twin of is_announced_departure in SQL.
 */
export const TOLD_AHEAD_MS = 72 * 3_600_000

/** True when all leads are alerted to this end in time, so that it is no single person's secret. */
export const isAnnounced = ({ kind, endsAt }: Notice, now: Date): boolean =>
  kind === 'voluntary' && endsAt.getTime() >= now.getTime() + TOLD_AHEAD_MS

function queueDepartureAlerts(tx: Tx, { pseudonym }: Before, endsAt: Date): void {
  const why = message('alert.left.leaves', { who: pseudonym, endsAt })
  queueAlert(tx, { kind: 'left', to: { role: 'lead' }, why })
}

async function leaving(desk: Pick<Desk, 'db'>, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await inTransaction(desk.db, work)
  } catch (error) {
    if (sqlState(error) !== REFUSED) throw error
    throw new DeskError('conflict', message('offboarding.noticeLimit'))
  }
}

function refuseNotice(person: Before, { kind, endsAt }: Notice, now: Date): void {
  const { pseudonym } = person
  if (person.ended) throw new DeskError('conflict', message('staff.endedAlready', { pseudonym }))
  if (endsAt.getTime() < now.getTime() + NOTICE_MIN_MS) {
    throw new DeskError('invalid_input', message('offboarding.withinHour'))
  }
  if (person.endsAt !== null && endsAt > person.endsAt) {
    throw new DeskError('conflict', message('offboarding.endsSooner', { pseudonym }))
  }
  if (person.kind !== null && person.kind !== kind) {
    throw new DeskError('conflict', message('offboarding.otherKind', { pseudonym }))
  }
}

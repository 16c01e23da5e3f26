import sql from 'sql-template-tag'
import type { Desk } from '../desk.ts'
import type { Actor } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, REFUSED, sqlState, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { holdEndings } from './end-people.ts'
import { refuseGone } from './standing.ts'

export const NOTICE_KINDS = ['voluntary', 'involuntary'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export interface Notice {
  staffId: string
  /** voluntary: their own wish, or a contract that runs out. Of the other only administrators learn. */
  kind: NoticeKind
  endsAt: Date
}

/** Whoever is to go sooner than this is ended. */
const NOTICE_MIN_MS = 3_600_000

interface Before {
  pseudonym: string
  ended: boolean
  endsAt: Date | null
  kind: NoticeKind | null
}

/**
 * From now on somebody is leaving, and ends then, to the second, unless they end sooner already. A second notice brings the
 * end nearer; a later end takes two people.
 */
export async function giveNotice(desk: Pick<Desk, 'db'>, { staffId, kind, endsAt }: Notice, by: Actor): Promise<void> {
  if (by.kind === 'staff' && by.id === staffId) {
    throw new DeskError('not_allowed', 'Not done: nobody decides about their own end. Ask another administrator.')
  }
  await leaving(desk, async (tx) => {
    await holdEndings(tx)
    await refuseGone(tx, by)
    const { rows } = await tx.query<Before>(sql`
      select pseudonym, ended_at is not null as ended, ends_at as "endsAt", notice_kind as kind from staff
      where id = ${staffId} for no key update`)
    const [person] = rows
    if (person === undefined) throw new DeskError('not_found', `There is nobody with the id ${staffId}.`)
    refuseNotice(person, { staffId, kind, endsAt }, tx.now)
    await tx.query(sql`
      update staff set notice_given_at = coalesce(notice_given_at, desk_now()), notice_kind = ${kind}, ends_at = ${endsAt},
        told_ends_at = case when ${kind} = 'involuntary' then case when notice_kind = 'involuntary' then told_ends_at else ends_at end end
      where id = ${staffId}`)
    append(tx, { kind: 'staff_notice', staffId, notice: kind, endsAt: endsAt.toISOString(), by })
  })
}

async function leaving(desk: Pick<Desk, 'db'>, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await inTransaction(desk.db, work)
  } catch (error) {
    if (sqlState(error) !== REFUSED) throw error
    throw new DeskError(
      'conflict',
      'Not done: too many are to end already by what was done within this hour. Go on in an hour, or end them: of too many, the rest keep an hour to undo.',
    )
  }
}

function refuseNotice(person: Before, { kind, endsAt }: Notice, now: Date): void {
  const { pseudonym } = person
  if (person.ended) throw new DeskError('conflict', `${pseudonym} has ended already.`)
  if (endsAt.getTime() < now.getTime() + NOTICE_MIN_MS) {
    throw new DeskError('invalid_input', 'Not done: that is within the hour. To have somebody go at once, end them.')
  }
  if (person.endsAt !== null && endsAt > person.endsAt) {
    throw new DeskError('conflict', `Not done: ${pseudonym} ends sooner already, and a later end takes two people.`)
  }
  if (person.kind !== null && person.kind !== kind) {
    throw new DeskError('conflict', `Not done: ${pseudonym} was given notice of the other kind, which stays.`)
  }
}

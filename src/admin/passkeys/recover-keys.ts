import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, DESK, ROLES } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import {
  inTransaction,
  only,
  type Pool,
  type Queryable,
  REFUSED,
  sqlState,
  type Tx,
  UNIQUE_VIOLATION,
} from '../../foundation/database/db.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

/** A recovery of access that is open. */
interface KeyRecovery {
  id: string
  opensAt: Date
  closesAt: Date
}

/**
 * Begins the recovery of two people's passkeys as the database's owner: the application role can't. Everyone is alerted
 * at once. No passkey is enrolled for a day, in which any person may stop the recovery.
 */
export async function beginRecovery(
  ownerDb: Pool,
  { staffIds: [first, second], reason }: { staffIds: readonly [string, string]; reason: string },
): Promise<KeyRecovery> {
  try {
    return await inTransaction(ownerDb, async (tx) => {
      const begun = await tx.only<KeyRecovery>(sql`
        insert into key_recovery (first_id, second_id, reason) values (${first}, ${second}, ${reason})
        returning id::text as id, opens_at as "opensAt", closes_at as "closesAt"`)
      const hash = contentHash({ first, second, reason, opensAt: begun.opensAt.toISOString() })
      queueEntry(tx, { kind: 'key_recovery_begun', recoveryId: begun.id, contentHash: hash, by: DESK })
      await recordKeptEnds(tx, [first, second])
      const names = await namesOf(tx, [first, second])
      queueAlertForAll(tx, message('alert.recovery.begun', { reason, opensAt: begun.opensAt, people: names }))
      return begun
    })
  } catch (error) {
    if (sqlState(error) === REFUSED)
      throw new DeskError('refused', message('recovery.refused', { why: messageOf(error) }))
    if (sqlState(error) === UNIQUE_VIOLATION) throw new DeskError('conflict', message('recovery.running'))
    throw error
  }
}

/**
 * Records a later end for those of the two who were being ended beyond the limit of one person: they stay until the
 * recovery closes.
 */
async function recordKeptEnds(tx: Tx, staffIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ id: string; endsAt: Date }>(sql`
    select id, ends_at as "endsAt" from staff where id = any(${staffIds}) and ends_at is not null and is_restricted_beyond_limit(id)`)
  for (const { id, endsAt } of rows) {
    queueEntry(tx, { kind: 'staff_end_moved', staffId: id, endsAt: endsAt.toISOString(), by: DESK })
  }
}

/** Reads the restriction, if there is one, that ends when this person enrols by the recovery. */
export async function findConfinement(tx: Tx, staffId: string): Promise<Confinement | undefined> {
  return tx.find<Confinement>(sql`
    select id, ending, former_end as "formerEnd" from staff_restriction
    where staff_id = ${staffId} and cause = 'many' and lifted_at is null and is_recovering(staff_id)`)
}

interface Confinement {
  id: number
  ending: boolean
  formerEnd: Date | null
}

/** Records that the restriction ended, in the transaction in which the person enrolled. */
export function queueFreedEntry(tx: Tx, staffId: string, { id, ending, formerEnd }: Confinement): void {
  queueEntry(tx, { kind: 'staff_unrestricted', staffId, restrictionId: id, changeId: null, by: DESK })
  if (ending) queueEntry(tx, { kind: 'staff_end_moved', staffId, endsAt: toIso(formerEnd), by: DESK })
}

/** Stops a recovery of access, or the unused rest of one. */
export async function stopRecovery({ db }: Pick<Desk, 'db'>, by: Actor): Promise<void> {
  if (!(await endRecovery(db, 'stopped', by))) {
    throw new DeskError('not_found', message('recovery.none'))
  }
}

/** Ends a recovery of access that was not used in time. */
export const endOverdueRecovery = ({ db }: Pick<Desk, 'db'>): Promise<boolean> => endRecovery(db, 'over', DESK)

async function endRecovery(db: Pool, how: 'stopped' | 'over', by: Actor): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const id = await tx.findValue<string | null>(sql`select end_key_recovery(${how})::text as id`)
    if (id == null) return false
    queueEndedEntry(tx, id, how, by)
    return true
  })
}

/** Alerts people that the recovery is over because both have their passkeys, in the transaction that ended it. */
export async function recordRecoveryUsed(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(sql`
    select id::text as id from key_recovery where how = 'used' order by id desc limit 1`)
  queueEndedEntry(tx, only(rows).id, 'used', DESK)
}

function queueEndedEntry(tx: Tx, recoveryId: string, how: 'used' | 'stopped' | 'over', by: Actor): void {
  queueEntry(tx, { kind: 'key_recovery_ended', recoveryId, how, by })
  queueAlertForAll(tx, message(`alert.recovery.${how}`))
}

/** Alerts the people of every role about passkeys. */
export function queueAlertForAll(tx: Tx, why: Message): void {
  for (const role of ROLES) queueAlert(tx, { kind: 'passkey', to: { role }, why })
}

/** True while a recovery of access is open for this person. */
export async function isRecovering(db: Queryable, staffId: string): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select is_recovering(${staffId}) as open`)) === true
}

async function namesOf(db: Queryable, staffIds: readonly string[]): Promise<string[]> {
  return db.listValues<string>(sql`
    select pseudonym from staff where id = any(${staffIds}) order by pseudonym`)
}

import { message } from '../../foundation/messages/message.ts'
import sql from 'sql-template-tag'
import type { HijackLock, HijackRefusal } from '../../enforcement/present/format-interim.ts'
import type { Desk } from '../../policy/desk.ts'
import { type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { readFromPlatform, type Gathered } from '../../enforcement/facts/read-platform.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

/**
 * The hijack lock that PostgreSQL accepts from this person now, or the reason why only an ordinary lock is possible.
 */
type HijackAnswer = { lock: HijackLock } | { refusal: HijackRefusal }

/** Reads an account's facts from the platform and stores its answer about the credentials, for a hijack lock. */
export async function gatherCredentials(desk: Desk, subject: string): Promise<Gathered> {
  const { gathered, reading } = await readFromPlatform(desk, subject)
  if (gathered === 'unknown' || reading === undefined) return gathered
  const { credentialsChangedAt, credentialsResetAt } = reading
  await desk.db.query(sql`
    select record_credential_report(${gathered.accountId}, ${parseTime(credentialsChangedAt)}, ${parseTime(credentialsResetAt)})`)
  return gathered
}

function parseTime(text: string | undefined): Date | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : new Date(ms)
}

/**
 * Finds the hijack lock of a protected account, or its refusal. Throws where this person has no ground for acting
 * alone.
 */
export async function findHijackLock(tx: Tx, accountId: string | null, by: StaffCaller): Promise<HijackAnswer> {
  const proposer = staffKey(by.id)
  const { mayAct, refusal, unconfirmedMs, isSolo } = await tx.only<
    HijackLock & { mayAct: boolean; refusal: HijackRefusal | null }
  >(sql`
    select may_act_on_ground(${proposer}) as "mayAct", hijack_refusal(${accountId}, ${proposer}, null) as refusal,
      unconfirmed_max_ms('hijack', ${accountId}) as "unconfirmedMs", not has_second_person() as "isSolo"`)
  if (refusal !== null) return { refusal }
  if (!mayAct) {
    throw new DeskError('not_allowed', message('ground.mayNotLock'), { why: 'ground' })
  }
  return { lock: { unconfirmedMs, isSolo } }
}

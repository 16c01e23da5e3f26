import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { IdempotencyKey } from './idempotency-key.ts'

const HOURS = 24
/** The most answers that one run of the periodic task deletes. */
const DELETED_AT_ONCE_MAX = 10_000

interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  /** The stored body. Null: it contained a secret and was not stored. */
  body: string | null
}
export interface StoredAnswer extends Answer {
  requestHash: Buffer
  rightsHash: Buffer
  /** True while the person is restricted. */
  isRestricted: boolean
}

/** Finds the answer that a caller got for a key within a day. */
export const findAnswer = (db: Queryable, { caller, keyHash }: IdempotencyKey): Promise<StoredAnswer | undefined> =>
  db.find<StoredAnswer>(sql`
    select request_hash as "requestHash", rights_hash as "rightsHash", status, headers, body,
      exists (select from staff_restriction where 'staff:' || staff_id = caller and lifted_at is null) as "isRestricted"
    from idempotency_key
    where caller = ${caller} and key_hash = ${keyHash} and at > desk_now() - make_interval(hours => ${HOURS})`)

/**
 * Takes an exclusive lock on a key until the transaction ends. Refuses while another request has it, and once a request
 * with it was carried out.
 */
export async function lockKey(tx: Tx, key: IdempotencyKey): Promise<void> {
  const { caller, keyHash } = key
  const name = `idempotency ${caller} ${keyHash.toString('hex')}`
  const isFree = await tx.onlyValue<boolean>(sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0))`)
  if (!isFree) throw new DeskError('conflict', message('request.keyInUse'))
  if ((await findAnswer(tx, key)) !== undefined) throw new Error('a request with this key was carried out meanwhile')
  tx.queue(sql`delete from idempotency_key where caller = ${caller} and key_hash = ${keyHash}`)
}

/** Stores the answer of a request for its repeats. */
export async function insertAnswer(tx: Tx, key: IdempotencyKey, { status, headers, body }: Answer): Promise<void> {
  const { caller, keyHash, requestHash, rightsHash } = key
  await tx.query(sql`
    insert into idempotency_key (caller, key_hash, request_hash, rights_hash, status, headers, body)
    values (${caller}, ${keyHash}, ${requestHash}, ${rightsHash}, ${status}, ${JSON.stringify(headers)}, ${body})`)
}

/** Deletes the answers that no repeat gets any more. */
export const deleteExpiredKeys = ({ taskDb }: Pick<Desk, 'taskDb'>): Promise<unknown> =>
  taskDb.query(sql`
    delete from idempotency_key where (caller, key_hash) in (
      select caller, key_hash from idempotency_key
      where at <= desk_now() - make_interval(hours => ${HOURS}) limit ${DELETED_AT_ONCE_MAX})`)

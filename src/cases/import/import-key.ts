import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { addKey } from '../../people/access/keys.ts'
import { findImportKey, type ImportKey } from './import-queries.ts'

/** The longest time for which a killed import may still hold the lock, until PostgreSQL ends its session. */
const LOCK_WAIT_MS = 10_000
const LOCK_RETRY_MS = 100
/** The interval at which the lock's transaction is queried, which also keeps it from counting as idle. */
const BEAT_MS = 2_000

/**
 * Finds or creates the API key of this name and platform. It refuses a revoked one, because under another key every report would
 * count as new.
 */
export async function findOrMakeKey(
  desk: Pick<Desk, 'db'>,
  name: string,
  platform = DEFAULT_PLATFORM,
): Promise<ImportKey> {
  const found = await findImportKey(desk.db, name, platform)
  if (found?.revoked) {
    throw new DeskError('conflict', message('import.keyRevoked', { name, keyId: found.id }))
  }
  if (found) return found
  // The secret is discarded, because no caller authenticates with this key.
  await addKey(desk, { name, scopes: ['report'], platform }, DESK)
  const made = await findImportKey(desk.db, name, platform)
  if (made === undefined) throw new Error(`the key ${name} was made and is gone`)
  return made
}

export interface ImportLock {
  /** Throws when the lock was lost, because another import may be running. */
  check(): void
  release(): Promise<void>
}

/**
 * Allows one import at a time per key. An open transaction without writes holds the lock, so both end with this
 * process. A session lock would survive in a pooler (PgBouncer) without an owner.
 */
export async function lockImports(
  { db }: Pick<Desk, 'db'>,
  keyName: string,
  waitMs = LOCK_WAIT_MS,
): Promise<ImportLock> {
  const client = await db.connect()
  let lost: Error | undefined
  const onLost = (error: Error) => {
    lost = error
  }
  client.on('error', onLost)
  const release = async () => {
    clearInterval(beat)
    client.off('error', onLost)
    await client.query('rollback').catch(onLost)
    client.release(lost)
  }
  const beat = setInterval(() => void client.query('select').catch(onLost), BEAT_MS).unref()
  try {
    await client.query('begin')
    await takeLock(client, keyName, waitMs)
  } catch (error) {
    await release()
    throw error
  }
  return {
    check: () => {
      if (lost) throw new Error('the connection that keeps other imports away was lost', { cause: lost })
    },
    release,
  }
}

async function takeLock(client: pg.PoolClient, keyName: string, waitMs: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
    const { rows } = await client.query<{ taken: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('countersign import ' || ${keyName}, 0)) as taken`)
    if (rows[0]?.taken) return
    if (waitedMs >= waitMs) {
      throw new DeskError('conflict', message('import.running'))
    }
    await pause(LOCK_RETRY_MS)
  }
}

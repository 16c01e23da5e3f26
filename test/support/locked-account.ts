import assert from 'node:assert/strict'
import sql from 'sql-template-tag'
import { queueAccountLocks } from '../../src/enforcement/facts/lock-accounts.ts'
import { inTransaction, only, type Pool } from '../../src/foundation/database/db.ts'
import { waitFor } from './wait-for.ts'

/**
 * Runs `act` while another connection locks an account. `act` must not wait for the lock. The id of its backend
 * identifies the lock's holder.
 */
export function whileAccountIsLocked<T>(
  pool: Pool,
  accountId: string,
  act: (holder: number) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (tx) => {
    queueAccountLocks(tx, [accountId])
    const { holder } = only((await tx.query<{ holder: number }>(sql`select pg_backend_pid() as holder`)).rows)
    return act(holder)
  })
}

/**
 * Starts acts one after the other while another connection locks an account, each once the earlier ones wait. Returns
 * their results once the lock is released.
 */
export async function startBehindLockedAccount<const T extends readonly (() => Promise<unknown>)[]>(
  pool: Pool,
  accountId: string,
  acts: T,
): Promise<{ [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  const under = await whileAccountIsLocked(pool, accountId, async (holder) => {
    const done: Promise<unknown>[] = []
    for (const act of acts) {
      done.push(act())
      await waitFor(`${done.length} to wait for ${accountId}`, async () => {
        return (await listWaiting(pool, holder)).length === done.length
      })
    }
    const nothing = { holdsRows: false, holdsNames: false }
    assert.deepEqual(await listWaiting(pool, holder), Array(acts.length).fill(nothing))
    return { done }
  })
  return (await Promise.all(under.done)) as { [K in keyof T]: Awaited<ReturnType<T[K]>> }
}

/**
 * Lists the connections that wait for the holder, and what they lock meanwhile: a transaction that has written or
 * locked a row has a transaction id, and one with an advisory lock is listed in pg_locks.
 */
async function listWaiting(pool: Pool, holder: number): Promise<{ holdsRows: boolean; holdsNames: boolean }[]> {
  const { rows } = await pool.query<{ holdsRows: boolean; holdsNames: boolean }>(sql`
    select backend_xid is not null as "holdsRows", exists (
      select from pg_locks where pg_locks.pid = waiting.pid and granted and locktype = 'advisory') as "holdsNames"
    from pg_stat_activity waiting where datname = current_database() and ${holder} = any (pg_blocking_pids(pid))`)
  return rows
}

import assert from 'node:assert/strict'
import sql from 'sql-template-tag'
import { queueAccountLocks } from '../../src/enforcement/facts/hold-accounts.ts'
import { inTransaction, only, type Pool } from '../../src/foundation/database/db.ts'
import { waitFor } from './wait-for.ts'

/** Does something that waits for nobody while somebody else holds an account. They are known by their connection. */
export function whileAccountIsHeld<T>(pool: Pool, accountId: string, act: (holder: number) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (tx) => {
    queueAccountLocks(tx, [accountId])
    const { holder } = only((await tx.query<{ holder: number }>(sql`select pg_backend_pid() as holder`)).rows)
    return act(holder)
  })
}

/** Does things one after the other while somebody else holds an account, each once those before it wait; answers when it is let go. */
export async function afterAccount<const T extends readonly (() => Promise<unknown>)[]>(
  pool: Pool,
  accountId: string,
  acts: T,
): Promise<{ [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  const under = await whileAccountIsHeld(pool, accountId, async (holder) => {
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
 * Whoever waits for somebody, and what nobody else gets meanwhile: a transaction that has written or locked a row has a number,
 * and one that holds an advisory lock is listed with it.
 */
async function listWaiting(pool: Pool, holder: number): Promise<{ holdsRows: boolean; holdsNames: boolean }[]> {
  const { rows } = await pool.query<{ holdsRows: boolean; holdsNames: boolean }>(sql`
    select backend_xid is not null as "holdsRows", exists (
      select from pg_locks where pg_locks.pid = waiting.pid and granted and locktype = 'advisory') as "holdsNames"
    from pg_stat_activity waiting where datname = current_database() and ${holder} = any (pg_blocking_pids(pid))`)
  return rows
}

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { findBulkAction, updateBulkActionState } from '../../src/bulk/actions/bulk-action-queries.ts'
import { type Item, listOpen } from '../../src/bulk/actions/item-queries.ts'
import { proposeItems, proposeSome } from '../../src/bulk/stages/propose-some.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { budgetsOf, useBudgets } from './budgets.ts'
import { waitFor } from './wait-for.ts'
import { startBulkAction, bulkActionToSample } from './bulk-actions.ts'

const RULES =
  'bulk_actions: { subjects: 50, sample: 3, wrong: 0, expires: 24h, stages: [{ share: 0.02, look: true }, { share: 1 }], stops: { restores: { count: 50, share: 1 }, appeals: { count: 50, share: 1 }, guarded: { count: 50, share: 1 } } }'
/** On an account with few posts, one post is a large share and guards require approval. */
const POSTS = 100
const ALL = 1_000

/**
 * Starts a bulk action whose first stage waits for its sample, with no worker on it; one account is new, has many posts
 * and more readers than it should.
 */
export async function startSampledBulkAction(
  t: TestContext,
  { ordinary, ...more }: { ordinary: number; [asked: string]: unknown },
) {
  const bulk = await startBulkAction(t, { ordinary, wide: 0 })
  const { demo, desk } = bulk
  useBudgets(bulk, `${budgetsOf()}${RULES}\n`)
  await demo.store.inTransaction((tx) => {
    tx.run`update account set reach = 30000, created_at = '2026-05-01T00:00:00Z' where id = 'bulk0'`
    for (let n = 0; n < POSTS; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${`post-${n}`}, 'bulk0', 'post', 'More.')`
  })
  const { ana, ben, id } = await bulkActionToSample(bulk, more)
  await waitFor('no worker to be at it', async () => {
    return (await desk.db.query(sql`select from job where kind = 'bulk_action'`)).rowCount === 0
  })
  const countEnforcements = async (): Promise<number> => {
    const alone = sql`select from enforcement where bulk_action_id = ${id} and material_hash is null`
    return (await desk.db.query(alone)).rowCount ?? 0
  }
  /** Runs it as it runs after the sample, but in the test's hands instead of a worker's. */
  const run = async () => {
    await inTransaction(desk.db, (tx) => updateBulkActionState(tx, id, 'running', { by: `staff:${ben.id}` }))
    const running = await findBulkAction(desk.db, id)
    assert.ok(running)
    /**
     * The result is wrapped in an object: `await` would also wait for a bare promise, and the caller may hold the lock
     * it waits for.
     */
    const enforcement = async (some: readonly Item[]) => {
      const asked = await proposeItems(desk, running, some)
      return { done: proposeSome(desk, running, some, asked) }
    }
    return { items: await listOpen(desk.db, id, 'ordinary', ALL), enforcement }
  }
  return { ...bulk, ana, ben, id, countEnforcements, run }
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase, type TestDatabase } from '../../../test/support/fresh-database.ts'
import { givenNamed } from '../../../test/support/search.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { fillLookalikes } from './lookalike-queries.ts'
import { recordAccountFacts } from '../accounts/record-facts.ts'

/** Accounts whose handles and names have not been folded yet. */
async function givenOldAccounts({ pool, ownerPool }: TestDatabase): Promise<void> {
  await givenNamed(pool, 'old', 'harbour_mayor', 'Ada Quay')
  await givenNamed(pool, 'older', 'hаrbоur_mауоr', '')
  await ownerPool.query(`insert into account_lookalike (account_id, reach, vouched)
    select id, coalesce(reach_counted, 0), coalesce(verified, false) or tags <> '{}' from account`)
}

const reachOf = async ({ pool }: TestDatabase, id: string) =>
  (await pool.query<{ reach: number }>(sql`select reach from account_lookalike(${id})`)).rows[0]?.reach

const importAccount = ({ pool }: TestDatabase, id: string, handle: string) =>
  inTransaction(pool, (tx) =>
    recordAccountFacts(tx, { kind: 'desk' }, [
      {
        account: { id, handle, displayName: '', reach: 40, verified: true, tags: [], createdAt: null },
        source: 'test',
        factsAt: '2020-01-01T00:00:00Z',
      },
    ]),
  )

test('an account not yet compared has unknown look-alikes', async (t) => {
  const database = await freshDatabase(t)
  await givenOldAccounts(database)
  await importAccount(database, 'new', 'harbour_rnayor')
  assert.equal(await reachOf(database, 'new'), undefined)
  await fillLookalikes({ db: database.pool })
  assert.deepEqual(await Promise.all(['new', 'old', 'older'].map((id) => reachOf(database, id))), [0, 40, 40])
})

test('the background fill overwrites no newer look-alike data', async (t) => {
  const database = await freshDatabase(t)
  await givenOldAccounts(database)
  await inTransaction(database.pool, async (tx) => {
    await tx.query(sql`
      update account_lookalike set handle_skeleton = 'newer', name_skeleton = '' where account_id = 'old'`)
    // Skips the rows that another transaction is writing, without waiting.
    await fillLookalikes({ db: database.pool })
  })
  await fillLookalikes({ db: database.pool })
  const { rows } = await database.pool.query(
    'select account_id, handle_skeleton, name_skeleton from account_lookalike order by account_id',
  )
  assert.deepEqual(rows, [
    { account_id: 'old', handle_skeleton: 'newer', name_skeleton: '' },
    { account_id: 'older', handle_skeleton: 'harbourrnayor', name_skeleton: '' },
  ])
})

test('facts with an unchanged name write no look-alike rows', async (t) => {
  const database = await freshDatabase(t)
  const versions = async () =>
    (await database.pool.query('select xmin::text, ctid::text, xmax::text from account_lookalike')).rows
  await importAccount(database, 'same', 'Harbour')
  const before = await versions()
  assert.equal(before.length, 1)
  await importAccount(database, 'same', 'harbour')
  assert.deepEqual(await versions(), before)
})

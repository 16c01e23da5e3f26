import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { intakeRoutes } from '../../src/cases/intake/routes.ts'
import { buildServer } from '../../src/app/http/server.ts'
import {
  CONNECTIONS_MIN,
  defaultConnections,
  shareConnections,
} from '../../src/foundation/database/share-connections.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { bearer, startTestDesk } from '../support/server.ts'

/** A desk that takes reports over connections of its own, on a database whose owner does this to it first. */
async function startIntakeOn(t: TestContext, prepare: (ownerPool: Pool, name: string) => Promise<unknown>) {
  const { desk, database } = await startTestDesk(t)
  const { token } = await givenKey(desk.db)
  await prepare(database.ownerPool, new URL(database.url).pathname.slice(1))
  const db = openPool(database.url, { max: 4, name: t.name, onError: () => undefined })
  const app = buildServer({ ...desk, db }, { routes: [intakeRoutes], ready: () => true })
  t.after(async () => {
    await app.close()
    await db.end()
  })
  await app.ready()
  const report = (id: string) =>
    app.inject({ method: 'POST', url: '/v1/reports', headers: bearer(token), payload: reportOf({ id }) })
  return { report, database, db }
}

test('503: a read-only server is reported, and its connections are dropped', async (t) => {
  const { report, database } = await startIntakeOn(t, (owner, name) =>
    owner.query(`alter database ${name} set default_transaction_read_only = on`),
  )
  const refused = await report('n-1')
  assert.equal(refused.statusCode, 503)
  assert.ok(refused.headers['retry-after'])
  // After a failover the address leads to the new primary; connections to the old one must not be used again.
  const name = new URL(database.url).pathname.slice(1)
  await database.ownerPool.query(`begin read write; alter database ${name} reset default_transaction_read_only; commit`)
  assert.equal((await report('n-1')).statusCode, 201)
})

test('503: a server without free connections is reported, never as 500', async (t) => {
  const { report } = await startIntakeOn(t, (owner, name) => owner.query(`alter database ${name} connection limit 0`))
  const refused = await report('n-1')
  assert.equal(refused.statusCode, 503)
  assert.ok(refused.headers['retry-after'])
})

test('restores keep their own connections on a full database server', async (t) => {
  const { database } = await startTestDesk(t)
  const restoreDb = openPool(database.url, { max: 4, min: 2, name: t.name, onError: () => undefined })
  t.after(() => restoreDb.end())
  await Promise.all([restoreDb.query('select 1'), restoreDb.query('select 1')])
  const name = new URL(database.url).pathname.slice(1)
  await database.ownerPool.query(`alter database ${name} connection limit 0`)
  const both = await Promise.all([restoreDb.query('select 1 as one'), restoreDb.query('select 1 as one')])
  assert.deepEqual(
    both.map(({ rows }) => rows[0]?.one),
    [1, 1],
  )
})

test('a process opens no more connections than configured', () => {
  for (let total = CONNECTIONS_MIN; total <= 200; total++) {
    const shares = Object.values(shareConnections(total))
    assert.ok(
      shares.every((share) => share >= 1),
      `${total}`,
    )
    assert.equal(
      shares.reduce((sum, share) => sum + share, 2),
      total,
    )
    assert.ok(shareConnections(total).restoreDb >= 2)
  }
})

test('four desk processes fit on a PostgreSQL with default settings', () => {
  assert.ok(4 * defaultConnections(97) <= 97)
  assert.equal(defaultConnections(297), 48)
})

import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { givenStatements } from '../../../../test/support/dsa/given-statements.ts'
import { DSA_TOKEN, type DsaServer, startDsaServer } from '../../../../test/support/dsa/start-dsa-server.ts'
import { freshDatabase, type TestDatabase } from '../../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { REFUSED, stealRole } from '../../../../test/support/role-thief.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import { DsaClient } from './dsa-client.ts'
import { reconcileStatements } from './reconcile.ts'
import { listStopped, reviewStatements } from './review-statement.ts'
import { DSA_CHECKS } from './submission-checks.ts'
import { submitStatements } from './submit-statements.ts'

interface Place {
  database: TestDatabase
  server: DsaServer
  client: DsaClient
  submit(): ReturnType<typeof submitStatements>
  states(): Promise<Record<string, number>>
  entries(): Promise<string[]>
}

async function openPlace(t: TestContext): Promise<Place> {
  const database = await freshDatabase(t, { driven: true })
  const server = await startDsaServer(t)
  const settings = { url: server.url, token: DSA_TOKEN, callsASecond: 190, allowPrivate: [] }
  const client = new DsaClient(settings)
  return {
    ...{ database, server, client },
    submit: () => submitStatements({ db: database.pool, client }),
    states: async () => {
      const rows = await database.pool.list<{ state: string; count: number }>(
        sql`select state, count(*)::integer from dsa_submission group by state`,
      )
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
    },
    entries: () =>
      database.ownerPool.listValues<string>(
        sql`select convert_from(payload, 'utf8') from ledger_payload where kind like 'dsa_%' or kind = 'alerted' order by leaf_id`,
      ),
  }
}

const policyLead = async ({ database }: Place): Promise<StaffCaller> => {
  const { id } = await givenStaff(database.pool, { roles: ['policy'] })
  return { kind: 'staff', id, pseudonym: 'wren', roles: ['policy'] }
}

const listProblems = async ({ pool }: TestDatabase): Promise<string[]> =>
  (await verifyLedger(pool, DSA_CHECKS)).problems.map(({ table, fault }) => `${table} ${fault}`)

const FLAGGED = { facts: 'Zoe van der Berg wrote to zoe@mail.example.', explanation: 'Insults by vale.harbour.' }

test('due statements are sent once, and each outcome is on record', async (t) => {
  const place = await openPlace(t)
  const { database, server } = place
  await givenStatements(database.ownerPool, { count: 230 })
  await givenStatements(database.ownerPool, { first: 301, count: 2, facts: FLAGGED })
  await givenStatements(database.ownerPool, { first: 401, count: 1, facts: { contentDate: null } })
  await givenStatements(database.ownerPool, { first: 501, count: 1, facts: { territorialScope: ['US'] } })
  await givenStatements(database.ownerPool, { first: 601, count: 1, inEffect: false })
  const counts = { sent: 230, held: 2, refused: 1, outside: 1, waiting: 1 }
  assert.deepEqual(await place.submit(), counts)
  assert.deepEqual(await place.states(), counts)
  assert.equal(server.statements.size, 230)
  assert.ok(server.calls.every(({ count }) => count <= 100))
  const entries = (await place.entries()).map((text) => JSON.parse(text))
  const settled = entries.filter(({ kind }) => kind === 'dsa_statements_settled')
  assert.equal(settled.flatMap(({ sent }) => sent).length, 230)
  assert.deepEqual(settled.flatMap(({ held, refused }) => [...held, ...refused]).sort(), [
    'stm_301',
    'stm_302',
    'stm_401',
  ])
  assert.equal(entries.filter(({ kind }) => kind === 'alerted').length, 2)
  assert.deepEqual(await place.submit(), { sent: 0, held: 0, refused: 0, outside: 0, waiting: 0 })
})

test('names of staff, reporters and subjects never leave', async (t) => {
  const place = await openPlace(t)
  const { database, server } = place
  await givenStatements(database.ownerPool, { count: 1, facts: FLAGGED })
  await givenStatements(database.ownerPool, {
    first: 2,
    count: 1,
    facts: { facts: 'As rep_12 says.', explanation: null },
  })
  await givenStatements(database.ownerPool, { first: 3, count: 1, facts: { facts: null, explanation: null } })
  await place.submit()
  assert.deepEqual(await place.states(), { held: 2, sent: 1 })
  const by = await policyLead(place)
  assert.deepEqual(
    (await listStopped(database.pool, by)).map(({ statement }) => statement),
    ['stm_1', 'stm_2'],
  )
  const choice = { texts: 'neutral', reason: 'They name people.' } as const
  assert.equal(await reviewStatements(database.pool, ['stm_1', 'stm_2', 'stm_3'], choice, by), 2)
  await place.submit()
  assert.deepEqual(await place.states(), { sent: 3 })
  assert.deepEqual(await listProblems(database), [])
  const all = server.calls.map(({ path, body }) => path + body).join()
  assert.doesNotMatch(all, /staff_|rep_|enf_|zoe|berg|vale|wren|post1/i)
})

test('a reviewer neither reads nor releases flagged texts', async (t) => {
  const place = await openPlace(t)
  await givenStatements(place.database.ownerPool, { count: 1, facts: FLAGGED })
  await place.submit()
  const reviewer: StaffCaller = { kind: 'staff', id: 'staff_9', pseudonym: 'rook', roles: ['reviewer'] }
  const choice = { texts: 'as_written', reason: 'x' } as const
  await assert.rejects(listStopped(place.database.pool, reviewer), /role policy or lead/)
  await assert.rejects(reviewStatements(place.database.pool, ['stm_1'], choice, reviewer), /role policy or lead/)
  assert.deepEqual(await place.states(), { held: 1 })
})

test('a lost call or answer loses no statement', async (t) => {
  const place = await openPlace(t)
  const { database, server } = place
  await givenStatements(database.ownerPool, { count: 3 })
  for (const fault of ['lose_call', 'lose_answer'] as const) {
    server.faults = [{ kind: fault }]
    const { sent, trouble } = await place.submit()
    assert.deepEqual([sent, trouble?.kind], [0, 'later'], fault)
    await database.advance(31_000)
  }
  assert.equal(server.statements.size, 3)
  assert.equal((await place.submit()).sent, 3)
  assert.equal(server.statements.size, 3)
})

test('a statement whose content was erased stops no other', async (t) => {
  const place = await openPlace(t)
  const { ownerPool } = place.database
  await givenStatements(ownerPool, { count: 3 })
  await ownerPool.query("delete from statement_content where statement_id = 'stm_1'")
  assert.equal((await place.submit()).sent, 2)
  assert.deepEqual(await place.states(), { sent: 2, waiting: 1 })
})

test('a worker killed after sending leaves its statements to the next', async (t) => {
  const place = await openPlace(t)
  const { database, server, client } = place
  await givenStatements(database.ownerPool, { count: 2 })
  const dies = {
    findPuid: client.findPuid,
    send: async (...given: Parameters<DsaClient['send']>) => {
      await client.send(...given)
      throw new Error('killed')
    },
  }
  await assert.rejects(submitStatements({ db: database.pool, client: dies as never }), /killed/)
  assert.deepEqual([server.statements.size, (await place.states()).waiting], [2, 2])
  assert.equal((await place.submit()).sent, 0)
  await database.advance(31 * 60_000)
  assert.equal((await place.submit()).sent, 2)
  assert.equal(server.statements.size, 2)
})

test('a refused token stops everything and alerts the leads once', async (t) => {
  const place = await openPlace(t)
  const { database, server } = place
  await givenStatements(database.ownerPool, { count: 2 })
  server.token = 'new'
  for (let run = 0; run < 2; run++) assert.equal((await place.submit()).trouble?.kind, 'unauthorised')
  assert.deepEqual(
    (await place.entries()).map((text) => JSON.parse(text).to),
    ['role:lead'],
  )
  server.token = DSA_TOKEN
  assert.equal((await place.submit()).sent, 2)
})

test('two workers send each statement once', async (t) => {
  const place = await openPlace(t)
  await givenStatements(place.database.ownerPool, { count: 450 })
  const reports = await Promise.all([place.submit(), place.submit()])
  assert.equal(
    reports.reduce((total, { sent }) => total + sent, 0),
    450,
  )
  assert.equal(
    place.server.calls.reduce((total, { count }) => total + count, 0),
    450,
  )
})

test('a stolen database role hides no unsent statement for long', async (t) => {
  const place = await openPlace(t)
  const { database, client } = place
  await givenStatements(database.ownerPool, { count: 3, facts: FLAGGED })
  await givenStatements(database.ownerPool, { first: 4, count: 1 })
  await place.submit()
  const thief = await stealRole(t, database)
  const refusals = [
    "update dsa_submission set state = 'sent' where statement_id = 'stm_1'",
    "update dsa_submission set state = 'waiting' where statement_id = 'stm_1'",
    "update dsa_submission set state = 'waiting' where statement_id = 'stm_4'",
    'delete from dsa_submission',
    'delete from dsa_delivery',
    "update dsa_delivery set puid = 'x'",
    "insert into dsa_submission (statement_id) values ('stm_9')",
  ]
  for (const text of refusals)
    await assert.rejects(
      thief.run(text),
      (error: { code?: string }) => [REFUSED, '42501'].includes(error.code ?? ''),
      text,
    )
  const { id: robbed } = await givenStaff(database.pool, { roles: ['policy'] })
  await thief.run(
    `insert into dsa_review (statement_id, texts, reviewed_by) values ('stm_1', 'as_written', '${robbed}')`,
  )
  await thief.run("update dsa_submission set state = 'waiting' where statement_id = 'stm_1'")
  await thief.run("insert into dsa_delivery (statement_id, puid, content_hash) values ('stm_1', 'stm_1-x', sha256(''))")
  await thief.run("update dsa_submission set state = 'sent' where statement_id = 'stm_1'")
  const problems = await listProblems(database)
  assert.deepEqual(problems.sort(), ['dsa_delivery added', 'dsa_review added'])
  const asked = { db: database.pool, client, from: null, until: null }
  const found = await reconcileStatements({ ...asked, mends: true })
  assert.deepEqual(found, { checked: 2, missing: [{ statement: 'stm_1', puid: 'stm_1-x' }], mended: true })
  assert.equal((await place.submit()).sent, 1)
  assert.deepEqual((await reconcileStatements({ ...asked, mends: false })).missing, [])
})

test('statements that the server lost are sent again under their puid', async (t) => {
  const place = await openPlace(t)
  const { database, server, client } = place
  await givenStatements(database.ownerPool, { count: 5 })
  await place.submit()
  const [lost = ''] = server.statements.keys()
  server.statements.delete(lost)
  const asked = { db: database.pool, client, from: null, until: null }
  assert.deepEqual(
    (await reconcileStatements({ ...asked, mends: false })).missing.map(({ puid }) => puid),
    [lost],
  )
  assert.equal((await place.submit()).sent, 0)
  await reconcileStatements({ ...asked, mends: true })
  assert.equal((await place.submit()).sent, 1)
  assert.ok(server.statements.has(lost))
})

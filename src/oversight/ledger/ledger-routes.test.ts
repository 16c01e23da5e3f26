import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { send } from '../../../test/support/desk-flow.ts'
import { numberEntries } from '../../../test/support/desk-with-history.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { DESK, type Role } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { verifyCommand } from './verify-command.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { makeLedgerVerifier, watchLedger } from './watch-ledger.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

type Entry = Record<string, unknown> & {
  kind: string
  number: number | null
  fields: { name: string; value: string }[]
}

async function start(t: TestContext) {
  const test = await startTestDesk(t, { routes: ROUTES })
  const { db } = test.desk
  const person = (roles: readonly Role[], onShift = false) => givenStaff(db, { roles, onShift })
  const auditor = await person(['auditor'])
  const read = async (path: string, token = auditor.token) => send(test, token, 'GET', `/v1/ledger${path}`)
  const list = async (query: string) => {
    const { body } = await read(`?${query}`)
    return body as unknown as { items: Entry[]; nextCursor: string | null }
  }
  const kinds = async (query: string) => (await list(query)).items.map(({ kind }) => kind)
  return { ...test, db, person, auditor, read, list, kinds }
}

test('200: ledger entries are found by kind, subject, enforcement and actor', async (t) => {
  const { db, person, list, kinds } = await start(t)
  const wren = await person(['reviewer'])
  const by = { kind: 'staff', id: wren.id } as const
  await inTransaction(db, async (tx) => {
    queueEntry(tx, { kind: 'needs_attention', why: 'one', by, subject: 'account:ada', enforcementId: 'enf_1' })
    queueEntry(tx, { kind: 'needs_attention', why: 'two', by: DESK, subject: 'account:ada' })
    queueEntry(tx, { kind: 'enforcement_offered', staffId: wren.id, by: DESK, enforcementId: 'enf_1' })
  })
  await numberEntries(db)
  const { items, nextCursor } = await list('subject=account:ada&limit=1')
  assert.deepEqual([items[0]?.by, items[0]?.fields], ['desk', [{ name: 'why', value: 'two' }]])
  const { items: older, ...end } = await list(`subject=account:ada&limit=1&cursor=${nextCursor}`)
  assert.deepEqual([older[0]?.fields, end], [[{ name: 'why', value: 'one' }], { nextCursor: null }])
  assert.deepEqual(await kinds('enforcement=enf_1'), ['enforcement_offered', 'needs_attention'])
  assert.deepEqual(await kinds(`staff=${wren.id}`), ['needs_attention'])
  assert.deepEqual(await kinds('kind=enforcement_offered'), ['enforcement_offered'])
  const [offered] = (await list('kind=enforcement_offered')).items
  assert.match(offered?.fields[0]?.value ?? '', /^p-/, 'people go by their pseudonyms')
})

test('the ledger shows known reasons translated and exports them as recorded', async (t) => {
  const { app, db, auditor, list } = await start(t)
  const why = message('alert.channel.dead', { channel: 'pager', count: 10, error: 'HTTP 500' })
  await inTransaction(db, async (tx) => {
    queueEntry(tx, { kind: 'needs_attention', why: renderMessage(why), by: DESK, subject: 'account:ada' })
    queueEntry(tx, { kind: 'needs_attention', why: 'Typed by a person.', by: DESK, subject: 'account:ada' })
  })
  await numberEntries(db)
  const headers = { ...bearer(auditor.token), 'accept-language': 'de' }
  const get = async (path: string) => (await app.inject({ url: `/v1/ledger${path}`, headers })).json()
  const whys = ({ items }: { items: Entry[] }) => items.flatMap(({ fields }) => fields.map(({ value }) => value))
  const german = renderMessage(why, 'de')
  const shown = await get('?subject=account:ada')
  assert.deepEqual(whys(shown), ['Typed by a person.', german])
  assert.deepEqual((await get(`/${shown.items[1].number}`)).fields, [{ name: 'why', value: german }])
  const english = await list('subject=account:ada')
  assert.equal(whys(english)[1], renderMessage(why))
  const file = await app.inject({ url: '/v1/ledger-exports?subject=account:ada&format=ndjson&reason=a+check', headers })
  assert.ok(file.body.includes(JSON.stringify(renderMessage(why))), file.body)
})

test('ledger entries without a number and erased ones are listed', async (t) => {
  const { db, database, list } = await start(t)
  const [waiting] = (await list('limit=1')).items
  assert.equal(waiting?.number, null)
  await database.ownerPool.query('update ledger_payload set payload = null, salt = null, erased_at = now()')
  const [erased] = (await list('limit=1')).items
  assert.deepEqual([erased?.erased, erased?.fields, erased?.by, erased?.at], [true, [], null, null])
  await numberEntries(db)
})

test("auditors see no shifts' names and no departure times in entries", async (t) => {
  const { db, person, list, kinds } = await start(t)
  const wren = await person(['reviewer'], true)
  await inTransaction(db, async (tx) => {
    const endsAt = '2026-09-13T04:05:06.000Z'
    queueEntry(tx, {
      kind: 'staff_notice',
      staffId: wren.id,
      notice: 'involuntary',
      endsAt,
      by: { kind: 'staff', id: wren.id },
    })
    queueEntry(tx, { kind: 'staff_added', staffId: wren.id, roles: ['reviewer'], endsAt, by: DESK })
  })
  const { items } = await list('')
  assert.doesNotMatch(JSON.stringify(items), /2026-09-13|involuntary/)
  const told = (kind: string) => items.find((each) => each.kind === kind)
  assert.deepEqual([told('shift_started')?.by, told('shift_started')?.withheld], [null, ['staffId']])
  assert.deepEqual(told('staff_notice')?.fields, [])
  assert.deepEqual(told('staff_added')?.withheld, ['endsAt'])
  assert.deepEqual(await kinds(`staff=${wren.id}`), [], 'nor is it found by them')
})

test('200: a ledger entry is recomputed and shows later changes', async (t) => {
  const { db, database, read } = await start(t)
  await numberEntries(db)
  const { body } = await read('/2')
  assert.deepEqual([body.holds, body.problems, body.number], [true, [], 2])
  assert.match(String(body.leaf), /^\{"commitments":\["[\w-]{43}"\],"hour":"\d{4}-\d\d-\d\dT\d\dZ","v":1\}$/)
  assert.equal((await read('/1')).body.chainBefore, null)
  const change = (text: string) => database.ownerPool.query(text)
  await change(
    `update ledger_payload set payload = payload || ' ' where leaf_id = (select leaf_id from ledger_entry where number = 2)`,
  )
  assert.deepEqual((await read('/2')).body.problems, ['the payload is not what the leaf commits to'])
  await change('update ledger_entry set chain = leaf_hash where number = 1')
  assert.deepEqual((await read('/2')).body.problems, ["it doesn't follow from the one before"])
  await change('delete from ledger_entry where number = 1')
  assert.deepEqual((await read('/2')).body.problems, ['the entry before it is gone'])
})

test('200: the ledger state comes from the last verification', async (t) => {
  const { desk, db, database, person, read } = await start(t)
  const verifyWhenDue = makeLedgerVerifier()
  const state = async () => (await read('/verification')).body as Record<string, Record<string, unknown> | null>
  assert.deepEqual(await state(), { checkpoint: null, waiting: 2, followed: null, whole: null })
  await verifyWhenDue(desk, { ledgerChecks: LEDGER_CHECKS })
  assert.equal((await state()).whole, null, 'not before it was followed')
  await numberEntries(db)
  await watchLedger(desk)
  await verifyWhenDue(desk, { ledgerChecks: LEDGER_CHECKS })
  const { checkpoint, waiting, followed, whole } = await state()
  assert.deepEqual([waiting, checkpoint?.number, followed?.number, followed?.holds], [0, 2, 2, true])
  assert.deepEqual([whole?.number, whole?.holds, whole?.stands, whole?.checkpoints], [2, true, true, 0])
  await person(['reviewer'])
  await numberEntries(db)
  await watchLedger(desk)
  await verifyWhenDue(desk, { ledgerChecks: LEDGER_CHECKS })
  const later = await state()
  assert.deepEqual([later.followed?.number, later.whole?.number], [4, 2], 'all of it is read once a day')
  await database.ownerPool.query('update ledger_entry set chain = leaf_hash where number = 2')
  assert.equal((await state()).whole?.stands, false)
})

test('a broken ledger alerts auditors once until a full check passes', async (t) => {
  const { app, desk, db, database, auditor, read } = await start(t)
  const follow = async () => {
    await watchLedger(desk)
    const { followed } = (await read('/verification')).body as { followed: { holds: boolean; number: number } }
    return followed.holds
  }
  const change = (text: string) => database.ownerPool.query(text)
  await numberEntries(db)
  assert.equal(await follow(), true)
  const [kept] = (await change('select chain from ledger_entry where number = 2')).rows
  await change('update ledger_entry set chain = leaf_hash where number = 2')
  assert.deepEqual([await follow(), await follow()], [false, false])
  const { body } = await send({ app }, auditor.token, 'GET', '/v1/alerts')
  const alerts = (body.items as { kind: string; why: string }[]).filter(({ kind }) => kind === 'ledger')
  assert.equal(alerts.length, 1)
  assert.match(alerts[0]?.why ?? '', /ledger_entry 2/)
  await database.ownerPool.query('update ledger_entry set chain = $1 where number = 2', [kept.chain])
  assert.equal(await follow(), false)
  await numberEntries(db)
  await verifyCommand(db, { checks: LEDGER_CHECKS, print: () => undefined })
  assert.equal(await follow(), true)
})

test('403, 404: ledger entries are for auditors, the state also for leads', async (t) => {
  const { person, read } = await start(t)
  const status = async (path: string, roles: Role, onShift = false) =>
    (await read(path, (await person([roles], onShift)).token)).status
  for (const roles of ['lead', 'policy', 'admin', 'senior'] as const) {
    assert.equal(await status('', roles, true), 403, roles)
    assert.equal(await status('/1', roles, true), 403, roles)
  }
  assert.deepEqual([await status('/verification', 'policy'), await status('/verification', 'lead', true)], [200, 200])
  assert.deepEqual([await status('/verification', 'lead'), await status('/verification', 'senior', true)], [403, 403])
  assert.deepEqual(
    [(await read('/99')).status, (await read('?staff=nobody')).status, (await read('/x')).status],
    [404, 404, 400],
  )
})

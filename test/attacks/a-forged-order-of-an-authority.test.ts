import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { changeByTwo, enteredOrder, givenAuthority, orderOf, receivedOrder, REQUEST } from '../support/authority.ts'
import { findProblems } from '../support/changes.ts'
import { givenReviewer, send } from '../support/desk-flow.ts'
import { givenKey } from '../support/people.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { startWorkingDesk } from '../support/working-desk.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'

const HASH = `decode(repeat('ab', 32), 'hex')`
const CALL = `receive_authority_order('{bearer}', '{"reference": "X-1", "kind": "removal_order", "policyId": "court-order",
  "contents": ["coin-1"], "bodyHash": "${'ab'.repeat(32)}"}', null)`

/** The statements by which a thief of the application role tries to forge an authority's order. */
const FORGERIES: readonly string[] = [
  `insert into authority (name, country, contact, registered_by) values ('Mine', 'IE', 'me', 'chg_1')`,
  `update authority set revoked_at = null, revoked_by = null`,
  `insert into authority_order (authority_id, key_id, authority, reference, kind, policy_id, contents, received_at, body_hash)
   values ('{authority}', '{key}', 'Harbour Hotline', 'X-1', 'removal_order', 'court-order', '{coin-1}', desk_now(), ${HASH})`,
  `update authority_order set contents = '{coin-1}'`,
  `insert into authority_order_terms (order_id, verified, due_at) values ('order_1', 'key', desk_now())`,
  `update authority_order_terms set verified = 'signature'`,
  `update authority_order_terms set silent_until = null`,
  `update authority_order set erased_at = desk_now()`,
  `delete from authority_order_terms`,
  `select store_order_terms(null::authority_order, '{}')`,
  `insert into authority_order_document (order_id, name, media_type, bytes) values ('order_1', 'a', 'text/plain', 'a')`,
  `insert into api_key (name, scopes, authority_id, secret_hash) values ('mine', '{orders}', '{authority}', sha256('mine'))`,
  `update api_key set secret_hash = sha256('mine') where id = '{key}'`,
  `update api_key set authority_id = '{authority}'`,
  `select * from store_authority_order(row(null, '{authority}', '{key}', null, 'Harbour Hotline', 'X-1', 'removal_order',
    'court-order', '{coin-1}', null, desk_now(), desk_now(), ${HASH}, null, null)::authority_order, '{}', null)`,
]

test("the application role forges no authority's order", async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { id, keyId } = await givenAuthority(desk)
  const thief = await stealRole(t, desk.database)
  const fill = (text: string) => text.replaceAll('{authority}', id).replaceAll('{key}', keyId)
  for (const forgery of FORGERIES) {
    await assert.rejects(thief.run(fill(forgery)), isRefusal, forgery)
  }
  const hash = `(select encode(secret_hash, 'hex') from api_key where id = '${keyId}')`
  for (const bearer of ['cs_key_invented', `' || ${hash} || '`]) {
    const { rows } = await thief.run(`select * from ${CALL.replace('{bearer}', bearer)}`)
    assert.deepEqual(rows, [], 'the hash of a key is not the key')
  }
  const { rows } = await desk.desk.db.query(sql`select from authority_order`)
  assert.deepEqual(rows, [])
})

test("an authority's API key sends orders of that authority only", async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const [one, other] = [await givenAuthority(desk, 'One'), await givenAuthority(desk, 'Other')]
  const sent = await send(desk, one.token, 'POST', '/v1/authority-orders', orderOf(['coin-1'], { authority: 'Other' }))
  assert.equal(sent.status, 400, 'a key does not say whose it is')
  const ids = [
    await receivedOrder(desk, one.token, orderOf(['coin-1'])),
    await receivedOrder(desk, other.token, orderOf(['coin-2'])),
  ]
  const { rows } = await desk.desk.db.query(sql`select id, authority from authority_order order by id`)
  assert.deepEqual(rows, [
    { id: ids[0], authority: 'One' },
    { id: ids[1], authority: 'Other' },
  ])
  const changed = await send(desk, one.token, 'POST', '/v1/authority-orders', orderOf(['coin-3']))
  assert.equal(changed.status, 409, 'a reference is of one order')
  assert.equal((await send(desk, one.token, 'POST', '/v1/authority-orders', orderOf(['coin-1']))).status, 200)
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('other API keys and revoked authorities send no orders', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { db } = desk.desk
  const { id, token, keyId } = await givenAuthority(desk)
  const order = (by: string, body = orderOf(['coin-1'])) => send(desk, by, 'POST', '/v1/authority-orders', body)
  const report = await givenKey(db, ['report', 'facts', 'appeals'])
  assert.equal((await order(report.token)).status, 403)
  const reviewer = await givenReviewer(desk)
  assert.equal((await order(reviewer.token, enteredOrder(['coin-1'], desk.now()))).status, 403)
  await assert.rejects(
    db.query(sql`update api_key set scopes = ${['orders', 'facts']}, authority_id = ${id} where id = ${keyId}`),
    isRefusal,
  )
  await changeByTwo(desk, { kind: 'authority_removal', authorityId: id })
  const refused = await order(token)
  assert.deepEqual([refused.status, refused.body.title], [403, refused.body.title])
  const wanted = {
    kind: 'key',
    name: 'again',
    scopes: ['orders'],
    authorityId: id,
    fingerprint: 'ab'.repeat(32),
  } as const
  await assert.rejects(changeByTwo(desk, wanted), /is not a registered authority/)
  const { rows } = await db.query(sql`select from authority_order`)
  assert.deepEqual(rows, [])
  assert.deepEqual(await findProblems(db), [])
})

/**
 * Rows that an intruder with every right over the database changes: the change, the earlier value, and the row that
 * verifying names.
 */
const TAMPERED: readonly [table: string, set: string, was: string, found: string][] = [
  ['authority', `contact = 'me'`, `contact = '+353 1 555 0100'`, 'authority authority_1'],
  [
    'authority',
    'revoked_at = null, revoked_by = null',
    `revoked_at = desk_now(), revoked_by = 'chg_3'`,
    'authority authority_1',
  ],
  ['authority_order', `contents = '{rosa-1}'`, `contents = '{coin-1}'`, 'authority_order order_1'],
  ['authority_order', 'erased_at = desk_now()', 'erased_at = null', 'authority_order order_1'],
  ['authority_order_terms', `reasons = 'Mine.'`, 'reasons = null', 'authority_order_terms order_1'],
  ['authority_order_terms', `verified = 'signature'`, `verified = 'key'`, 'authority_order_terms order_1'],
  ['authority_order_act', `outcome = 'given'`, `outcome = 'not_given'`, 'authority_order_act oact_1'],
  ['authority_order_document', `bytes = 'Another.'`, `bytes = 'Remove it.'`, 'authority_order order_1'],
  ['removal_request', `contact = 'me'`, `contact = '${REQUEST.contact}'`, 'removal_request removal_1'],
]

test('verify finds a changed authority, order, document or request', async (t) => {
  const desk = await startWorkingDesk(t, { driven: true, deskOnly: true })
  const { db } = desk.desk
  const authority = await givenAuthority(desk)
  const document = { name: 'order.txt', mediaType: 'text/plain', base64: Buffer.from('Remove it.').toString('base64') }
  await receivedOrder(
    desk,
    authority.token,
    orderOf(['coin-1'], { kind: 'illegal_content', policyId: 'court-order', document }),
  )
  const eve = await givenReviewer(desk, { roles: ['policy'] })
  const answer = { kind: 'answered', outcome: 'not_given', note: 'It is satire.' }
  const { rows: stored } = await db.query<{ id: string }>(sql`select id from authority_order`)
  const acted = await send(desk, eve.token, 'POST', `/v1/authority-orders/${stored[0]?.id}/acts`, answer)
  assert.equal(acted.status, 201, JSON.stringify(acted.body))
  const { token } = await givenKey(db, ['appeals'])
  await send(desk, token, 'POST', '/v1/removal-requests', { ...REQUEST, id: 'form-1', content: undefined })
  await changeByTwo(desk, { kind: 'authority_removal', authorityId: authority.id })
  const intruder = openPool(desk.database.superUrl, { max: 1, name: 'intruder', onError: () => undefined })
  t.after(() => intruder.end())
  for (const [table, set, was, found] of TAMPERED) {
    assert.deepEqual(await findProblems(db), [], `before ${set}`)
    await intruder.query(`update ${table} set ${set}`)
    const { problems } = await verifyLedger(db, LEDGER_CHECKS)
    assert.deepEqual(
      problems.map((problem) => `${problem.table} ${problem.id}`),
      [found],
      set,
    )
    await intruder.query(`update ${table} set ${was}`)
  }
})

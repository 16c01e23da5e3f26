import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { signalOf } from '../../../test/support/automation.ts'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'

const TEXT = '🎟 Cheap tickets, pay first.'
const hashOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const DETAILS = {
  rationale: 'It asks for payment in advance.',
  clause: 'scam.2',
  model: 'shop-net 4.1',
  spans: [{ start: 17, end: 26, label: 'payment' }],
  textSha256: hashOf(TEXT),
}

async function start(t: Parameters<typeof startTestDesk>[0]) {
  const { desk, app } = await startTestDesk(t, { routes: ROUTES })
  const accountId = await givenAccount(desk.db)
  await desk.db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('t1', ${accountId}, 'post', ${TEXT}, 'test', desk_now())`)
  const caseId = await givenCase(desk.db, { subject: 'content:t1', accountId })
  const [key, person] = [await givenKey(desk.db, ['signals']), await givenStaff(desk.db, { onShift: true })]
  const send = async (more: object) => {
    const payload = signalOf('t1', new Date(), { ...more })
    const sent = await app.inject({ method: 'POST', url: '/v1/signals', headers: bearer(key.token), payload })
    return { status: sent.statusCode, body: sent.json(), payload }
  }
  const read = async () =>
    (await app.inject({ url: `/v1/cases/${caseId}`, headers: bearer(person.token) })).json().signals
  return { desk, send, read }
}

test('a case shows the explanation of a signal and its passages', async (t) => {
  const { desk, send, read } = await start(t)
  assert.equal((await send(DETAILS)).status, 201)
  const [{ rationale, clause, model, spans, isOfOtherText }] = await read()
  assert.deepEqual([rationale, clause, model, isOfOtherText], [DETAILS.rationale, 'scam.2', 'shop-net 4.1', false])
  assert.deepEqual(spans, DETAILS.spans)
  assert.equal([...TEXT].slice(17, 26).join(''), 'pay first')

  await desk.db.query(sql`update content set text = 'Edited.' where id = 't1'`)
  const [edited] = await read()
  assert.deepEqual([edited.spans, edited.isOfOtherText], [[], true], 'passages of another text are not shown')
})

test('passages need a text and characters, and a used id stays taken', async (t) => {
  const { send, read } = await start(t)
  const { textSha256, ...without } = DETAILS
  for (const wrong of [
    without,
    { ...DETAILS, spans: [{ start: 5, end: 5 }] },
    { ...DETAILS, spans: [{ start: -1, end: 5 }] },
    { ...DETAILS, spans: Array.from({ length: 51 }, () => ({ start: 0, end: 1 })) },
    { ...DETAILS, rationale: 'x'.repeat(2_001) },
    { textSha256: textSha256.toUpperCase() },
  ])
    assert.equal((await send(wrong)).status, 400, JSON.stringify(wrong).slice(0, 80))
  assert.deepEqual(await read(), [])
  const { payload } = await send({})
  assert.equal((await send({ id: payload.id, rationale: 'another' })).status, 409)
  const [plain] = await read()
  assert.deepEqual([plain.rationale, plain.spans, plain.isOfOtherText], [null, [], false])
})

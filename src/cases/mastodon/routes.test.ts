import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accountCreated,
  deliver,
  FORMER_SECRET,
  reportCreated,
  startReceivingDesk,
  statusCreated,
  WEBHOOK_SECRET,
} from '../../../test/support/mastodon/deliver.ts'
import { givenKey } from '../../../test/support/people.ts'
import { DESK } from '../../foundation/domain.ts'
import { revokeKey } from '../../people/access/keys.ts'
import type { Desk } from '../../policy/desk.ts'

const all = async ({ db }: Desk, text: string) => (await db.query({ text, values: [] })).rows
const countReports = async (desk: Desk) => (await all(desk, 'select id from report')).length

test('a report becomes one report of the desk with its posts', async (t) => {
  const receiving = await startReceivingDesk(t)
  const media = [{ id: '31', type: 'image', url: 'https://media.example/31.png', description: 'A ticket.' }]
  const event = reportCreated([
    { id: '7', media },
    { id: '8', sensitive: true, spoilerText: 'Ferry' },
  ])
  assert.deepEqual(await deliver(receiving, event), { status: 200, body: { outcome: 'received' } })
  const [report, ...others] = await all(
    receiving.desk,
    `select report.client_id, review_case.subject, report.reporter_id, report.ground, report.category, report.comment
     from report join review_case on review_case.id = report.case_id`,
  )
  assert.deepEqual(
    [report, others],
    [
      {
        ...{ client_id: 'social~8437', subject: 'account:social~109', reporter_id: 'social~110', ground: 'terms' },
        ...{ category: 'SCAMS_AND_FRAUD', comment: 'Sells nothing.\nRule: No fraud.' },
      },
      [],
    ],
  )
  const evidence = await all(
    receiving.desk,
    `select evidence.class, evidence.reference, convert_from(evidence_bytes.bytes, 'UTF8') as text
     from evidence join evidence_bytes on evidence_id = evidence.id order by evidence.reference`,
  )
  assert.deepEqual(evidence, [
    {
      ...{ class: 'ordinary', reference: 'https://social.example/@vale/7' },
      text: 'Last tickets.\n[image] https://media.example/31.png A ticket.\n2026-05-04T09:00:00.000Z',
    },
    {
      ...{ class: 'sensitive', reference: 'https://social.example/@vale/8' },
      text: 'Ferry\n\nLast tickets.\n2026-05-04T09:00:00.000Z',
    },
  ])
})

test('a replayed or reworded report stays one report', async (t) => {
  const receiving = await startReceivingDesk(t)
  const outcomes = await Promise.all(
    [reportCreated(), reportCreated(), reportCreated([], { comment: 'Other words.' })].map((event) =>
      deliver(receiving, event),
    ),
  )
  assert.deepEqual(outcomes.map(({ body }) => body.outcome).sort(), ['known', 'known', 'received'])
  assert.equal(await countReports(receiving.desk), 1)
})

test('many posts of one report share the last evidence', async (t) => {
  const receiving = await startReceivingDesk(t)
  const posts = Array.from({ length: 25 }, (_, place) => ({ id: `${100 + place}`, content: `<p>Post ${place}</p>` }))
  assert.equal((await deliver(receiving, reportCreated(posts))).status, 200)
  const rows = await all(
    receiving.desk,
    `select convert_from(evidence_bytes.bytes, 'UTF8') as text from evidence join evidence_bytes on evidence_id = evidence.id`,
  )
  assert.equal(rows.length, 10)
  assert.ok(rows.some(({ text }) => /Post 9\b.*Post 24\b/s.test(String(text))))
})

test('a delivery without the right signature stores nothing', async (t) => {
  const receiving = await startReceivingDesk(t)
  const event = reportCreated()
  const forged: Parameters<typeof deliver>[2][] = [
    { secret: 'a-guessed-secret' },
    { secret: 'the-secret-of-the-other' },
    { text: JSON.stringify(event).replace('spam', 'legal') },
    { text: `${JSON.stringify(event)} ` },
    { headers: { 'x-hub-signature': '' } },
    { headers: { 'x-hub-signature': `sha1=${'0'.repeat(40)}` } },
    { headers: { 'x-hub-signature': `sha256=${'0'.repeat(64)}` } },
    { url: '/v1/platforms/other/mastodon-events' },
    { text: '' },
  ]
  for (const options of forged)
    assert.equal((await deliver(receiving, event, options)).status, 401, JSON.stringify(options))
  assert.equal((await deliver(receiving, event, { url: '/v1/platforms/none/mastodon-events' })).status, 404)
  assert.equal(await countReports(receiving.desk), 0)
  // The same text, signed with a secret of the server, is received: the refusals above are no accident.
  assert.equal((await deliver(receiving, event, { secret: FORMER_SECRET })).status, 200)
})

test('429: a network with many unsigned deliveries is refused, others pass', async (t) => {
  const receiving = await startReceivingDesk(t)
  const event = reportCreated()
  const forge = async () => (await deliver(receiving, event, { secret: 'a-guessed-secret' })).status
  for (let n = 0; n < 60; n++) assert.equal(await forge(), 401)
  assert.equal(await forge(), 429)
  const tooLong = await deliver(receiving, event, { text: 'x'.repeat(2_000_000) })
  assert.equal(tooLong.status, 429, 'the body is not read: it would be too long')
  assert.equal((await deliver(receiving, event)).status, 429)
  assert.equal((await deliver(receiving, event, { ip: '192.0.2.9' })).status, 200)
})

test("no delivery speaks of another platform's accounts", async (t) => {
  const receiving = await startReceivingDesk(t)
  const stolen = JSON.parse(JSON.stringify(reportCreated()).replaceAll('"id":"109"', '"id":"other~109"'))
  assert.equal((await deliver(receiving, stolen)).status, 200)
  const [found] = await all(receiving.desk, 'select subject from review_case')
  assert.deepEqual(found, { subject: 'account:social~other~109' })
})

test('a revoked key or a missing scope ends its webhook', async (t) => {
  const receiving = await startReceivingDesk(t, ['facts'])
  const lacking = await deliver(receiving, reportCreated())
  assert.equal(lacking.status, 403)
  assert.match(String(lacking.body.detail), /lacks the scope report/)
  await revokeKey(receiving.desk, receiving.keyId, DESK)
  assert.match(String((await deliver(receiving, accountCreated())).body.detail), /revoked/)
  assert.equal((await all(receiving.desk, 'select id from account')).length, 0)
})

test('a key of another platform receives nothing for a webhook', async (t) => {
  const receiving = await startReceivingDesk(t)
  const { id: keyId } = await givenKey(receiving.desk.db)
  receiving.webhooks.set('social', { secrets: [WEBHOOK_SECRET], keyId })
  for (const event of [accountCreated(), reportCreated()]) {
    const { status, body } = await deliver(receiving, event)
    assert.equal(status, 403)
    assert.match(String(body.detail), /of another platform/)
  }
  assert.equal((await all(receiving.desk, 'select id from account')).length, 0)
})

test('accounts and posts become facts, and an older delivery changes nothing', async (t) => {
  const receiving = await startReceivingDesk(t)
  const send = (event: object) => deliver(receiving, event)
  const recorded = { status: 200, body: { outcome: 'recorded' } }
  assert.deepEqual(await send(accountCreated({ followers: 4_200 })), recorded)
  assert.deepEqual(await send(accountCreated({ followers: 7 }, '2026-05-03T09:00:00Z')), recorded)
  assert.deepEqual(await send(statusCreated({ id: '7' })), recorded)
  const accounts = await all(receiving.desk, 'select id, handle, reach::int as reach from account')
  assert.deepEqual(accounts, [{ id: 'social~109', handle: 'vale', reach: 4_200 }])
  const contents = await all(receiving.desk, 'select id, account_id, text from content')
  assert.deepEqual(contents, [{ id: 'social~7', account_id: 'social~109', text: 'Last tickets.' }])
})

test('facts of the future or of another author are refused', async (t) => {
  const receiving = await startReceivingDesk(t)
  const ahead = accountCreated({}, new Date(Date.now() + 3_600_000).toISOString())
  const { status, body } = await deliver(receiving, ahead)
  assert.deepEqual([status, (body.errors as { field: string }[]).map(({ field }) => field)], [400, ['created_at']])
  assert.equal((await all(receiving.desk, 'select id from account')).length, 0)
  assert.equal((await deliver(receiving, statusCreated({ id: '7' }))).status, 200)
  const stolen = JSON.parse(JSON.stringify(statusCreated({ id: '7' })).replaceAll('"id":"109"', '"id":"110"'))
  assert.equal((await deliver(receiving, stolen)).status, 409)
  const contents = await all(receiving.desk, 'select account_id from content')
  assert.deepEqual(contents, [{ account_id: 'social~109' }])
  assert.equal(
    (await all(receiving.desk, "select from account where id = 'social~110'")).length,
    0,
    'nothing was stored',
  )
})

test('other events are ignored, and entities of another form refused', async (t) => {
  const receiving = await startReceivingDesk(t)
  const other = { event: 'report.updated', created_at: '2026-05-04T09:00:00Z', object: {} }
  assert.deepEqual(await deliver(receiving, other), { status: 200, body: { outcome: 'ignored' } })
  const fields = async (event: object) => {
    const { status, body } = await deliver(receiving, event)
    return [status, ...(body.errors as { field: string }[]).map(({ field }) => field)]
  }
  assert.deepEqual(await fields({ ...reportCreated(), object: {} }), [400, 'object'])
  assert.deepEqual(await fields(reportCreated([], { category: 5 })), [400, 'object/category'])
  assert.deepEqual(await fields(reportCreated([], { comment: 'a\u0000b' })), [400, 'object/comment'])
  assert.deepEqual(await fields({ content: 'Hello' }), [400, 'event', 'created_at', 'object'])
})

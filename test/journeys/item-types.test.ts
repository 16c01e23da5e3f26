import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { fetchFacts } from '../../src/cases/accounts/fetch-facts.ts'
import { readFacts } from '../../src/enforcement/facts/gather-facts.ts'
import { gatherFacts } from '../../src/enforcement/facts/read-platform.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { Action } from '../../src/foundation/domain.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { judge } from '../../src/policy/guards/judge.ts'
import { LISTING, listingAt, startItems } from '../support/item-types.ts'

type Desk = Awaited<ReturnType<typeof startItems>>['desk']

/** Judges an action on a content by what the platform states just now. */
async function judgeNow(desk: Desk, id: string, action: Action) {
  const subject = `content:${id}`
  const gathered = await gatherFacts(desk, subject)
  const ask = {
    by: { kind: 'staff', id: 'staff_1' },
    source: 'person',
    ...{ subject, accountId: 'a1', action, legalDuty: false, openedAt: null, gathered },
  } as const
  const judged = await inTransaction(desk.db, (tx) => readFacts(tx, desk.policies.guards, ask))
  const { fired } = judge(desk.policies.guards.guards, action, judged)
  return {
    price: judged.facts['item.price'],
    people: judged.facts['item.people'],
    evidence: judged.account.evidence,
    fired: fired.map(({ id: guard }) => guard),
  }
}

test('a reported listing is shown, listed and kept as reported', async (t) => {
  const { desk, report, get } = await startItems(t)
  const { status, body } = await report('t1')
  assert.equal(status, 201)
  await report('t2', { item: undefined })
  const { body: read } = await get(`/v1/cases/${body.caseId}`)
  const [{ item }] = read.reports.items
  assert.deepEqual(item.title, { en: 'Listing', de: 'Angebot' })
  assert.deepEqual(
    item.fields
      .map(({ path, role, value }: { path: string; role: string; value: unknown }) => [path, role, value])
      .slice(0, 5),
    [
      ['name', 'title', 'Silver gramophone'],
      ['description', 'text', 'Plays \u202Eshellac\u202C records.'],
      ['offer/price', 'price', 4_999.5],
      ['offer/currency', 'currency', 'EUR'],
      ['ean', 'id', '4006381333931'],
    ],
  )
  const listed = (await get('/v1/cases?item=listing')).body.items
  assert.deepEqual(
    listed.map((one: { id: string; item: string }) => [one.id, one.item]),
    [[body.caseId, 'listing']],
  )
  assert.deepEqual((await get('/v1/cases?item=review')).body.items, [])
  assert.deepEqual((await verifyLedger(desk.db, LEDGER_CHECKS)).problems, [])
  await desk.db.query(`update report set item = '{}' where client_id = 't1'`).catch(() => undefined)
  assert.deepEqual((await verifyLedger(desk.db, LEDGER_CHECKS)).problems, [], 'the application role changes no report')
})

test('the ledger shows a tampered item of a report', async (t) => {
  const { desk, report, database } = await startItems(t)
  await report('t1')
  await database.ownerPool.query(`update report set item = jsonb_set(item, '{fields,name}', '"Tin whistle"')`)
  assert.equal((await verifyLedger(desk.db, LEDGER_CHECKS)).problems.length, 1)
})

test('400: every fault of an item names its field', async (t) => {
  const { report, send, key } = await startItems(t)
  const item = { type: 'listing', fields: { ...LISTING.fields, offer: { price: '1', currency: 'EUR' }, colour: 'red' } }
  const { status, body } = await report('t1', { item })
  const faults = [
    { field: 'item/fields/colour', key: 'field.unknown', detail: 'is not a known field' },
    { field: 'item/fields/offer/price', key: 'field.mustBe', detail: 'must be a number' },
  ]
  assert.deepEqual([status, body.errors], [400, faults])
  const facts = { accountId: 'a1', kind: 'post', text: '', createdAt: null, factsAt: '2026-03-04T05:06:07Z' }
  const put = await send('PUT', '/v1/contents/t1', { ...facts, item })
  assert.deepEqual([put.status, put.body.errors], [400, faults])
  const about = await report('t1', { subject: { kind: 'account', id: 'a1' } })
  assert.deepEqual([about.status, about.body.errors[0].field], [400, 'item'])
  const lines = ['t1', 't2'].map((id) =>
    JSON.stringify({ id, subject: { kind: 'content', id }, ...BODY, item: id === 't1' ? item : LISTING }),
  )
  const { text } = await send('POST', '/v1/reports/batch', lines.join('\n'), key.token, 'application/x-ndjson')
  const [bad, good] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual([bad.status, good.status], [400, 201])
  assert.match(bad.detail, /item\/fields\/offer\/price must be a number/)
})

const BODY = { ground: 'terms', category: 'SCAMS_AND_FRAUD', reporterId: 'p-1', reportedAt: '2026-03-04T05:06:07Z' }

test('a repeated report keeps its answer when its item type is gone', async (t) => {
  const { desk, report, get } = await startItems(t)
  const first = await report('t1')
  Object.assign(desk, { policies: { ...desk.policies, items: { types: new Map(), hash: '' } } })
  assert.deepEqual((await report('t1')).body, first.body)
  assert.deepEqual((await report('t2')).body.errors[0].field, 'item')
  const [{ item }] = (await get(`/v1/cases/${first.body.caseId}`)).body.reports.items
  assert.deepEqual([item.title.en, item.fields.length], ['listing', 10], 'evidence stays readable')
})

test('the words of an item find its case, facets count types', async (t) => {
  const { desk, say, report, get } = await startItems(t)
  say(LISTING)
  const { body } = await report('t1', { item: undefined })
  await fetchFacts(desk, { kind: 'content', id: 't1' })
  const find = async (words: string, more = '') =>
    (await get(`/v1/search?kind=case&q=${encodeURIComponent(words)}${more}`)).body
  for (const words of ['gramophone', '4006381333931', 'shellac records'])
    assert.deepEqual(
      (await find(words)).items.map(({ id }: { id: string }) => id),
      [body.caseId],
      words,
    )
  assert.match((await find('gramophone')).items[0].excerpt, /gramophone/)
  assert.deepEqual((await find('gramophone', '&facets=true')).facets.item, [
    { value: 'listing', count: 1, more: false },
  ])
  assert.deepEqual((await find('gramophone', '&item=review')).items, [])
  say({ ...LISTING, fields: { ...LISTING.fields, name: 'Tin whistle' } })
  await fetchFacts(desk, { kind: 'content', id: 't1' })
  assert.deepEqual((await find('silver')).items, [])
  const { item, earlierItems } = (await get(`/v1/cases/${body.caseId}`)).body
  assert.deepEqual([item.fields[0].value, earlierItems[0].item.fields[0].value], ['Tin whistle', 'Silver gramophone'])
})

test('an item type routes cases to a queue', async (t) => {
  const { routeBy, report, desk } = await startItems(t)
  const text = readFileSync('policies/queues.yaml', 'utf8')
  routeBy(text.replace(/^rules:$/m, 'rules:\n  - { queue: scams, items: [listing], categories: [ANIMAL_WELFARE] }'))
  const queueOf = async (id: string, more: object) => {
    const { body } = await report(id, { category: 'ANIMAL_WELFARE', ...more })
    return desk.db.onlyValue<string>({ text: 'select queue from review_case where id = $1', values: [body.caseId] })
  }
  assert.equal(await queueOf('t1', {}), 'scams')
  assert.notEqual(await queueOf('t2', { item: undefined }), 'scams')
})

test('a guard on prices goes by what the platform states just now', async (t) => {
  const { desk, say, send } = await startItems(t)
  say(listingAt(4_999))
  assert.deepEqual(await pick(judgeNow(desk, 't1', 'remove')), [4_999, false])
  const before = await judgeNow(desk, 't1', 'remove')
  say(listingAt(5_000))
  const after = await judgeNow(desk, 't1', 'remove')
  assert.deepEqual(await pick(Promise.resolve(after)), [5_000, true])
  assert.notEqual(before.evidence, after.evidence, 'signatures about the former item no longer fit')
  assert.equal((await judgeNow(desk, 't1', 'hide')).fired.includes('expensive-listing'), false)
  for (const unknown of [
    undefined,
    null,
    { type: 'listing', fields: { name: 'x' } },
    { type: 'auction', fields: {} },
  ]) {
    say(unknown)
    assert.deepEqual(await pick(judgeNow(desk, 't1', 'remove')), [null, true], JSON.stringify(unknown))
  }
  say('absent')
  assert.deepEqual(await pick(judgeNow(desk, 't1', 'remove')), ['absent', false])
  const facts = { accountId: 'a1', kind: 'post', text: '', createdAt: null, factsAt: new Date().toISOString() }
  say(listingAt(9_000))
  await fetchFacts(desk, { kind: 'content', id: 't1' })
  await send('PUT', '/v1/contents/t1', { ...facts, item: listingAt(1) })
  assert.deepEqual(await pick(judgeNow(desk, 't1', 'remove')), [9_000, true], 'the price of a facts key is not judged')
})

const pick = async (judged: ReturnType<typeof judgeNow>) => {
  const { price, fired } = await judged
  return [price, fired.includes('expensive-listing')]
}

test('a match reaches its players, not the followers of its host', async (t) => {
  const { desk, say } = await startItems(t, { example: 'game' })
  const match = (players: number) => ({ type: 'match', fields: { name: 'Grand final', mode: 'tournament', players } })
  say(match(999))
  assert.deepEqual((await judgeNow(desk, 'm1', 'remove')).fired, [])
  say(match(1_000))
  assert.deepEqual((await judgeNow(desk, 'm1', 'remove')).fired, ['large-match'])
  say({ type: 'chat_message', fields: { text: 'gg', sentAt: '2026-05-01T08:00:00Z' } })
  assert.deepEqual((await judgeNow(desk, 'm1', 'remove')).fired, [], 'a chat message has no players')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { DAY_MS, OFFER, startMarket } from '../support/market.ts'
import { checkLedger } from '../support/working-desk.ts'

const plain = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '')

test('buyers of an illegal offer are told after a day, and corrected', async (t) => {
  const market = await startMarket(t)
  const { gate, takeDown, undo, listed, call, advance } = market
  const id = await takeDown()
  assert.deepEqual(await listed(), [], 'a mistake of the first day reaches no buyer')
  const shown = async () => (await call('GET', `/v1/enforcements/${id}/statement`)).body
  assert.match(String((await shown()).consumersFrom), /^2026-05-05T/)
  await advance(DAY_MS)
  const { ownerPool } = market.database
  await ownerPool.query(
    `update content set item = jsonb_set(item, '{fields,name}', '"Refund: call 0900"') where item is not null`,
  )
  await ownerPool.query(`update account set display_name = 'An honest shop'`)
  const [notice] = await listed()
  assert.deepEqual([notice.kind, notice.contentId, notice.receipt], ['consumers', OFFER.id, null])
  const text = plain(notice.texts[0].text)
  assert.match(text, /^You bought "Silver gramophone"\.[^.]+sell it\.\n\nLaw: National criminal law\nSold by: .+pills/)
  assert.doesNotMatch(text, /555|staff_|0900|honest/, 'no word of a reviewer, no later one of the seller')
  assert.deepEqual(
    notice.texts.map(({ language }: { language: string }) => language),
    ['en', 'de', 'ar'],
  )
  const url = `/v1/consumer-notices/${notice.id}/receipt`
  for (const _twice of [1, 2])
    assert.deepEqual((await call('POST', url, { told: 120, withoutContact: 3 })).body.receipt.told, 120)
  assert.equal(await market.desk.db.onlyValue(sql`select count(*)::integer from consumer_receipt`), 1)
  const page = async () => (await market.app.inject({ url: '/public/products?language=en' })).body
  assert.match(await page(), /You bought[\s\S]+Silver gramophone/, 'not every buyer can be reached')
  assert.deepEqual([(await shown()).consumersFrom, (await shown()).consumers.length], [null, 1])

  await undo(id)
  const [withdrawn, ...more] = await listed()
  assert.deepEqual([withdrawn.withdrawn, withdrawn.texts, more], [true, [], []], 'another person judges it first')
  const bea = await market.person()
  const caseId = await gate.claim(OFFER, bea)
  const legal = { conclusion: 'no_violation', rationale: 'It is legal.', actions: [] }
  assert.equal((await gate.post(bea, `/v1/cases/${caseId}/decisions`, legal)).status, 201)
  await advance(600_000)
  const [, correction] = await listed()
  assert.deepEqual([correction.kind, correction.enforcementId], ['correction', id])
  assert.match(plain(correction.texts[0].text), /"Silver gramophone"\. We take this back/)
  assert.doesNotMatch(correction.texts[0].text, /honest/)
  await advance(600_000)
  assert.equal((await listed()).length, 2, 'each is made once')
  assert.equal(await market.desk.db.onlyValue(sql`select count(*)::integer from consumer_duty`), 0, 'and forgotten')
  await checkLedger(market.desk)
})

test('an offer against the terms alone tells no buyer', async (t) => {
  const { takeDown, listed, advance } = await startMarket(t)
  await takeDown({ basis: { ground: 'terms', alsoIllegal: false } })
  await advance(DAY_MS)
  assert.deepEqual(await listed(), [])
})

test('buyers in the countries of a restriction alone are told', async (t) => {
  const { database, takeDown, listed, advance } = await startMarket(t)
  await takeDown()
  await database.ownerPool.query('alter table enforcement disable trigger user')
  await database.ownerPool.query(`update enforcement set legal_duty = true, countries = '{AT,DE}'`)
  await advance(DAY_MS)
  const [{ countries, texts }] = await listed()
  assert.deepEqual(countries, ['AT', 'DE'])
  assert.match(plain(texts[0].text), /illegal to sell it in Austria, Germany\./)
})

test('one text that fails holds back no other, and no other item', async (t) => {
  const { database, takeDown, listed, advance } = await startMarket(t)
  const failing = await takeDown()
  const other = await takeDown({ offer: { kind: 'content', id: 'rosa-1' } })
  const review = await takeDown({ offer: { kind: 'content', id: 'rosa-2' } })
  const { ownerPool } = database
  await ownerPool.query(`alter table consumer_notice add constraint refused check (enforcement_id <> '${failing}')`)
  await ownerPool.query(sql`
    update consumer_duty set item = jsonb_set(item, '{type}', '"review"') where enforcement_id = ${review}`)
  await advance(DAY_MS)
  const told = async () => (await listed()).map(({ enforcementId }: { enforcementId: string }) => enforcementId)
  assert.deepEqual(await told(), [other])
  const { rows } = await ownerPool.query('select enforcement_id as id from consumer_duty order by 1')
  assert.deepEqual(rows, [{ id: failing }, { id: other }], 'an item that is no offer is forgotten')
  await ownerPool.query('alter table consumer_notice drop constraint refused')
  await advance(600_000)
  assert.deepEqual(await told(), [other, failing], 'it is tried again')
})

test('a restore waits for no text, which is corrected', async (t) => {
  const { database, takeDown, undo, advance, listed } = await startMarket(t)
  const id = await takeDown()
  await advance(DAY_MS)
  const making = await database.ownerPool.connect()
  try {
    await making.query('begin')
    await making.query(sql`
      insert into consumer_notice (enforcement_id, kind, product, notices_hash)
      values (${id}, 'consumers', 'Silver gramophone', sha256('a'))`)
    await undo(id)
    assert.deepEqual(await listed(), [], 'the text stands still')
    await making.query('commit')
  } finally {
    making.release()
  }
  await advance(7 * DAY_MS)
  const kinds = (await listed()).map(({ kind }: { kind: string }) => kind)
  assert.deepEqual(kinds, ['consumers', 'correction'], 'no person decided again within a week')
})

test('a text is due at once when another person confirms', async (t) => {
  const { takeDown, second, listed } = await startMarket(t)
  const id = await takeDown()
  assert.deepEqual(await listed(), [])
  await second(id, 'confirm')
  assert.equal((await listed()).length, 1)
})

test('thousands of restrictions of a day delay no text', async (t) => {
  const { desk, database, takeDown, listed, advance } = await startMarket(t)
  await takeDown()
  await advance(DAY_MS)
  const { ownerPool } = database
  await ownerPool.query(`alter table enforcement disable trigger user;
    insert into enforcement select (jsonb_populate_record(enforcement, jsonb_build_object('id', 'enf_9' || n, 'in_effect_at', desk_now()))).*
    from enforcement, generate_series(1, 600) n;
    insert into consumer_duty (enforcement_id, item, trader, next_at)
    select 'enf_9' || n, item, trader, next_at - interval '1 day' from consumer_duty, generate_series(1, 600) n`)
  assert.equal((await listed()).length, 1)
  const next = `select count(*)::integer from consumer_duty where next_at = desk_now() + interval '24 hours'`
  assert.equal(await desk.db.onlyValue({ text: next, values: [] }), 600, 'none is looked at before it can be due')
})

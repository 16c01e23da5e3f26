import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { DAY_MS, startMarket } from '../../../../test/support/market.ts'

/** Returns the market, with a text that is public, and a function that reads a page. */
async function publishOffer(t: Parameters<typeof startMarket>[0]) {
  const market = await startMarket(t)
  const id = await market.takeDown()
  await market.advance(DAY_MS)
  await market.listed()
  await market.call('POST', '/v1/consumer-notices/cnt_1/receipt', { told: 0, withoutContact: 3 })
  const read = async (url = '/public/products?language=en') => {
    const { statusCode, body } = await market.app.inject({ url })
    const [, older] = /<a rel="next" href="([^"]+)"/.exec(body) ?? []
    return { statusCode, names: [...body.matchAll(/gramophone \d*/g)].map(([name]) => name), body, older }
  }
  return { ...market, id, read }
}

test('a text that is withdrawn leaves the public page at once', async (t) => {
  const { id, restore, read } = await publishOffer(t)
  assert.match((await read()).body, /Silver gramophone/)
  await restore(id)
  assert.doesNotMatch((await read()).body, /gramophone/)
})

test('public texts have pages, and each text is on one', async (t) => {
  const { database, read } = await publishOffer(t)
  const { ownerPool } = database
  await ownerPool.query(
    'alter table consumer_notice disable trigger user; alter table enforcement disable trigger user',
  )
  await ownerPool.query(sql`
    with copied as (insert into enforcement
        select (jsonb_populate_record(enforcement, jsonb_build_object('id', 'enf_9' || n))).* from enforcement, generate_series(1, 120) n
        returning id),
      told as (insert into consumer_notice
        select (jsonb_populate_record(consumer_notice, jsonb_build_object('id', 'cnt_9' || n, 'enforcement_id', 'enf_9' || n,
          'product', 'gramophone ' || n, 'listed_at', listed_at - n / 2 * interval '1 second'))).*
        from consumer_notice, generate_series(1, 120) n returning id)
    insert into consumer_receipt (notice_id, key_id, told, without_contact)
    select 'cnt_9' || n, key_id, 0, 1 from consumer_receipt, generate_series(1, 120) n`)
  const names: string[] = []
  let pages = 0
  for (let next: string | undefined = '/public/products?language=en'; next !== undefined; pages++) {
    const page = await read(next.replaceAll('&amp;', '&'))
    assert.equal(page.statusCode, 200)
    assert.ok(page.names.length <= 50)
    names.push(...page.names)
    next = page.older
  }
  assert.deepEqual([pages, names.length, new Set(names).size], [3, 120, 120])
  assert.equal((await read('/public/products?language=en&before=forged')).statusCode, 400)
})

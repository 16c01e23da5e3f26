import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { findProblems } from '../../../test/support/changes.ts'
import { DAY_MS, startMarket } from '../../../test/support/market.ts'
import { listPublished } from './consumer-queries.ts'
import { makeConsumerNotices } from './make-notices.ts'

type Market = Awaited<ReturnType<typeof startMarket>>
interface Listed {
  id: string
  kind: string
  enforcementId: string
  withdrawn: boolean
  texts: unknown[]
}

const brief = (notices: Listed[]) =>
  notices.map(({ id, kind, withdrawn, texts }) => `${id} ${kind}${withdrawn ? ' withdrawn' : ''} ${texts.length}`)

/** Takes the offer down as illegal, undoes that for a cause, and takes it down again, until its text is due. */
async function takeDownTwice(market: Market, cause = 'mistake') {
  const { database, takeDown, undo, listed, advance, person } = market
  const first = await takeDown()
  await advance(DAY_MS)
  assert.deepEqual(brief(await listed()), ['cnt_1 consumers 3'])
  await undo(first)
  await database.ownerPool.query('alter table enforcement_restore disable trigger user')
  await database.ownerPool.query(sql`update enforcement_restore set cause = ${cause}`)
  const again = await takeDown({ by: await person() })
  return { first, again }
}

const ALTERED = [
  'decision',
  'enforcement',
  'enforcement_restore',
  'statement_content',
  'consumer_notice',
  'consumer_duty',
]

/** Returns a function that reads a value after changes of rows which no desk makes so quickly. None of them stays. */
const tryRows = async (client: pg.PoolClient, changes: ReturnType<typeof sql>[], read: ReturnType<typeof sql>) => {
  await client.query('begin')
  for (const table of ALTERED) await client.query(`alter table ${table} disable trigger user`)
  for (const change of changes) await client.query(change)
  const { rows } = await client.query<{ value: unknown }>(read)
  await client.query('rollback')
  return rows[0]?.value
}

test('buyers of an offer restricted twice are told once', async (t) => {
  const market = await startMarket(t)
  const { desk, listed, call, advance } = market
  const published = async () => (await listPublished(desk.db)).map(({ id }) => id)
  const { first, again } = await takeDownTwice(market)
  await call('POST', '/v1/consumer-notices/cnt_1/receipt', { told: 120, withoutContact: 3 })
  assert.deepEqual(brief(await listed()), ['cnt_1 consumers withdrawn 0'], 'a mistake of the first day tells no buyer')
  assert.deepEqual(await published(), [])
  await advance(DAY_MS)
  const [notice, ...more] = await listed()
  assert.deepEqual([brief([notice]), more], [['cnt_1 consumers 3'], []], 'those who bought it since are told')
  assert.ok(notice.listedAt > notice.madeAt)
  assert.deepEqual(await published(), ['cnt_1'])
  for (const id of [first, again]) {
    const { consumers, consumersFrom } = (await call('GET', `/v1/enforcements/${id}/statement`)).body
    assert.deepEqual([brief(consumers), consumersFrom], [['cnt_1 consumers 3'], null])
  }
  const entry = await desk.db.only(sql`
    select notice_id as "noticeId", enforcement_id as "enforcementId" from consumer_duty where notice_id is not null`)
  assert.deepEqual(entry, { noticeId: 'cnt_1', enforcementId: again })
  assert.deepEqual(await findProblems(desk.db), [])
})

test('a text is corrected with its last restriction, and not repeated afterwards', async (t) => {
  const market = await startMarket(t)
  const { desk, undo, takeDown, listed, advance, person } = market
  const { first, again } = await takeDownTwice(market, 'ended')
  await advance(DAY_MS)
  assert.deepEqual(brief(await listed()), ['cnt_1 consumers 3'])
  const duties = () => desk.db.list(sql`select enforcement_id as id from consumer_duty order by 1`)
  assert.deepEqual(await duties(), [{ id: again }], 'the first one is forgotten')
  await undo(again)
  assert.deepEqual(brief(await listed()), ['cnt_1 consumers withdrawn 0'])
  await advance(7 * DAY_MS)
  const [, correction] = await listed()
  assert.deepEqual([correction.kind, correction.enforcementId], ['correction', first])
  await advance(DAY_MS)
  const corrected = ['cnt_1 consumers withdrawn 0', 'cnt_2 correction 3']
  assert.deepEqual(brief(await listed()), corrected)
  assert.deepEqual(await duties(), [{ id: again }], 'it is withdrawn for as long as it is listed')
  await takeDown({ by: await person() })
  await advance(DAY_MS)
  assert.deepEqual(brief(await listed()), [...corrected, 'cnt_3 consumers 3'])
  const altered = /^enforcement_restore enf_1: not as the ledger says: cause/
  assert.deepEqual(
    (await findProblems(desk.db)).filter((problem) => !altered.test(problem)),
    [],
  )
})

test('a restriction whose text has other words is told again', async (t) => {
  const market = await startMarket(t)
  const { first, again } = await takeDownTwice(market)
  await market.advance(DAY_MS)
  const repeated = sql`select repeated_consumer_notice(${again}, 'Silver gramophone') as value`
  const in_ = (id: string, countries: string) => sql`
    update enforcement set legal_duty = true, countries = ${countries}::text[] where id = ${id}`
  const client = await market.database.ownerPool.connect()
  try {
    const isRepeated = async (...changes: ReturnType<typeof sql>[]) =>
      (await tryRows(client, changes, repeated)) === 'cnt_1'
    assert.equal(await isRepeated(), true)
    assert.equal(await isRepeated(in_(first, '{AT,DE}'), in_(again, '{DE,AT}')), true)
    for (const [countries, others] of [
      ['{AT}', '{AT,DE}'],
      ['{AT,DE}', '{AT}'],
    ] as const)
      assert.equal(await isRepeated(in_(first, countries), in_(again, others)), false)
    assert.equal(await isRepeated(in_(first, '{AT}')), false, 'other buyers are told')
    for (const change of [
      sql`update consumer_duty set trader = 'Another shop' where enforcement_id = ${again}`,
      sql`update consumer_duty set item = jsonb_set(item, '{fields,name}', '"Golden gramophone"')`,
      sql`update statement_content set facts = facts || '{"law": "another"}'
        where statement_id in (select id from statement where enforcement_id = ${again})`,
      sql`update consumer_notice set product = null, trader = null`,
      sql`insert into consumer_notice select (jsonb_populate_record(told, '{"id": "cnt_9", "kind": "correction"}')).*
        from consumer_notice told`,
    ])
      assert.equal(await isRepeated(change), false, change.text)
  } finally {
    client.release()
  }
})

test('the restriction that was undone last withdraws a text', async (t) => {
  const market = await startMarket(t)
  const { first, again } = await takeDownTwice(market)
  await market.advance(DAY_MS)
  assert.deepEqual(brief(await market.listed()), ['cnt_1 consumers 3'])
  const undone = (id: string, cause: string, days: number) => sql`
    with restored as (update enforcement set state = 'restored' where id = ${id})
    insert into enforcement_restore (enforcement_id, cause, by, asked_at)
    values (${id}, ${cause}, 'desk', desk_now() - ${days} * interval '1 day')
    on conflict (enforcement_id) do update set cause = excluded.cause, asked_at = excluded.asked_at`
  const decided = sql`update decision set decided_at = decided_at - interval '30 days'`
  const stands = sql`update enforcement set state = 'in_effect' where id = ${first}`
  const standing = sql`delete from enforcement_restore where enforcement_id = ${first}`
  const client = await market.database.ownerPool.connect()
  try {
    /** Returns whether it is withdrawn, and the correction that is due about the restriction that repeats it. */
    const read = (...changes: ReturnType<typeof sql>[]) =>
      tryRows(
        client,
        [decided, ...changes],
        sql`
        select array[notice_withdrawn_by('cnt_1') is not null, exists (
          select from due_consumer_notice(${again}) where kind = 'correction' and enforcement_id = ${first})] as value`,
      )
    assert.deepEqual(await read(), [false, false])
    assert.deepEqual(await read(undone(again, 'mistake', 0)), [true, false], 'it is judged first')
    assert.deepEqual(await read(undone(again, 'mistake', 8)), [true, false], 'the first one was undone yesterday')
    assert.deepEqual(await read(undone(first, 'mistake', 9), undone(again, 'mistake', 8)), [true, true])
    assert.deepEqual(await read(undone(first, 'ended', 9), undone(again, 'mistake', 8)), [true, true])
    assert.deepEqual(await read(undone(first, 'mistake', 300), undone(again, 'mistake', 8)), [true, true])
    assert.deepEqual(await read(undone(first, 'mistake', 9), undone(again, 'ended', 8)), [false, false])
    assert.deepEqual(await read(undone(first, 'mistake', 8), undone(again, 'ended', 9)), [true, true])
    assert.deepEqual(await read(undone(again, 'mistake', 8), stands, standing), [false, false])
  } finally {
    client.release()
  }
})

test('two restrictions that are due at once share a text', async (t) => {
  const market = await startMarket(t)
  const { desk, takeDown, undo, listed, advance, person } = market
  const first = await takeDown()
  await takeDown({ by: await person(), action: { action: 'remove' } })
  await advance(DAY_MS)
  await Promise.all([makeConsumerNotices(desk), makeConsumerNotices(desk)])
  assert.deepEqual(brief(await listed()), ['cnt_1 consumers 3'])
  await undo(first)
  assert.deepEqual(brief(await listed()), ['cnt_1 consumers 3'], 'the other one stands')
  assert.deepEqual(await findProblems(desk.db), [])
})

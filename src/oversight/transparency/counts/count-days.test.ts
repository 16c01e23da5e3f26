import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { countAll } from '../../../../test/support/count-all.ts'
import { givenStatements } from '../../../../test/support/dsa/given-statements.ts'
import { numberEntries } from '../../../../test/support/desk-with-history.ts'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { startPast } from '../../../../test/support/past-enforcements.ts'
import { KEYWORDS } from '../../../policy/notices/keywords.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import { DAY_CHECK } from './count-days.ts'
import { findCountedUntil, readCounts } from './read-counts.ts'

async function startCounting(t: TestContext) {
  const database = await freshDatabase(t, { driven: true })
  const past = await startPast(database)
  const db = database.pool
  const setClock = (text: string) => database.setClock(new Date(text))
  const count = () => countAll({ db })
  const days = () => db.listValues<string>(sql`select to_char(day, 'MM-DD') from transparency_day order by day`)
  return { database, db, past, setClock, count, days }
}

test('a day is counted once, an hour after it is over', async (t) => {
  const { database, db, setClock, count, days } = await startCounting(t)
  await setClock('2026-03-10T12:00:00Z')
  const facts = { source: 'own_initiative', automatedDecision: 'fully', automatedDetection: true } as const
  await givenStatements(database.ownerPool, { count: 3, facts })
  await setClock('2026-03-11T00:59:00Z')
  await count()
  assert.deepEqual(await days(), [])
  await setClock('2026-03-14T02:00:00Z')
  await Promise.all([count(), count()])
  await count()
  assert.deepEqual([await days(), await findCountedUntil(db)], [['03-10'], '2026-03-13'])
  const { measure } = await readCounts(db, { from: '2026-03-10', to: '2026-03-10' })
  assert.deepEqual(measure, [
    {
      ...{ seconds: null, cases: 3 },
      facets: {
        ...{ ground: 'terms', category: 'ILLEGAL_OR_HARMFUL_SPEECH', keyword: 'HATE_SPEECH', action: 'hide' },
        ...{ source: 'own_initiative', decided: 'fully', detected: 'automatically', language: 'en' },
      },
    },
  ])
  await numberEntries(db)
  assert.deepEqual((await verifyLedger(db, [DAY_CHECK])).problems, [])
  const entries = await database.ownerPool.query(`select from ledger_payload where kind = 'transparency_day_counted'`)
  assert.equal(entries.rowCount, 1)
})

test('a mistake counts on the day on which it ends', async (t) => {
  const { db, past, setClock, count, days } = await startCounting(t)
  const account = { accountId: 'minister', protected: true, state: 'restored' } as const
  await past.enforcement({
    ...account,
    inEffectAt: '2026-03-10T23:50:00Z',
    restored: { cause: 'undo', askedAt: '2026-03-11T00:29:00Z', visibleAt: '2026-03-11T00:30:00Z' },
  })
  await past.enforcement({
    ...account,
    inEffectAt: '2026-03-11T00:10:00Z',
    restored: { cause: 'ended', askedAt: '2026-03-11T00:39:00Z', visibleAt: '2026-03-11T00:40:00Z' },
  })
  await past.enforcement({ accountId: 'baker', protected: false, inEffectAt: '2026-03-10T08:00:00Z' })
  await setClock('2026-03-13T02:00:00Z')
  await count()
  assert.deepEqual(await days(), ['03-10', '03-11'])
  const on = async (day: string) => {
    const { offline_minutes, wrong_offline_minutes } = await readCounts(db, { from: day, to: day })
    return [offline_minutes, wrong_offline_minutes].map((counts) => counts[0]?.cases ?? 0)
  }
  assert.deepEqual(
    [await on('2026-03-10'), await on('2026-03-11')],
    [
      [10, 0],
      [40, 40],
    ],
  )
})

test('an account that is still offline counts until it is visible again', async (t) => {
  const { db, past, setClock, count } = await startCounting(t)
  const account = { protected: true } as const
  await past.enforcement({ ...account, accountId: 'minister', state: 'in_effect', inEffectAt: '2026-03-10T23:00:00Z' })
  await past.enforcement({
    ...{ ...account, accountId: 'mayor', state: 'restored', inEffectAt: '2026-03-12T23:40:00Z' },
    restored: { cause: 'undo', askedAt: '2026-03-12T23:50:00Z', visibleAt: '2026-03-13T00:10:00Z' },
  })
  await setClock('2026-03-14T02:00:00Z')
  await count()
  const on = async (day: string) => {
    const { offline_minutes, wrong_offline_minutes } = await readCounts(db, { from: day, to: day })
    return [offline_minutes, wrong_offline_minutes].map((counts) => counts[0]?.cases ?? 0)
  }
  const days = [await on('2026-03-10'), await on('2026-03-11'), await on('2026-03-12'), await on('2026-03-13')]
  const [DAY, HOUR] = [1_440, 60]
  assert.deepEqual(days, [
    [HOUR, 0],
    [DAY, 0],
    [DAY + 20, 0],
    [DAY + 10, 30],
  ])
})

test('a decision of a body counts on the day of its record', async (t) => {
  const { database, db, past, setClock, count, days } = await startCounting(t)
  const enforcementId = await past.enforcement({ protected: false, inEffectAt: '2026-03-09T08:00:00Z' })
  const { ownerPool } = database
  await ownerPool.query('alter table appeal_settlement disable trigger user')
  await ownerPool.query('alter table appeal_settlement drop constraint appeal_settlement_change_id_fkey')
  const record = (id: string, outcome: string, at: string, corrects: string | null = null) =>
    ownerPool.query(sql`
      insert into appeal_settlement (id, enforcement_id, body, reference, decided_on, outcome, follows, reason, recorded_by, recorded_at,
        corrects, change_id)
      select ${id}, ${enforcementId}, 'A body', 'R-1', '2026-03-01', ${outcome}, true, 'So.', id, ${at}, ${corrects}::text,
        case when ${corrects}::text is not null then 'chg_1' end
      from staff limit 1`)
  await record('aps_1', 'platform', '2026-03-10T09:00:00Z')
  await record('aps_2', 'appellant', '2026-03-12T09:00:00Z', 'aps_1')
  await setClock('2026-03-14T02:00:00Z')
  await count()
  assert.deepEqual(await days(), ['03-09', '03-10', '03-12'])
  const { dispute, dispute_corrected } = await readCounts(db, { from: '2026-03-10', to: '2026-03-12' })
  const outcomes = (counts: readonly { facets: { outcome: string }; cases: number }[]) =>
    counts.map(({ facets: { outcome }, cases }) => [outcome, cases]).sort()
  assert.deepEqual(
    [outcomes(dispute), outcomes(dispute_corrected)],
    [
      [
        ['appellant', 1],
        ['platform', 1],
      ],
      [['platform', 1]],
    ],
  )
})

test('counts hold no words but those of lists', async (t) => {
  const { database, db, past, setClock, count } = await startCounting(t)
  await setClock('2026-03-10T12:00:00Z')
  const words = 'Rosa Marsh of Harbour Street'
  await givenStatements(database.ownerPool, {
    count: 1,
    facts: {
      keywords: [words],
      category: words,
      source: words,
      automatedDecision: words,
      contentLanguage: words,
    } as never,
  })
  await past.report('2026-03-10T12:00:00Z')
  await database.ownerPool.query(`update report set keyword = $1, category = $1`, [words])
  await setClock('2026-03-11T02:00:00Z')
  await count()
  const facets = await db.listValues<string>(sql`select facets::text from transparency_count`)
  assert.equal(facets.length, 2)
  assert.doesNotMatch(facets.join(), /Rosa|Marsh|Street/i)
})

test('PostgreSQL counts the keywords of statements', async (t) => {
  const { pool } = await freshDatabase(t)
  const listed = await pool.listValues<string>(sql`select unnest(counted_keywords())`)
  assert.deepEqual(
    listed,
    KEYWORDS.filter((keyword) => keyword !== 'OTHER'),
  )
})

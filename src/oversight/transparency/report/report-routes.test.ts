import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { countAll } from '../../../../test/support/count-all.ts'
import { send } from '../../../../test/support/desk-flow.ts'
import { startGate } from '../../../../test/support/gate-flow.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { readMonth } from './month-figures.ts'

test('a report downloads in one shape, as draft and when final', async (t) => {
  const desk = await startGate(t)
  const { db } = desk.desk
  const day = await db.onlyValue<string>(sql`select to_char(desk_now() at time zone 'UTC', 'YYYY-MM-DD')`)
  await desk.advance(3 * 86_400_000)
  await countAll({ db })
  const { token } = await desk.person({ roles: ['lead'] })
  const get = async (path: string) => (await send(desk, token, 'GET', `/v1/transparency-report${path}`)).body
  const period = { from: day, to: day }
  const draft = await get(`-exports?format=json&from=${day}&to=${day}`)
  const { hash } = await get(`-drafts?from=${day}&to=${day}`)
  const made = await send(desk, token, 'POST', '/v1/transparency-reports', { ...period, hash })
  assert.equal(made.status, 201)
  const final = await get(`-exports?format=json&report=${made.body.id}`)
  assert.deepEqual(final, draft)
  assert.deepEqual([final.from, final.to, final.hash], [day, day, hash])
  const [row] = (final as unknown as { parts: Record<string, Record<string, unknown>[]> }).parts['4_notices'] ?? []
  assert.ok(Object.values(row ?? {}).includes(0), 'a figure is a number')
})

test('a lessened appeal counts among the figures of its month', async (t) => {
  const { desk, database } = await startGate(t)
  await database.ownerPool.query('alter table transparency_count disable trigger user')
  await database.ownerPool.query('alter table transparency_count drop constraint transparency_count_day_fkey')
  await database.ownerPool.query(sql`
    insert into transparency_count (day, figure, facets, seconds, cases)
    select '2026-03-04', 'complaint_end', jsonb_build_object('side', 'affected', 'state', state), hours * 3600, 1
    from (values ('upheld', 1), ('lessened', 5), ('overturned', 9)) ended (state, hours)`)
  const figures = await inTransaction(desk.db, (tx) => readMonth(tx, '2026-03'))
  const { upheld, lessened, overturned, hoursToAppealEnd } = figures
  assert.deepEqual(
    { upheld, lessened, overturned, hoursToAppealEnd },
    { upheld: 1, lessened: 1, overturned: 1, hoursToAppealEnd: 5 },
  )
})

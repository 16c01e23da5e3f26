import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { countAll } from '../../../../test/support/count-all.ts'
import { send } from '../../../../test/support/desk-flow.ts'
import { startGate } from '../../../../test/support/gate-flow.ts'
import { bearer } from '../../../../test/support/server.ts'
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
  for (const part of made.body.parts as unknown as string[]) {
    const url = `/v1/transparency-report-exports?format=csv&report=${made.body.id}&part=${part}`
    assert.equal((await desk.app.inject({ url, headers: bearer(token) })).statusCode, 200, part)
  }
  const [row] = (final as unknown as { parts: Record<string, Record<string, unknown>[]> }).parts['4_notices'] ?? []
  assert.ok(Object.values(row ?? {}).includes(0), 'a figure is a number')
})

test('a list has drafts only when asked, and an administrator reads one', async (t) => {
  const desk = await startGate(t)
  const { db } = desk.desk
  const day = await db.onlyValue<string>(sql`select to_char(desk_now() at time zone 'UTC', 'YYYY-MM-DD')`)
  await desk.advance(3 * 86_400_000)
  await countAll({ db })
  const lead = await desk.person({ roles: ['lead'] })
  const admin = await desk.person({ roles: ['admin'] })
  const list = (query: string) => send(desk, admin.token, 'GET', `/v1/transparency-reports${query}`)
  const idsOf = async (query: string) => {
    const { items } = (await list(query)).body as unknown as { items: { id: string }[] }
    return items.map(({ id }) => id)
  }
  const { hash } = (await send(desk, lead.token, 'GET', `/v1/transparency-report-drafts?from=${day}&to=${day}`)).body
  const { body: stored } = await send(desk, lead.token, 'POST', '/v1/transparency-reports', {
    from: day,
    to: day,
    hash,
  })
  assert.deepEqual(await idsOf(''), [], 'two people did not agree to it')
  for (const state of ['draft', 'all']) assert.deepEqual(await idsOf(`?state=${state}`), [stored.id])
  const refused = await list('?state=drafts')
  assert.equal(refused.status, 400)
  assert.match(JSON.stringify(refused.body.errors), /state/)
  const change = { kind: 'transparency_report', reportId: stored.id }
  await send(desk, lead.token, 'POST', '/v1/changes', { change, reason: 'The day is over.' })
  const changes = await send(desk, admin.token, 'GET', '/v1/changes')
  const [waiting] = (changes.body as unknown as { items: { reportId: string; says: string }[] }).items
  const read = await send(
    desk,
    admin.token,
    'GET',
    `/v1/transparency-report-exports?format=json&report=${waiting?.reportId}`,
  )
  assert.equal(read.status, 200)
  assert.ok(waiting?.says.includes(String(read.body.hash)), 'the text of the change has the hash of the file')
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

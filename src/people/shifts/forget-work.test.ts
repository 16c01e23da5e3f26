import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { bearer } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { numberEntries } from '../../../test/support/desk-with-history.ts'
import { forgetWork } from './forget-work.ts'
import { readStanding } from '../staff/standing.ts'

const DAY_MS = 86_400_000
const FAR = new Date('2100-01-01T00:00:00Z')
const NIGHTS = { turn: 'primary', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7], begins: '22:00', ends: '06:00' }

async function startWork(t: Parameters<typeof startChanging>[0]) {
  const office = await startChanging(t, { routes: ROUTES, driven: true })
  const { app, db, database, desk } = office
  await database.setClock(new Date('2026-03-20T09:00:00Z'))
  const [admin, wren] = [
    await office.person(['admin'], { tokenExpiresAt: FAR }),
    await office.person(['senior'], { tokenExpiresAt: FAR }),
  ]
  const post = async (who: { token: string }, url: string, payload?: object) => {
    const answer = await app.inject({ method: 'POST', url, headers: bearer(who.token), ...(payload && { payload }) })
    assert.ok(answer.statusCode < 300, answer.body)
    return answer.body === '' ? {} : answer.json()
  }
  const plan = (dates: object) => post(admin, '/v1/rota', { staffId: wren.id, ...NIGHTS, ...dates })
  const count = async (what: string) => {
    const tables: Record<string, ReturnType<typeof sql>> = {
      shifts: sql`select from shift_event where staff_id = ${wren.id}`,
      duties: sql`select from rota_entry`,
      told: sql`select from ledger_payload where convert_from(payload, 'UTF8') like ${`%"${wren.id}"%`}
        and (kind like 'shift%' or kind like 'break%' or kind like 'rota%')`,
    }
    return (await db.query(tables[what] ?? sql`select where false`)).rowCount
  }
  const counts = async () => [await count('shifts'), await count('duties'), await count('told')]
  const forget = async () => {
    await numberEntries(db)
    await forgetWork(desk)
    await numberEntries(db)
  }
  return { ...office, admin, wren, post, plan, counts, forget }
}

test('old shifts are deleted after 30 days and the ledger verifies', async (t) => {
  const { db, database, wren, admin, post, plan, counts, forget } = await startWork(t)
  await post(wren, '/v1/me/shift', { plannedMinutes: 480 })
  for (const [minutes, path] of [
    [3, '/break'],
    [3, '/back'],
    [3, '/break'],
    [15, '/back'],
    [60, '/end'],
  ] as const) {
    await database.advance(minutes * 60_000)
    await post(wren, `/v1/me/shift${path}`)
  }
  await plan({ fromDay: '2026-03-20', untilDay: '2026-03-21' })
  const stopped = await plan({ fromDay: '2026-03-20' })
  await plan({ fromDay: '2026-03-20' })
  await post(admin, `/v1/rota/${stopped.id}/remove`)
  await database.advance(29 * DAY_MS)
  await forget()
  assert.deepEqual(await counts(), [6, 3, 10], 'not before')
  await database.advance(4 * DAY_MS)
  await post(wren, '/v1/me/shift', { plannedMinutes: 480 })
  await forget()
  assert.deepEqual(await counts(), [1, 1, 2], 'today’s shift, and the duty that goes on')
  assert.equal((await readStanding(db, wren.id))?.onShift, true)
  assert.deepEqual(await findProblems(db), [])
  await forget()
  assert.deepEqual(await findProblems(db), [], 'again does nothing')
})

test('verify succeeds at every moment while old shifts are deleted', async (t) => {
  const { db, database, wren, post, forget } = await startWork(t)
  for (let turn = 0; turn < 3; turn++) {
    await post(wren, '/v1/me/shift', { plannedMinutes: 60 })
    await database.advance(120_000)
    await post(wren, '/v1/me/shift/break')
    await database.advance(60_000)
    await post(wren, '/v1/me/shift/end')
    await database.advance(60_000)
  }
  await database.advance(30 * DAY_MS - 12 * 60_000 - 500)
  for (let step = 0; step < 14; step++) {
    await database.advance(60_000)
    await forget()
    assert.deepEqual(await findProblems(db), [], `after ${step}`)
  }
  assert.deepEqual((await db.query(sql`select * from shift_event where staff_id = ${wren.id}`)).rows, [])
})

test('verify finds a shift inserted after old ones were deleted', async (t) => {
  const { db, database, wren, post, forget } = await startWork(t)
  await post(wren, '/v1/me/shift', { plannedMinutes: 60 })
  await database.advance(31 * DAY_MS)
  await forget()
  await db.query(sql`insert into shift_event (staff_id, kind, planned_minutes) values (${wren.id}, 'start', 60)`)
  assert.match(String(await findProblems(db)), /shift_event/)
})

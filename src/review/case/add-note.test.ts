import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { type GivenStaff, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { caseRoutes } from './case-routes.ts'

async function start(t: TestContext) {
  const { desk, app } = await startTestDesk(t, { routes: [caseRoutes] })
  const get = async (token: string, url: string) => {
    const answer = await app.inject({ method: 'GET', url, headers: bearer(token) })
    return { status: answer.statusCode, body: answer.json() }
  }
  const note = async (token: string, caseId: string, payload: object) =>
    (await app.inject({ method: 'POST', url: `/v1/cases/${caseId}/notes`, headers: bearer(token), payload })).statusCode
  const reviewer = (given: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...given })
  return { db: desk.db, get, note, reviewer }
}

test('a note alerts the people whom it mentions, without its author', async (t) => {
  const { db, get, note, reviewer } = await start(t)
  const [ana, ben, caseId] = [await reviewer(), await reviewer(), await givenCase(db, { clearances: ['legal'] })]
  const cleared = [await reviewer({ clearances: ['legal'] }), await reviewer({ clearances: ['legal'] })]
  const { rows } = await db.query<{ id: string; name: string }>(sql`select id, pseudonym as name from staff`)
  const nameOf = ({ id }: { id: string }) => rows.find((row) => row.id === id)?.name ?? ''
  const [author = ana, reader = ben] = cleared
  const { body: listed } = await get(author.token, `/v1/cases/${caseId}/people`)
  assert.deepEqual(listed.people, cleared.map(nameOf).sort())
  assert.equal((await get(ana.token, `/v1/cases/${caseId}/people`)).status, 403)
  assert.equal(await note(author.token, caseId, { text: 'See this.', mentions: [nameOf(ben)] }), 400)
  const mentions = [nameOf(reader), nameOf(author)]
  assert.equal(await note(author.token, caseId, { text: 'See this.', mentions }), 204)
  const { rows: alerts } = await db.query(sql`select kind, to_staff as to, why from alert`)
  assert.deepEqual(alerts, [{ kind: 'mention', to: reader.id, why: `A note in ${caseId} mentions you.` }])
  const { body } = await get(author.token, `/v1/cases/${caseId}`)
  assert.deepEqual(body.events[0].mentions, [nameOf(reader)])
  assert.deepEqual(await problemsOf(db), [])
})

test('repeated mentions cause one alert until it is seen', async (t) => {
  const { db, note, reviewer } = await start(t)
  const [author, reader, caseId] = [await reviewer(), await reviewer(), await givenCase(db)]
  const mentions = [await db.onlyValue<string>(sql`select pseudonym from staff where id = ${reader.id}`)]
  const countAlerts = () => db.onlyValue<number>(sql`select count(*)::integer from alert where kind = 'mention'`)
  for (const text of ['One', 'Two', 'Three']) assert.equal(await note(author.token, caseId, { text, mentions }), 204)
  assert.equal(await countAlerts(), 1)
  assert.equal(await note(author.token, await givenCase(db), { text: 'Another case', mentions }), 204)
  assert.equal(await countAlerts(), 2)
  await db.query(sql`update alert set seen_at = desk_now(), seen_by = ${reader.id}`)
  assert.equal(await note(author.token, caseId, { text: 'Four', mentions }), 204)
  assert.equal(await countAlerts(), 3)
  assert.deepEqual(await problemsOf(db), [])
})

test('429: an author mentions people 30 times an hour at most', async (t) => {
  const { db, note, reviewer } = await start(t)
  const [author, caseId] = [await reviewer(), await givenCase(db)]
  const names: string[] = []
  for (let n = 0; n < 10; n++) {
    const { id } = await reviewer()
    names.push(await db.onlyValue<string>(sql`select pseudonym from staff where id = ${id}`))
  }
  const mention = (mentions: string[]) => note(author.token, caseId, { text: 'See this.', mentions })
  assert.deepEqual([await mention(names), await mention(names), await mention(names.slice(1))], [204, 204, 204])
  assert.equal(await mention(names.slice(0, 2)), 429)
  assert.equal(await mention(names.slice(0, 1)), 204)
  assert.equal(await mention(names.slice(0, 1)), 429)
  assert.equal(await mention([]), 204)
  assert.equal((await db.query(sql`select from case_event where kind = 'note'`)).rows.length, 5)
  assert.equal((await db.query(sql`select from alert where kind = 'mention'`)).rows.length, 10)
})

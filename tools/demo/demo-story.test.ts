import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenReport } from '../../test/support/desk-flow.ts'
import { bearer } from '../../test/support/server.ts'
import { checkLedger, startWorkingDesk } from '../../test/support/working-desk.ts'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { settle } from '../scenario/stage/settle.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { prepareDemoPeople } from './demo-people.ts'
import { STORY_MINUTES } from './demo-steps.ts'
import { showDrill } from './demo-drill.ts'
import { isUntold, playDemoStory } from './demo-story.ts'

test('the demo starts with cases, enforcements and an incident', async (t) => {
  const port = await findFreePort()
  const relyingParty = localParty(port)
  const working = await startWorkingDesk(t, { driven: true, relyingParty })
  const { desk, database, demo, app, work, advance } = working
  await database.ownerPool.query(`update database_mark set kind = 'demo'`)
  await app.listen({ host: '127.0.0.1', port })
  work()
  const { tokens, platformKey } = await prepareDemoPeople(desk)
  demo.reportTo({ url: relyingParty.origin, key: platformKey })
  assert.equal(await isUntold(desk.db), true)
  const { signal } = new AbortController()
  let minute = 0
  const moveTo = async (to: number) => {
    await settle(desk.db)
    await advance(Math.round((to - minute) * 60_000))
    minute = to
    await settle(desk.db)
  }
  for (const _start of ['a first', 'one that was stopped before its story']) await showDrill(desk, moveTo)
  await playDemoStory({ deskUrl: relyingParty.origin, demoUrl: demo.url, tokens, signal, moveTo })
  assert.ok(minute <= STORY_MINUTES)
  assert.equal(await isUntold(desk.db), false, 'and it is told once')
  const list = async (what: string) => {
    const { rows } = await desk.db.query<{ state: string }>(`select distinct state from ${what} order by state`)
    return rows.map(({ state }) => state)
  }
  const states = await list('enforcement')
  for (const state of ['awaiting_approval', 'declined', 'held', 'stopped']) assert.ok(states.includes(state), state)
  assert.deepEqual(await list('review_case'), ['closed', 'open'])
  const ask = async (token: string | undefined, path: string, method: 'GET' | 'POST' = 'GET') =>
    app.inject({ method, url: path, headers: bearer(token ?? '') })
  const claim = async (token: string | undefined) => (await ask(token, '/v1/cases/claim-next', 'POST')).json()
  const mild = await claim(tokens.heron)
  assert.equal(mild.subject.id, 'lena-3', 'something waits for Heron')
  await ask(tokens.heron, `/v1/cases/${mild.id}/claim/release`, 'POST')
  await givenReport(working, { kind: 'account', id: 'pills' })
  await settle(desk.db)
  assert.equal((await claim(tokens.heron)).subject.id, 'pills', 'and what the first tour reports comes before it')
  assert.equal((await claim(tokens.wren)).subject.id, 'salma-3')
  const [bulk] = (await ask(tokens.egret, '/v1/bulk-actions')).json().items
  assert.deepEqual(
    [bulk.state, bulk.subjects, bulk.asked],
    ['proposed', 7, null],
    'and a bulk action waits for independent review',
  )
  const { items } = (await ask(tokens.egret, '/v1/incidents')).json()
  assert.deepEqual(
    items.map(({ handle, cause, drill }: Record<string, unknown>) => [handle, cause, drill]),
    [
      ['senator_lindqvist', 'mistake', false],
      ['hugo_grows', 'mistake', false],
      ['harbour_drills', 'mistake', true],
    ],
  )
  const drills = (await ask(tokens.crane, '/v1/drills')).json()
  assert.deepEqual([drills.accounts.length, drills.schedules.length, drills.items.length], [1, 1, 1])
  assert.equal(drills.items[0].detectMs, 1.5 * 60_000, 'one drill that somebody found')
  const incident = (await ask(tokens.egret, `/v1/incidents/${items[0].id}`)).json()
  assert.equal(incident.reach, 1_900_000)
  assert.equal(incident.offlineMs, 4.2 * 60_000, 'from the end of the hold until somebody looked')
  const kinds = new Set(incident.marks.map(({ kind }: { kind: string }) => kind))
  for (const kind of ['asked', 'told', 'agreed', 'held', 'offline', 'restore_asked', 'back'])
    assert.ok(kinds.has(kind), kind)
  assert.match(incident.public, /invisible for 4 min 12 s/)
  await checkLedger(desk)
})

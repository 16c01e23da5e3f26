import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { bearer } from '../../test/support/server.ts'
import { checkLedger, startWorkingDesk } from '../../test/support/working-desk.ts'
import { localParty } from '../lib/relying-party.ts'
import { findFreePort } from '../store/free-port.ts'
import { prepareDemoPeople } from './demo-people.ts'
import { isUntold, tellStory } from './demo-story.ts'

test('the demo begins with people who have worked: cases and orders in many states and an incident', async (t) => {
  const port = await findFreePort()
  const relyingParty = localParty(port)
  const { desk, database, demo, app, work } = await startWorkingDesk(t, { relyingParty })
  await database.ownerPool.query(`update database_mark set kind = 'demo'`)
  await app.listen({ host: '127.0.0.1', port })
  work()
  const { tokens, platformKey } = await prepareDemoPeople(desk)
  demo.reportTo({ url: relyingParty.origin, key: platformKey })
  assert.equal(await isUntold(desk), true)
  const { signal } = new AbortController()
  await tellStory({ deskUrl: relyingParty.origin, demoUrl: demo.url, tokens, signal })
  assert.equal(await isUntold(desk), false, 'and it is told once')
  const list = async (what: string) => {
    const { rows } = await desk.db.query<{ state: string }>(`select distinct state from ${what} order by state`)
    return rows.map(({ state }) => state)
  }
  const states = await list('desk_order')
  for (const state of ['awaiting_approval', 'declined', 'held', 'stopped']) assert.ok(states.includes(state), state)
  assert.deepEqual(await list('review_case'), ['closed', 'open'])
  const { rows } = await desk.db.query<{ handle: string; state: string }>(sql`
    select handle, desk_order.state from desk_order join account on account.id = desk_order.account_id
    where handle in ('hugo_grows', 'double_coin_now') order by handle`)
  assert.deepEqual(
    rows.map(({ handle }) => handle),
    ['double_coin_now', 'hugo_grows'],
  )
  const ask = async (token: string | undefined, path: string, method: 'GET' | 'POST' = 'GET') =>
    app.inject({ method, url: path, headers: bearer(token ?? '') })
  assert.equal((await ask(tokens.heron, '/v1/cases/claim-next', 'POST')).statusCode, 204, 'the first tour comes next')
  assert.equal((await ask(tokens.wren, '/v1/cases/claim-next', 'POST')).statusCode, 200)
  assert.equal((await ask(tokens.egret, '/v1/incidents')).json().items.length, 1)
  await checkLedger(desk)
})

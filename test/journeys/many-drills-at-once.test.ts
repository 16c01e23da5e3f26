import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { gatherFacts } from '../../src/enforcement/facts/read-platform.ts'
import { minutes } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { startBulkAction } from '../support/bulk-actions.ts'
import { checkLedger } from '../support/working-desk.ts'

const MINUTE_SECONDS = 60
/** The time after which a drill that no person finds ends by itself. */
const OVER = minutes(61)

interface Told {
  id: string
  accounts: number
  calls: number
  detectMs: number | null
  restoreMs: number | null
  endedAlone: boolean
  usualDetectMs: number | null
}

test('simultaneous drills alert once and end with the last restore', async (t) => {
  const desk = await startBulkAction(t, { ordinary: 4, wide: 0 })
  const { gate, ids } = desk
  const { db } = desk.desk
  const [one = '', two = '', three = '', real = ''] = ids
  const marked = [one, two, three]
  for (const id of ids) await gatherFacts(desk.desk, `account:${id}`)
  for (const id of marked) await db.query(sql`insert into drill_account (account_id) values (${id})`)
  const eva = await desk.person({ roles: ['lead'] })
  const [ana, ben] = [await desk.person(), await desk.person()]

  const drillNow = async () => (await gate.get(ana, '/v1/me')).body.drill
  const listed = async () => (await gate.get(eva, '/v1/drills')).body.items as Told[]
  const begin = async (): Promise<string> => {
    const planned = await gate.post(eva, '/v1/drills', { scenario: 'stolen-session', accountId: two })
    assert.equal(planned.status, 201, JSON.stringify(planned.body))
    await waitFor('all drill accounts to be offline', async () => (await desk.countOffline()) === marked.length)
    return String(planned.body.id)
  }
  /** Returns the enforcement in effect on an account, as a reviewer finds it. */
  const enforcementOn = (account: string) =>
    waitFor(`an enforcement that is in effect on ${account}`, async () => {
      const { body } = await gate.get(ana, `/v1/enforcements?account=${account}&state=in_effect`)
      return (body.items as { id: string }[])[0]?.id
    })
  const bringBack = async (account: string, who: typeof ana) => {
    const enforcementId = await enforcementOn(account)
    assert.equal(
      (await gate.post(who, `/v1/enforcements/${enforcementId}/restore`, { reason: 'found it' })).status,
      202,
    )
    await desk.enforcementIn(enforcementId, 'restored')
    return enforcementId
  }

  const first = await begin()
  assert.equal(await desk.visit(`account:${real}`), 200, 'nobody marked it')
  assert.equal(await drillNow(), first)
  await desk.advance(minutes(1))
  const found = [await bringBack(one, ana)]
  await desk.advance(minutes(1))
  found.push(await bringBack(three, ben))
  assert.deepEqual(
    (await listed()).map(({ id, accounts, detectMs }) => [id, accounts, detectMs]),
    [[first, 3, null]],
    'two of three are not all of it',
  )
  assert.equal(await drillNow(), first)
  await desk.advance(minutes(2))
  found.push(await bringBack(two, ana))
  const [went] = await listed()
  assert.deepEqual([went?.calls, went?.endedAlone], [1, false])
  assert.equal(Math.floor(Number(went?.detectMs) / 1_000), 4 * MINUTE_SECONDS)
  assert.ok(went !== undefined && went.restoreMs !== null && went.restoreMs < minutes(1))
  assert.equal(await drillNow(), null)
  const { body: incidents } = await gate.get(eva, '/v1/incidents')
  const isDrill = new Map((incidents.items as { id: string; drill: boolean }[]).map(({ id, drill }) => [id, drill]))
  assert.deepEqual(isDrill, new Map(found.toReversed().map((id) => [id, true])))
  const { rows: alerts } = await db.query<{ why: string }>(sql`select why from alert where enforcement_id is not null`)
  assert.ok(alerts.length > 0)
  for (const { why } of alerts) assert.match(why, /^DRILL/)

  const second = await begin()
  const left = [await enforcementOn(two), await enforcementOn(three)]
  await bringBack(one, ben)
  await desk.advance(OVER)
  for (const enforcementId of left) await desk.enforcementIn(enforcementId, 'restored')
  assert.equal(await desk.countOffline(), 0, 'what nobody found comes back by itself')
  const [alone] = await listed()
  assert.deepEqual([alone?.id, alone?.endedAlone, alone?.usualDetectMs], [second, true, went.detectMs])
  await checkLedger(desk.desk)
})

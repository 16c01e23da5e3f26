import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../../test/support/changes.ts'
import { send } from '../../../../test/support/desk-flow.ts'
import { POLICIES } from '../../../../test/support/guards.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { ROUTES } from '../../../app/http/routes.ts'
import { DAY_MS } from '../../../foundation/durations.ts'
import { readDeskTime } from '../../../foundation/time/desk-time.ts'
import type { Policies } from '../../../policy/policies.ts'
import { policiesAt } from '../../../policy/policies-at.ts'
import { readPoliciesInForce, watchAdoptions } from '../policies-in-force.ts'

const TEXT = readFileSync(join(POLICIES, 'policies.yaml'), 'utf8')
const titled = (title: string) => TEXT.replace(/title: .*/, `title: ${title}`)
const titleOf = ({ policies }: Policies) => [...policies.values()][0]?.title

/** A desk that is set up with version 1 of the policies, whose clock the test moves. */
async function start(t: TestContext) {
  const desk = await startChanging(t, { driven: true, routes: ROUTES })
  const { db, propose, pass, person } = desk
  /** Policy people have no shifts, and no pair agrees twice. */
  const approvers = [await person(['policy']), await person(['policy']), await person(['policy'])]
  await endSetup(db, { policies: TEXT })
  const agree = (change: { id: string }) => desk.agree(change, approvers.pop())
  const inDays = async (days: number) => new Date(Number(await readDeskTime(db)) + days * DAY_MS)
  /** Adopts a version a day from now, with a date so many days from now. */
  const adopt = async (title: string, days?: number) => {
    const date = days === undefined ? {} : { effectiveAt: await inDays(days) }
    const change = await propose({ kind: 'rule_set', name: 'policies', text: titled(title), ...date })
    await agree(change)
    assert.equal(await pass(change), 'applied')
    return change
  }
  const title = async () => titleOf((await readPoliciesInForce(db, POLICIES)).policies)
  return { ...desk, agree, inDays, adopt, title }
}

test('the highest version whose date has come is in force', async (t) => {
  const { db, adopt, title, inDays, database } = await start(t)
  const planned = await adopt('Later', 10)
  assert.match(
    planned.says,
    /^Version 2 of policies\.yaml: It takes effect on .*, or when it is adopted if that is later/,
  )
  assert.notEqual(await title(), 'Later')
  const sooner = await adopt('Sooner', 5)
  assert.match(sooner.says, /\nVersion 2, planned for .*, never takes effect\.\n/)
  assert.doesNotMatch(sooner.says, /Later/, 'it is compared with version 1')
  const last = await adopt('Last', 20)
  assert.match(last.says, /It is compared with version 3, which takes effect before it\.\n.*Sooner/)
  const before = await inDays(0)
  await database.advance(4 * DAY_MS)
  assert.equal(await title(), 'Sooner')
  await database.advance(6 * DAY_MS)
  assert.equal(await title(), 'Sooner', 'version 2 has come too late')
  await database.advance(14 * DAY_MS)
  assert.equal(await title(), 'Last')
  const version = await db.findValue(sql`select version from ${policiesAt(sql`${before}::timestamptz`)} at_decision`)
  assert.equal(version, 1, 'the past does not change')
  assert.deepEqual(await findProblems(db), [])
})

test('a planned version is withdrawn by one with the text in force', async (t) => {
  const { propose, adopt, agree, pass, title, database } = await start(t)
  const first = await title()
  await adopt('Planned', 10)
  const withdrawal = await propose({ kind: 'rule_set', name: 'policies', text: TEXT })
  assert.match(withdrawal.says, /Version 2, planned for .*, never takes effect\.\nNo policy says anything else/)
  await agree(withdrawal)
  assert.equal(await pass(withdrawal), 'applied')
  await database.advance(20 * DAY_MS)
  assert.equal(await title(), first)
})

test('200: versions show their states, dates and people', async (t) => {
  const desk = await start(t)
  await desk.adopt('Later', 10)
  await desk.adopt('Sooner', 5)
  const finch = await desk.person(['auditor'])
  const { body } = await send(desk, finch.token, 'GET', '/v1/rule-sets/policies/versions')
  const versions = body.items as { version: number; state: string; adoptedAt: string; effectiveAt: string }[]
  assert.deepEqual(
    versions.map(({ version, state, adoptedAt, effectiveAt }) => [version, state, adoptedAt < effectiveAt]),
    [
      [3, 'planned', true],
      [2, 'withdrawn', true],
      [1, 'in_force', false],
    ],
  )
  const sets = (await send(desk, finch.token, 'GET', '/v1/rule-sets')).body.items as {
    name: string
    inForce: { version: number }
    planned: { version: number }[]
  }[]
  const policies = sets.find(({ name }) => name === 'policies')
  assert.deepEqual([policies?.inForce.version, policies?.planned.map(({ version }) => version)], [1, [3]])
  await desk.database.advance(30 * DAY_MS)
  const wren = await desk.person(['auditor'])
  const later = (await send(desk, wren.token, 'GET', '/v1/rule-sets/policies/versions')).body.items as typeof versions
  assert.deepEqual(
    later.map(({ state }) => state),
    ['in_force', 'withdrawn', 'past'],
  )
})

test('200, 400: a draft is checked against the version of its date', async (t) => {
  const desk = await start(t)
  const { adopt, inDays } = desk
  await adopt('Planned', 10)
  const finch = await desk.person(['auditor'])
  const check = (name: string, effectiveAt: string) =>
    send(desk, finch.token, 'POST', `/v1/rule-sets/${name}/check`, { text: titled('Planned'), effectiveAt })
  const after = await check('policies', (await inDays(15)).toISOString())
  assert.match(String(after.body.says), /compared with version 2.*\nNo policy says anything else/)
  const before = await check('policies', (await inDays(5)).toISOString())
  assert.match(String(before.body.says), /Version 2, planned for .*, never takes effect\.\n.*title/)
  for (const [name, days] of [
    ['policies', -1],
    ['policies', 366],
    ['queues', 5],
  ] as const) {
    const { status, body } = await check(name, (await inDays(days)).toISOString())
    assert.deepEqual([status, (body.errors as { field: string }[])[0]?.field], [400, 'effectiveAt'], `${name} ${days}`)
  }
  assert.equal((await check('policies', '2031-02-30T00:00:00Z')).status, 400)
})

test('a running desk applies a planned version within seconds', async (t) => {
  const { db, desk, adopt, database } = await start(t)
  await adopt('Planned', 10)
  const { asOf } = await readPoliciesInForce(db, POLICIES)
  const used: Policies[] = []
  const stopping = new AbortController()
  const use = (policies: Policies) => void used.push(policies)
  const watching = watchAdoptions(db, { dir: POLICIES, asOf, log: desk.log, use }, stopping.signal)
  await database.advance(9 * DAY_MS)
  const [policies] = await waitFor('the policies to be read again', async () => used.length > 0 && used)
  stopping.abort()
  await watching
  assert.equal(policies && titleOf(policies), 'Planned')
})

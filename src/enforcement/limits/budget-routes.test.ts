import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetsOf, PERSON, startSpree } from '../../../test/support/budgets.ts'
import { agreeSigned } from '../../../test/support/changes.ts'

const PERSONS = PERSON.replace('over: 3, open: 5', 'over: 2, open: 3')
const TEAMS =
  '{ id: team-offline, why: W, of: team, within: 1h, actions: [suspend], enforcements: { over: 4, open: 9 } }'

test("200: budgets near or over their limit are listed, people's to leads", async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSONS, TEAMS))
  const [ana, ben] = [await desk.person({ team: 'north' }), await desk.person({ team: 'south' })]
  const lead = await desk.person({ roles: ['lead'], team: 'south' })
  const read = async (who: typeof ana) => (await desk.gate.get(who, '/v1/budgets')).body
  assert.deepEqual(await read(ana), { breakers: [], spent: [] })
  for (let n = 0; n < 2; n++) await desk.harm(ana)
  const third = await desk.harm(ana)
  await desk.gate.approve(third.id, ben)
  const fourth = await desk.harm(ana)
  await desk.gate.approve(fourth.id, lead)
  await desk.enforcementIn(fourth.id, 'held')

  const within = { withinMs: 3_600_000 }
  const team = { of: 'team', who: 'the team north', enforcements: 3, reach: 93, ...within, state: 'near' }
  const mine = { of: 'person', enforcements: 3, reach: 93, ...within }
  const [own, others, leads] = [await read(ana), await read(ben), await read(lead)]
  const whoIsAna = (leads.spent as { who: string }[])[0]?.who
  assert.match(String(whoIsAna), /^p-/)
  assert.deepEqual(own.spent, [{ ...mine, who: whoIsAna, state: 'open' }, team])
  assert.deepEqual(others.spent, [{ ...mine, who: null, enforcements: null, reach: null, state: 'open' }, team])
  const breaker = { id: 1, ...mine, enforcementId: fourth.id, closedAt: null, waiting: 1, changeId: null }
  const told = (of: typeof own) => (of.breakers as { openedAt: string }[]).map(({ openedAt: _, ...rest }) => rest)
  assert.deepEqual(told(leads), [{ ...breaker, who: whoIsAna }])
  assert.deepEqual(told(others), [{ ...breaker, who: null, enforcements: null, reach: null }])

  const policy = await desk.person({ roles: ['policy'] })
  const change = { kind: 'breaker', breakerId: 1 }
  const asked = await desk.gate.post(policy, '/v1/changes', { change, reason: 'all fakes' })
  assert.equal(
    told(await read(policy))[0] && (told(await read(policy))[0] as { changeId?: string }).changeId,
    asked.body.id,
  )
  await agreeSigned(desk.desk, String(asked.body.id), { kind: 'staff', pseudonym: 'P', roles: ['lead'], ...lead })
  await desk.enforcementIn(fourth.id, 'in_effect')
  const [closed] = (await read(lead)).breakers as { closedAt: string | null; waiting: number }[]
  assert.ok(closed?.closedAt)
  assert.equal(closed.waiting, 0)
})

test('404, 400: unknown and malformed circuit breakers are refused', async (t) => {
  const desk = await startSpree(t, budgetsOf())
  const policy = await desk.person({ roles: ['policy'] })
  const close = (breakerId: number) =>
    desk.gate.post(policy, '/v1/changes', { change: { kind: 'breaker', breakerId }, reason: 'all fakes' })
  assert.equal((await close(7)).status, 404)
  assert.equal((await close(0)).status, 400)
})

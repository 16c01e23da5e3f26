import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startAppeals } from '../support/appeals.ts'
import { only, type Person, startGate } from '../support/gate-flow.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const SUSPEND = { action: 'suspend', durationMs: 604_800_000 }

async function startSuspended(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const [ana, cleo, lead] = [await desk.person(), await desk.person(), await desk.person({ roles: ['lead'] })]
  const enforcementId = only((await gate.ask(await gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const countViolations = async (who: Person) => {
    const { status, body } = await gate.get(who, `/v1/accounts/${ROSA.id}/history?reason=asked`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body as { counts: { violations: number } }).counts.violations
  }
  const listIncidents = async (who: Person) =>
    ((await gate.get(who, '/v1/incidents')).body.items as { id: string }[]).map(({ id }) => id)
  return { ...desk, cleo, lead, enforcementId, countViolations, listIncidents }
}

for (const { outcome, violations, state } of [
  { outcome: 'overturn', violations: 0, state: 'restored' },
  { outcome: 'uphold', violations: 1, state: 'in_effect' },
] as const) {
  test(`an account has ${violations} violations after its appeal was ${outcome}`, async (t) => {
    const desk = await startSuspended(t)
    const { cleo, lead, enforcementId, countViolations, listIncidents } = desk
    assert.equal(await countViolations(lead), 1)
    const { appeal, told, next, judge } = await startAppeals(desk)
    await told(await appeal({ enforcementId }))
    assert.equal((await judge(cleo, await next(cleo), outcome)).status, 200)
    await desk.enforcementIn(enforcementId, state)
    assert.equal(await countViolations(lead), violations)
    const incidents = outcome === 'overturn' ? [enforcementId] : []
    assert.deepEqual(await listIncidents(lead), incidents, 'an overturned enforcement is an incident')
  })
}

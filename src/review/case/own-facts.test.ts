import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from '../../../test/support/desk-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'

test('200: people read the facts about themselves that guards use', async (t) => {
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES, driven: true })
  await database.setClock(new Date('2026-05-04T09:00:00Z'))
  const { token } = await givenStaff(desk.db, { onShift: true, endsAt: new Date('2026-05-06T09:00:00Z') })
  await database.advance(25 * 60_000)
  const { status, body } = await send({ app }, token, 'GET', '/v1/me/facts')
  assert.equal(status, 200)
  const facts = body.facts as { name: string; value: unknown; purpose: string; says: string }[]
  assert.equal(facts.find(({ name }) => name === 'actor.minutes_on_shift')?.value, 25)
  for (const { name, says, purpose } of facts) assert.ok(says.length > 0 && purpose.length > 0, name)
  assert.doesNotMatch(JSON.stringify(body), /leaving|2026-05-06/)
})

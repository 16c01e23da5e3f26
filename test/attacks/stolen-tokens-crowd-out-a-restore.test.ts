import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenReviewer, send } from '../support/desk-flow.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const THIEVES = 20
const EACH = 15
/** The most answers before Rosa's restore: it waits for the requests under way, and for none that wait. */
const BEFORE_MAX = 3 * THIEVES

test('a person’s restore waits for no calls of stolen tokens', async (t) => {
  const working = await startWorkingDesk(t)
  const people = await Promise.all(Array.from({ length: THIEVES + 1 }, () => givenReviewer(working)))
  const [rosa, ...thieves] = people.map(({ token }) => token)
  const [enforcement, other] = [
    await working.enforcement({ subject: 'account:rosa', action: 'suspend' }),
    await working.enforcement({ subject: 'account:jonas', action: 'suspend' }),
  ]
  const restore = (token: string, id: string) =>
    send(working, token, 'POST', `/v1/enforcements/${id}/restore`, { reason: 'a fan account' })
  // Each person has sent a request before, so the desk knows their token.
  for (const token of [rosa ?? '', ...thieves]) await send(working, token, 'GET', `/v1/enforcements/${enforcement.id}`)
  let answered = 0
  const flood = thieves.flatMap((token) =>
    Array.from({ length: EACH }, async () => {
      const { status } = await restore(token, enforcement.id)
      answered++
      return status
    }),
  )
  const { status, body } = await restore(rosa ?? '', other.id)
  const before = answered
  assert.equal(status, 202, JSON.stringify(body))
  assert.ok(before <= BEFORE_MAX, `${before} of ${flood.length} were answered before`)
  const statuses = await Promise.all(flood)
  assert.ok(
    statuses.every((each) => each < 500 && each !== 429),
    'and nobody was refused for asking too much',
  )
})

test('many reads with stolen tokens leave room for restores', async (t) => {
  const working = await startWorkingDesk(t)
  const people = await Promise.all(Array.from({ length: THIEVES + 1 }, () => givenReviewer(working)))
  const [rosa = '', ...thieves] = people.map(({ token }) => token)
  const enforcement = await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  for (const token of [rosa, ...thieves]) await send(working, token, 'GET', `/v1/enforcements/${enforcement.id}`)
  let answered = 0
  const flood = thieves.flatMap((token) =>
    Array.from({ length: EACH }, async (_, n) => {
      await send(working, token, 'GET', ['/v1/live', '/v1/enforcements', '/v1/me'][n % 3] ?? '')
      answered++
    }),
  )
  const { status } = await send(working, rosa, 'POST', `/v1/enforcements/${enforcement.id}/restore`, {
    reason: 'a fan account',
  })
  const before = answered
  assert.equal(status, 202)
  assert.ok(before <= 2 * BEFORE_MAX, `${before} of ${flood.length} were answered before`)
  await Promise.all(flood)
})

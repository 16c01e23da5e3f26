import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startConsoleDesk } from '../support/console-desk.ts'
import { send } from '../support/desk-flow.ts'
import { only } from '../support/gate-flow.ts'
import { givenKey, givenStaff } from '../support/people.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const WORDS = 'It was a song <b>and nothing else</b>.'
const WEEK_MS = 604_800_000

test('by keyboard somebody who had no part reads an appeal, has the order undone, and the order says so', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const ana = await givenStaff(desk.desk.db, { onShift: true, clearances: ['protected'] })
  const order = { action: 'suspend', durationMs: WEEK_MS }
  const orderId = only((await gate.ask(await gate.claim(ROSA, ana), ana, order)).body.orders)
  await desk.orderIn(orderId, 'in_effect')
  const { token } = await givenKey(desk.desk.db, ['appeals'])
  const body = { id: 'a-1', orderId, appellantId: 'user-5', words: WORDS, language: 'en' }
  assert.equal((await send(desk, token, 'POST', '/v1/appeals', body)).status, 201)

  const ben = await desk.sit()
  const { page, keyboard } = ben
  await ben.go('/review')
  await page.getByText(WORDS).waitFor()
  await keyboard.press('n')
  await keyboard.fill('Why, in words that whoever appeals is told', 'It is a song.')
  await page.locator('button:enabled', { hasText: 'Undo it' }).waitFor() // It says something new, and waits to be read.
  await keyboard.press('Control+Enter')
  await page.getByText('Recorded: judged: the order is undone.').waitFor()
  await desk.orderIn(orderId, 'restored')
  await ben.go(`/orders/${orderId}`)
  await page.getByText(/^appeal y-\d+: judged: the order is undone$/).waitFor()
})

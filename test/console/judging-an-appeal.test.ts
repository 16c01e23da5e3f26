import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startConsoleDesk } from '../support/console-desk.ts'
import { send, violation } from '../support/desk-flow.ts'
import { only } from '../support/gate-flow.ts'
import { givenKey, givenStaff } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const WORDS = 'It was a song <b>and nothing else</b>.'
const WEEK_MS = 604_800_000
const STATEMENT_FOLLOWS_MS = 1_000
const FIRST_REASON = String(violation().rationale)

test('by keyboard: an uninvolved person overturns an appeal', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const ana = await givenStaff(desk.desk.db, { onShift: true, clearances: ['protected'] })
  const enforcement = { action: 'suspend', durationMs: WEEK_MS }
  const enforcementId = only((await gate.ask(await gate.claim(ROSA, ana), ana, enforcement)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const { token } = await givenKey(desk.desk.db, ['appeals'])
  const body = { id: 'a-1', enforcementId, appellantId: 'user-5', words: WORDS, language: 'en' }
  assert.equal((await send(desk, token, 'POST', '/v1/appeals', body)).status, 201)

  const ben = await desk.sit()
  const { page, keyboard } = ben
  await ben.takeNext()
  await page.getByText(WORDS).waitFor()
  // They conclude first. The reason given at the time is shown afterwards.
  await page.getByRole('radiogroup', { name: 'Your own conclusion' }).waitFor()
  assert.equal(await page.getByText(FIRST_REASON).count(), 0)
  await keyboard.press('n')
  await keyboard.fill('Your reason, for the record', 'It sings.')
  await page.locator('button:enabled', { hasText: 'Store conclusion' }).waitFor()
  await keyboard.press('Control+Enter')
  await page.getByRole('radiogroup', { name: 'Appeal decision' }).waitFor()
  await page.getByText(FIRST_REASON).first().waitFor()
  await keyboard.press('n')
  await keyboard.fill('Reason sent to the appellant', 'It is a song.')
  await page.locator('button:enabled', { hasText: 'Overturn enforcement' }).waitFor() // It says something new, and waits to be read.
  await keyboard.press('Control+Enter')
  await page.getByText('Recorded: decided: the enforcement is reversed.').waitFor()
  await desk.enforcementIn(enforcementId, 'restored')
  // The statement follows the restore within seconds: the clock of the desk must move on.
  const { db } = desk.desk
  await waitFor('the statement of the end to be shown', async () => {
    await desk.advance(STATEMENT_FOLLOWS_MS)
    return db.findValue<boolean>(sql`select true from statement where enforcement_id = ${enforcementId}
      and kind = 'mistake' and delivery = 'shown'`)
  })
  await ben.go(`/enforcements/${enforcementId}`)
  await page.getByText(/^appeal apl_\d+: decided: the enforcement is reversed$/).waitFor()
  const told = page.getByRole('region', { name: 'Statements to the person' })
  await told.getByText(/^We suspended your account/).waitFor()
  await told.getByText(/looked at it again after the appeal, and the decision was wrong/).waitFor()
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startConsoleDesk } from '../support/console-desk.ts'
import { MINISTER, only } from '../support/gate-flow.ts'
import { runAxe } from '../support/axe.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const REASON = 'the newsroom itself, not its copy'

test('two presses stop or freeze; the reason follows', async (t) => {
  const desk = await startConsoleDesk(t)
  const [ana, lead] = [await desk.sit(), await desk.sit({ roles: ['lead'] })]
  const { gate } = desk
  const { body } = await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'warn' })
  const enforcementId = only(body.enforcements)
  const { page, keyboard } = ana
  await ana.go('/live')
  await page.locator('[data-row]').filter({ hasText: enforcementId }).waitFor()
  await keyboard.press('s', 'Enter')
  await desk.enforcementIn(enforcementId, 'stopped')
  const results = page.getByRole('region', { name: 'Results of your actions' })
  await results.getByText('was stopped. The enforcement never took effect.').waitFor()
  await page.locator('.done-acts [role=status]:focus').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await keyboard.fill('Reason. You can add it later.', REASON)
  await keyboard.push('button', 'Add reason')
  await results.waitFor({ state: 'detached' })
  await ana.go(`/enforcements/${enforcementId}`)
  await page.getByText(REASON).waitFor()
  await page.getByText(/^@minister_vale \(43\.5M followers/).waitFor()
  await page.getByText('Not read yet.').waitFor()

  await lead.go('/live')
  await lead.page.getByText('No freeze in the last day.').waitFor()
  await keyboard.press('f')
  await page.locator('button:focus', { hasText: 'Freeze now' }).waitFor()
  await keyboard.press('Enter')
  await results.getByText(/^Frozen until/).waitFor()
  const band = lead.page.getByText(/^All restrictive actions are frozen until/)
  await band.getByText(`By ${ana.pseudonym}: reason not given yet.`).waitFor()
  await waitFor('the freeze to be recorded', () =>
    desk.desk.db.findValue<boolean>(sql`select reason is null from enforcement_freeze`),
  )
  assert.equal(await lead.page.getByLabel('Reason. You can add it later.').count(), 0, 'the reason is its author’s')
  await results.getByRole('button', { name: 'Close' }).click()
  await keyboard.press('g', 'l')
  await keyboard.fill('Reason. You can add it later.', 'a stolen laptop')
  await keyboard.push('button', 'Add reason')
  await band.getByText(`By ${ana.pseudonym}: a stolen laptop.`).waitFor()
  await checkLedger(desk.desk)
})

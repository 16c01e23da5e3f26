import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { STAR } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const REASON = 'It posts a new link each minute.'

test('by keyboard: an interim measure is read, justified, taken, seen and undone', async (t) => {
  const desk = await startConsoleDesk(t)
  const [ana, ben] = [await desk.sit(), await desk.sit()]
  const { page, keyboard } = ana
  const caseId = await desk.gate.claim(STAR, ana)
  await ana.go(`/review/${caseId}`)
  await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
  await keyboard.press('v')
  await keyboard.pick('Policy', 'Scams')
  await keyboard.choose('Action', 'suspend')
  await keyboard.choose('Interim measures', 'lock')
  const sentence = page.getByRole('status').filter({ hasText: /^@otto.* will be locked now for 1 hour, until / })
  await sentence.waitFor()
  assert.match(
    (await sentence.textContent()) ?? '',
    /It lasts longer if a second person takes the same measure\. On-call is paged\. Anyone on duty can restore it\.$/,
  )
  assert.ok(await page.getByRole('button', { name: 'Lock now' }).isDisabled(), 'not without a reason')
  assert.deepEqual(await runAxe(page), [])
  await keyboard.fill('Reason for acting at once (required)', REASON)
  await page.locator('button:enabled', { hasText: 'Lock now' }).waitFor()
  await keyboard.push('button', 'Lock now')
  const told = page.getByRole('status', { name: 'Interim measures in this case' })
  await told
    .getByText(/^Sent to the platform: @otto.* will be locked until .*\d\d:\d\d UTC.* It lasts longer if/)
    .waitFor()
  assert.deepEqual(await runAxe(page), [])
  const enforcementId = (await told.getByRole('link').textContent()) ?? ''
  await desk.enforcementIn(enforcementId, 'in_effect')
  await told.getByText('in effect').waitFor()

  await ben.go('/live')
  const row = ben.page.locator('[data-row]').filter({ hasText: enforcementId })
  await row.getByText(`Reason: ${REASON}`).waitFor()
  await ben.page.getByRole('rowgroup', { name: 'Interim measures 1' }).waitFor()
  await ben.page.getByRole('button', { name: 'Stop / restore' }).click()
  const drawer = ben.page.getByRole('dialog')
  await drawer.getByRole('button', { name: `Restore ${enforcementId}` }).waitFor()
  await ben.keyboard.press('Escape')
  await ben.keyboard.press('r', 'Enter')
  await desk.enforcementIn(enforcementId, 'restored')
  await told.getByText('restored').waitFor()
  const { rows } = await desk.desk.db.query(sql`
    select convert_from(payload, 'UTF8')::jsonb ->> 'reason' as reason from ledger_payload
    where enforcement_id = ${enforcementId} and kind = 'enforcement_proposed'`)
  assert.deepEqual(rows, [{ reason: REASON }])
  await checkLedger(desk.desk)
})

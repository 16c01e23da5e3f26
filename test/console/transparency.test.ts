import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { startConsole } from '../support/console.ts'
import { countAll } from '../support/count-all.ts'

test('a lead shows figures, stores them and proposes to publish', async (t) => {
  const { page, db, database, openAs, person, trouble } = await startConsole(t, { driven: true })
  const day = await db.onlyValue<string>(sql`select to_char(desk_now() at time zone 'UTC', 'YYYY-MM-DD')`)
  await database.advance(3 * 86_400_000)
  await countAll({ db })
  const lead = await person(['lead'], { onShift: true })
  await openAs(lead, '/insights/transparency')
  await page.getByText('No report is stored').waitFor()
  await page.getByLabel('First day (UTC)').fill(day)
  await page.getByLabel('Last day (UTC)').fill(day)
  await page.getByRole('button', { name: 'Show figures' }).click()
  await page.getByRole('table', { name: '4_notices' }).waitFor()
  assert.deepEqual(await runAxe(page), [])
  // An answer that comes late: the empty list is not shown as the answer.
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/v1/transparency-reports?*', async (route) => {
    await released
    await route.continue()
  })
  await page.getByRole('button', { name: 'Store this report' }).click()
  await page.getByText('No report is stored').waitFor({ state: 'detached' })
  release()
  const stored = page.getByRole('article').filter({ hasText: 'SHA-256' })
  await stored.waitFor()
  assert.equal(await stored.count(), 1)
  assert.equal(await page.getByText('No report is stored').count(), 0)
  await stored.getByRole('button', { name: 'Make this report final' }).click()
  await stored.getByLabel('Reason').fill('The day is over.')
  await stored.getByRole('button', { name: 'Propose to make it final' }).click()
  await stored.getByRole('link', { name: 'Changes' }).waitFor()
  const kinds = await db.listValues(sql`select kind from desk_change`)
  assert.deepEqual(kinds, ['transparency_report'])
  assert.deepEqual(trouble, [])
})

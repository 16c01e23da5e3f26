import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { startConsole } from '../support/console.ts'
import { waitFor } from '../support/wait-for.ts'

test('a lead filters recent decisions and exports the same rows', async (t) => {
  const { page, db, openAs, person, trouble } = await startConsole(t)
  const lead = await person(['lead'], { onShift: true, team: 'north' })
  const [own, other] = [await person(['reviewer'], { team: 'north' }), await person(['reviewer'], { team: 'south' })]
  const decide = async (by: string, policyId: string, handle: string) => {
    const accountId = await givenAccount(db, { id: handle })
    await db.query(sql`update account set handle = ${handle} where id = ${accountId}`)
    const caseId = await givenCase(db, { subject: `account:${accountId}`, accountId })
    await db.query(sql`
      insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, actions, seconds_on_case)
      values (${caseId}, ${by}, ${handle}, ${Buffer.alloc(32)}, 'violation', ${policyId}, 'Because', '[{"action":"warn"}]', 5)`)
  }
  await openAs(lead, '/decisions')
  await page.getByText('No decision matches.').waitFor()
  await decide(own.id, 'scam', 'rosa_bakes')
  await decide(other.id, 'spam', 'tide_daily')

  await openAs(lead, '/decisions')
  const rows = page.getByRole('table', { name: 'Recent decisions' }).getByRole('row')
  await rows.filter({ hasText: '@rosa_bakes' }).filter({ hasText: own.pseudonym }).waitFor()
  await rows.filter({ hasText: '@tide_daily' }).filter({ hasText: 'withheld' }).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('combobox', { name: 'Conclusion' }).click()
  await page.getByRole('option', { name: 'No violation' }).click()
  await page.getByText('No decision matches.').waitFor()
  assert.match(page.url(), /conclusion=no_violation/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await rows.filter({ hasText: '@rosa_bakes' }).waitFor()

  await openAs(lead, '/decisions?policyId=scam')
  await rows.filter({ hasText: '@rosa_bakes' }).waitFor()
  const stored = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await page.getByLabel('Reason for the export (recorded)').fill('asked by the regulator')
  // While the dialog fades in, its texts have less contrast.
  await waitFor('the dialog to pass axe', async () => (await runAxe(page)).length === 0)
  await page.getByRole('button', { name: 'Download file' }).click()
  const download = await stored
  assert.equal(download.suggestedFilename(), 'decisions.csv')
  const exported = parse(readFileSync(await download.path()), { columns: true }) as Record<string, string>[]
  assert.deepEqual(
    exported.map(({ handle, reviewer, actions }) => [handle, reviewer, actions]),
    [['rosa_bakes', undefined, 'warn']],
  )
  assert.deepEqual(trouble, [])

  await openAs(await person(['reviewer'], { onShift: true, team: 'north' }), '/decisions')
  await rows.filter({ hasText: '@rosa_bakes' }).waitFor()
  assert.equal(await page.getByText(own.pseudonym).count(), 0)
  assert.equal(await page.getByRole('button', { name: 'Export CSV' }).count(), 0)
})

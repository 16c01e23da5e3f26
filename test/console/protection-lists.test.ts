import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordAccountFacts } from '../../src/cases/accounts/record-facts.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { runAxe } from '../support/axe.ts'
import { findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { waitFor } from '../support/wait-for.ts'

const OLD = '2020-01-01T00:00:00Z'

test('two people protect the accounts of a public list', async (t) => {
  const { page, person, openAs, db, trouble } = await startConsole(t)
  await inTransaction(db, (tx) =>
    recordAccountFacts(
      tx,
      DESK,
      ['vale', 'harbour'].map((id) => ({
        ...{ source: 'test', factsAt: OLD },
        account: {
          id,
          handle: id,
          displayName: id,
          reach: 900,
          verified: true,
          tags: [],
          createdAt: OLD,
          bioDomains: [],
        },
      })),
    ),
  )
  const [policy, admin] = [await person(['policy']), await person(['admin'])]
  await openAs(policy, '/organisation')
  const panel = page.getByRole('region', { name: 'Protect accounts of a public list' })
  await panel.getByRole('combobox', { name: 'Tag' }).click()
  await page.getByRole('option', { name: 'public office' }).click()
  const text = 'handle,account_id\n,vale\nharbour,\n,unknown\na,b,c\n'
  const field = panel.locator('input[type=file]')
  await field.setInputFiles({ name: 'ministers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await panel.getByText('3 entries: 1 new, 0 protected already, 1 without an account, 1 refused').waitFor()
  await panel.getByText('Line 5: not readable').waitFor()
  await waitFor('the field to take the same file again', async () => (await field.inputValue()) === '')
  await panel.getByRole('checkbox', { name: 'handle alone' }).check()
  await panel.getByText('3 entries: 2 new').waitFor()
  await panel.getByLabel('Review on').fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10))
  await panel.getByLabel('Reason (required)').fill('they govern the harbour')
  assert.deepEqual(await runAxe(page), [])
  await panel.getByRole('button', { name: 'Propose to protect 2 accounts' }).click()
  await panel.getByText(/waits: a second person must agree/).waitFor()

  await openAs(admin, '/changes')
  const sample = page.getByRole('region', { name: 'Sample of the list' })
  await sample.getByRole('checkbox', { name: /@vale \(vale\)/ }).waitFor()
  await sample.getByRole('checkbox', { name: /@harbour/ }).check()
  await sample.getByRole('button', { name: 'Record 1 wrong account' }).click()
  await page.getByText('Your judgement of the sample is recorded.').waitFor()
  const { rows } = await db.query('select staff_id, wrong from protect_list_judgement')
  assert.deepEqual(rows, [{ staff_id: admin.id, wrong: ['harbour'] }])
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

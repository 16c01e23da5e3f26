import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { runAxe } from '../support/axe.ts'
import { findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { givenKey } from '../support/people.ts'

test('a proposed key is shown once, and the desk gets its hash', async (t) => {
  const { page, person, openAs, db, trouble } = await startConsole(t)
  await openAs(await person(['admin']), '/api-keys')
  await page.getByText('No API key.').waitFor()
  const form = page.getByRole('region', { name: 'New API key' })
  await form.getByText('Name the program that uses the key.').waitFor()
  const reason = form.getByLabel('Reason (required)')
  await reason.fill('it finds links to malware')
  await form.getByRole('textbox', { name: 'Name' }).fill('link classifier')
  await form.getByRole('checkbox', { name: 'send signals to rules' }).check()
  await form.getByText('Name the source of the signals.').waitFor()
  await form.getByRole('textbox', { name: 'Source of the signals' }).fill('links')
  assert.equal(await reason.inputValue(), 'it finds links to malware')
  assert.deepEqual(await runAxe(page), [])
  await form.getByRole('button', { name: 'Propose key' }).click()
  const shown = await form.getByLabel('API key', { exact: true }).textContent()
  assert.match(shown ?? '', /^cs_key_[\w-]{43}$/)
  await form.getByText(/waits: a second person must agree/).waitFor()
  const { rows } = await db.query<{ body: string }>('select body from desk_change')
  assert.deepEqual(
    rows.map(({ body }) => JSON.parse(body)),
    [
      {
        name: 'link classifier',
        scopes: ['signals'],
        source: 'links',
        fingerprint: createHash('sha256')
          .update(shown ?? '')
          .digest('hex'),
      },
    ],
  )
  await form.getByRole('button', { name: 'Hide key' }).click()
  await form.getByRole('textbox', { name: 'Name' }).waitFor()
  assert.equal(await page.getByText(shown ?? '-').count(), 0)
  assert.deepEqual(trouble, [])
})

test('a key is rotated with its rights and revoked with a reason', async (t) => {
  const { page, person, openAs, db, trouble } = await startConsole(t)
  const { id } = await givenKey(db, ['report', 'facts'])
  await openAs(await person(['admin']), '/api-keys')
  const row = page.getByRole('table', { name: 'API keys' }).getByRole('row').filter({ hasText: id })
  await row.getByText('never').waitFor()
  await row.getByText('command line').waitFor()
  const draft = page.getByRole('region', { name: 'New API key' }).getByRole('textbox', { name: 'Name' })
  await draft.fill('half a draft')
  await row.getByRole('button', { name: 'Rotate: test' }).click()
  const rotate = page.getByRole('region', { name: 'Rotate test' })
  await rotate.getByLabel('Reason (required)').fill('it was in a log')
  await rotate.getByRole('button', { name: 'Propose key' }).click()
  await rotate.getByLabel('API key', { exact: true }).waitFor()
  const { rows } = await db.query<{ body: string }>('select body from desk_change')
  const [{ name, scopes } = {}] = rows.map(({ body }) => JSON.parse(body))
  assert.deepEqual([name, scopes], ['test', ['report', 'facts']])
  const others = row.getByRole('button')
  assert.deepEqual(
    [await others.nth(0).isDisabled(), await others.nth(1).isDisabled()],
    [true, true],
    'the key is shown',
  )
  await rotate.getByRole('button', { name: 'Hide key' }).click()
  assert.equal(await draft.inputValue(), 'half a draft')
  await row.getByRole('button', { name: 'Revoke: test' }).click()
  const revoke = page.getByRole('region', { name: 'Revoke test' })
  await revoke.getByLabel('Reason (required)').fill('the new one is in use')
  await revoke.getByRole('button', { name: 'Revoke', exact: true }).click()
  await revoke.getByText('test is revoked.').waitFor()
  await page.getByText('No API key.').waitFor()
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

test('an auditor reads the keys and changes none', async (t) => {
  const { page, person, openAs, db, trouble } = await startConsole(t)
  const { id } = await givenKey(db)
  await openAs(await person(['auditor']), '/api-keys')
  await page.getByRole('rowheader', { name: `test (${id})` }).waitFor()
  assert.equal(await page.getByRole('button', { name: /^(?:Rotate|Revoke|Propose)/ }).count(), 0)
  assert.deepEqual(trouble, [])
})

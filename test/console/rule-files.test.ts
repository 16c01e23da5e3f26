import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { adoptDuringSetup } from '../../src/admin/rule-sets/policies-in-force.ts'
import { DAY_MS } from '../../src/foundation/durations.ts'
import { runAxe } from '../support/axe.ts'
import { endSetup, findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { POLICIES } from '../support/guards.ts'

const QUEUES = readFileSync(join(POLICIES, 'queues.yaml'), 'utf8')
const NEWER = `# Newer.\n${QUEUES}`
const POLICY_TEXT = readFileSync(join(POLICIES, 'policies.yaml'), 'utf8')
const BUDGETS = readFileSync(join(POLICIES, 'budgets.yaml'), 'utf8')

async function start(t: TestContext) {
  const opened = await startConsole(t)
  const crane = await opened.person(['policy'])
  await adoptDuringSetup(opened.db, 'queues', QUEUES)
  await endSetup(opened.db, { queues: NEWER, budgets: BUDGETS, policies: POLICY_TEXT })
  return { ...opened, crane }
}

test('rule files are listed, filtered and compared by version', async (t) => {
  const { page, openAs, crane, trouble } = await start(t)
  await openAs(crane, '/guards')
  await page.getByRole('link', { name: 'Rule files' }).click()
  await page.getByRole('region', { name: 'Budgets' }).getByText('person-offline').waitFor()
  await page.getByLabel('Filter entries').fill('person-offline')
  await page.getByRole('region', { name: 'Queues' }).getByText('No entry matches').waitFor()
  await page.getByRole('region', { name: 'Budgets' }).getByText('person-offline').waitFor()
  assert.match(page.url(), /q=person-offline/)
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('link', { name: 'Versions of Queues' }).click()
  await page.getByRole('rowheader', { name: '2', exact: true }).waitFor()
  await page.locator('.cm-changedLine, .cm-insertedLine').getByText('# Newer.').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('combobox', { name: 'After' }).click()
  await page.getByRole('option', { name: 'Version 1' }).click()
  await page.getByText('Both texts are equal.').waitFor()
  assert.match(page.url(), /is=1/)
  assert.deepEqual(trouble, [])
})

test('a draft of any rule file is checked and proposed', async (t) => {
  const { page, openAs, crane, db, trouble } = await start(t)
  await openAs(crane, '/guards/files/queues/draft')
  await page.getByText('Equal to version 2.').waitFor()
  const file = page.getByRole('textbox', { name: 'queues.yaml' })
  await file.press('ControlOrMeta+End')
  await page.keyboard.insertText('\nunknown: 1\n')
  await page.getByRole('alert').getByText('unknown key').waitFor()
  await page.locator('.cm-lintRange-error').first().waitFor()
  await page.getByRole('button', { name: 'Reset to version 2' }).click()
  await file.press('ControlOrMeta+Home')
  await page.keyboard.insertText('# Reviewed.\n')
  await page.getByRole('region', { name: 'Text that the second person signs' }).waitFor()
  await page.getByLabel('Reason (required)').fill('reviewed once a year')
  await page.getByRole('button', { name: 'Propose change' }).click()
  await page
    .getByText(/chg_\d+/)
    .first()
    .waitFor()
  const { rows } = await db.query<{ text: string }>(sql`select body::jsonb ->> 'text' as text from desk_change`)
  assert.deepEqual(rows, [{ text: `# Reviewed.\n${NEWER}` }])
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

test('policies are planned for a date and withdrawn', async (t) => {
  const { page, openAs, crane, database, trouble } = await start(t)
  await openAs(crane, '/guards/files/policies/draft')
  await page.getByText('Equal to version 1.').waitFor()
  const file = page.getByRole('textbox', { name: 'policies.yaml' })
  await file.press('ControlOrMeta+Home')
  await page.keyboard.insertText('# From summer on.\n')
  const date = page.getByLabel('Takes effect on (optional)')
  await date.fill(new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length))
  const signed = page.getByRole('region', { name: 'Text that the second person signs' })
  await signed.getByText('It takes effect on').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByLabel('Reason (required)').fill('announced for the summer')
  await page.getByRole('button', { name: 'Propose change' }).click()
  await page
    .getByText(/chg_\d+/)
    .first()
    .waitFor()
  // As if a second person had agreed a day ago.
  await database.ownerPool.query(`
    insert into rule_set_version (name, text, hash, change_id, effective_at)
    select 'policies', said ->> 'text', sha256(convert_to(said ->> 'text', 'UTF8')), id, (said ->> 'effectiveAt')::timestamptz
    from desk_change cross join lateral (select body::jsonb as said) parsed`)
  await openAs(crane, '/guards/files/policies')
  await page
    .getByRole('row', { name: /^2/ })
    .getByText(/^Takes effect on /)
    .waitFor()
  await page
    .getByRole('row', { name: /^1/ })
    .getByText(/^In force since /)
    .waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('link', { name: 'Edit a draft' }).click()
  await page.getByRole('note').getByText('Version 2, planned for').waitFor()
  // The desk checks one draft of a person at a time.
  await signed.waitFor()
  await page.getByRole('button', { name: 'Reset to version 1' }).click()
  await signed.getByText('never takes effect').waitFor()
  await page.getByRole('button', { name: 'Propose change' }).waitFor()
  assert.deepEqual(trouble, [])
})

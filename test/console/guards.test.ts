import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { givenAccount } from '../support/cases.ts'
import { endSetup, findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { SHIPPED_GUARDS } from '../support/guards.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const LOOSER = SHIPPED.replace('account.reach >= 100000\n', 'account.reach >= 250000\n')

async function start(t: TestContext) {
  const opened = await startConsole(t)
  const [crane, heron] = [await opened.person(['policy']), await opened.person(['policy'])]
  const wren = await opened.person(['reviewer'], { onShift: true })
  await endSetup(opened.db, { guards: SHIPPED })
  return { ...opened, crane, heron, wren }
}

const NOON = '2026-11-24T12:00:00.000Z'

test('a policy person reads guards in words and tries them', async (t) => {
  const { page, openAs, crane, trouble } = await start(t)
  await openAs(crane, '/guards')
  const card = page.getByRole('article', { name: 'high-reach' })
  await card.getByText('When the account has 100,000 or more followers').waitFor()
  await card.getByText('did not fire in 30 days').waitFor()
  await page
    .getByRole('article', { name: 'person-offline' })
    .getByText('Once one person within 1h took 30 enforcements')
    .waitFor()
  await page.getByLabel('Filter').fill('100,000 or more')
  await page.getByRole('article', { name: 'leaving' }).waitFor({ state: 'detached' })
  assert.match(page.url(), /q=100/)
  await page.getByRole('button', { name: 'Fold all' }).click()
  await card.getByText('When the account has 100,000').waitFor({ state: 'hidden' })
  await card.getByRole('button', { name: 'high-reach' }).click()
  await card.getByText('When the account has 100,000').waitFor()
  await page.getByRole('link', { name: 'Test an enforcement' }).click()
  await page.getByText('No guard fires').waitFor()
  await page.getByLabel('account.reach', { exact: true }).fill('43500000')
  await page.getByText('Required: 1 approval, a hold of 5m').waitFor()
  await page.getByLabel('account.reach', { exact: true }).fill('')
  await page.getByText('because a fact it reads is unknown').first().waitFor()
  assert.deepEqual(trouble, [])
})

test('a trial begins with the recorded facts of a real account', async (t) => {
  const { page, openAs, crane, db, trouble } = await start(t)
  const accountId = await givenAccount(db, { id: 'acct-77', reach: 250_000, tags: [] })
  await db.query(sql`update account set absent = array['createdAt'], verified = null where id = ${accountId}`)
  await openAs(crane, '/guards/try')
  await page.getByText('No guard fires').waitFor()
  await page.getByLabel('Handle, name or account id').fill('@invented')
  await page.getByLabel('Reason for access').fill('a guard for large accounts')
  await page.getByRole('button', { name: 'Find account' }).click()
  await page.getByRole('button', { name: 'Use invented' }).click()
  await page.getByText('Facts of').waitFor()
  await page.getByText('Required: 1 approval, a hold of 5m').waitFor()
  const reach = page.getByLabel('account.reach', { exact: true })
  assert.equal(await reach.inputValue(), '250,000')
  assert.equal(await page.getByRole('checkbox', { name: 'account.age_days: Absent' }).isChecked(), true)
  await page.getByText('withheld').first().waitFor()
  assert.deepEqual(await runAxe(page), [])
  await reach.fill('900')
  await page.getByText('entered by you').waitFor()
  await page.getByText('a hold of 5m').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Reset account.reach' }).click()
  await page.getByText('Required: 1 approval, a hold of 5m').waitFor()
  const { rows } = await db.query<{ reason: string }>(sql`
    select reason from staff_view where kind = 'account' and account_id = ${accountId}`)
  assert.deepEqual(rows, [{ reason: 'a guard for large accounts' }])
  assert.deepEqual(trouble, [])
})

test('a guard change is written, replayed, proposed and agreed to', async (t) => {
  const { page, openAs, crane, heron, db, trouble } = await start(t)
  await openAs(crane, '/guards/replay')
  await page.getByText('Equal to the guards in force.').waitFor()
  const file = page.getByRole('textbox', { name: 'guards.yaml' })
  await file.press('ControlOrMeta+End')
  await page.keyboard.insertText('\n  - { id: X }')
  await page.getByRole('alert').getByText('line').first().waitFor()
  await page.locator('.cm-lintRange-error').first().waitFor()
  await page.keyboard.insertText(' # account.rea')
  await page.keyboard.press('Control+Space')
  await page.getByRole('option', { name: 'account.reach', exact: false }).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Reset to guards in force' }).click()
  await page.getByText('Equal to the guards in force.').waitFor()
  await file.press('ControlOrMeta+a')
  await page.keyboard.insertText(LOOSER)
  await page.getByRole('switch', { name: 'Show differences' }).check()
  await page.locator('.cm-deletedChunk').getByText('account.reach >= 100000').waitFor()
  assert.deepEqual(await runAxe(page), [])
  const rule = page.getByRole('article', { name: 'high-reach' })
  await rule.getByText('the account has 250,000 or more followers').waitFor()
  await rule.getByText('looser').waitFor()
  await page.getByRole('button', { name: 'Replay 30 days' }).click()
  await page.getByText('No enforcement in the last 30 days').waitFor()
  await page.getByLabel('Reason (required)').fill('too many are asked')
  await page.getByRole('button', { name: 'Propose change' }).click()
  await page
    .getByText(/chg_\d+/)
    .first()
    .waitFor()
  const { rows } = await db.query<{ id: string }>(sql`select id from desk_change`)

  await openAs(heron, `/guards/changes/${rows[0]?.id}`)
  await page.getByRole('article', { name: 'high-reach' }).getByText('250,000 or more followers').waitFor()
  await page.getByRole('button', { name: 'Agree with passkey' }).click()
  await page.getByText(`approved, not in effect yet by ${heron.pseudonym}`).waitFor()
  const { rows: adopted } = await db.query<{ text: string }>(sql`
    select text from rule_set_version where name = 'guards' order by version desc limit 1`)
  assert.equal(adopted[0]?.text, SHIPPED, 'not before a day is over')
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

test('a comparison with another tool is read from its file alone', async (t) => {
  const { page, openAs, crane, trouble } = await start(t)
  await openAs(crane, '/guards/beside')
  const choose = (text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'report.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await choose('{"from":1}')
  await page.getByRole('alert').getByText('The file is no report').waitFor()
  const sent: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()))
  const count = { enforcements: 2, needed: 1 }
  const farthest = {
    ...{ accountId: 'a1', handle: '<b>rosa\u202e', action: 'suspend', at: NOON, endedAt: null, offlineMs: 60_000 },
    ...{ asks: '1 approval', facts: { reach: 812 } },
  }
  await choose(
    JSON.stringify({
      ...{ from: NOON, to: NOON, ...count, guards: [{ name: 'high-reach', ...count }] },
      ...{ reach: [{ name: 'under 1,000', ...count }], farthest: [farthest] },
    }),
  )
  await page.getByRole('status').getByText('the approval of another person for 1.').waitFor()
  await page.getByRole('table', { name: 'Offline with the most reach' }).getByText('@<b>rosa').waitFor()
  assert.deepEqual(sent, [])
  assert.deepEqual(await runAxe(page), [])
  assert.deepEqual(trouble, [])
})

test('form and code editor show one draft of the guards', async (t) => {
  const { page, openAs, crane, trouble } = await start(t)
  await openAs(crane, '/guards/replay')
  const file = page.getByRole('textbox', { name: 'guards.yaml' })
  await file.waitFor()
  await page.getByLabel('Id', { exact: true }).waitFor()
  assert.equal(await page.getByLabel('Id', { exact: true }).inputValue(), 'high-reach')
  const clause = page.getByRole('group', { name: 'Clause 1' })
  assert.equal(await clause.getByLabel('Value').inputValue(), '100,000 people')
  await clause.getByLabel('Value').fill('250000')
  await page.getByRole('article', { name: 'high-reach' }).getByText('250,000 or more followers').waitFor()
  await page.getByRole('switch', { name: 'Show differences' }).check()
  await page.locator('.cm-deletedChunk').getByText('account.reach >= 100000').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('button', { name: 'Add guard' }).click()
  await page.getByRole('article', { name: 'new-guard-1' }).waitFor()
  await page.getByLabel('Id', { exact: true }).fill('very-young')
  await page.getByRole('button', { name: 'Add clause' }).click()
  await page.getByText('any of these').click()
  await page.getByRole('article', { name: 'very-young' }).getByText(' or ').first().waitFor()
  await page.getByRole('button', { name: 'Remove guard' }).click()
  await page.getByRole('article', { name: 'very-young' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Reset to guards in force' }).click()
  await page.getByText('Equal to the guards in force.').waitFor()
  await file.press('ControlOrMeta+a')
  await page.keyboard.insertText(SHIPPED.replace('account.reach >= 100000\n', '(account.reach >= 100000)\n'))
  await page.getByRole('combobox', { name: 'Guard' }).click()
  await page.getByRole('option', { name: 'high-reach (code only)' }).click()
  await page.getByText('high-reach has a condition or a key').waitFor()
  const openCode = page.getByRole('button', { name: 'Open in code editor' })
  await openCode.click()
  await file.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('ControlOrMeta+End')
  await openCode.click()
  await file.and(page.locator(':focus')).waitFor()
  await page.keyboard.insertText('# ')
  await file.getByText('# - id: high-reach').waitFor()
  assert.deepEqual(trouble, [])
})

test('a reviewer cannot open the page of guards', async (t) => {
  const { page, wren, openAs, trouble } = await start(t)
  await openAs(wren, '/guards')
  await page.getByText('does not see this page. It is for').waitFor()
  assert.deepEqual(trouble, [])
})

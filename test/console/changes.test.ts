import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { runAxe } from '../support/axe.ts'
import { agreeSigned, endSetup, findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { waitFor } from '../support/wait-for.ts'

const PHONE = { width: 360, height: 780 }
const WIDTH = 'document.documentElement.scrollWidth'

async function start(t: TestContext) {
  const console = await startConsole(t)
  const { desk, db, person } = console
  const [crane, plover] = [await person(['policy']), await person(['lead'], { onShift: true })]
  const wren = await person(['reviewer'])
  const wanted = { kind: 'role', op: 'grant', staffId: wren.id, role: 'senior' } as const
  const change = await proposeChange(desk, { wanted, reason: 'she leads the night', by: crane })
  const stateOf = async () =>
    (await db.query<{ state: string }>(sql`select state from desk_change where id = ${change.id}`)).rows[0]?.state
  const card = console.page.getByRole('article', { name: change.id })
  return { ...console, crane, plover, wren, change, stateOf, card }
}

test('a second person reads a waiting change and signs their agreement', async (t) => {
  const { page, openAs, plover, wren, stateOf, card, trouble, db } = await start(t)
  await openAs(plover, '/changes')
  await card.getByText(`${wren.pseudonym} gets the role senior`).waitFor()
  await card.getByText('looser').waitFor()
  assert.equal(await card.getByRole('button', { name: 'Decline' }).isDisabled(), true)
  await card.getByRole('button', { name: 'Agree with passkey' }).click()
  await page.getByText('No change is waiting.').waitFor()
  await card.getByText('applied').waitFor()
  assert.equal(await stateOf(), 'applied')
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

test('another person declines a change; the reason is in its history', async (t) => {
  const { openAs, plover, stateOf, card } = await start(t)
  await openAs(plover, '/changes')
  await card.getByLabel('Reason for declining').fill('not before she is back')
  await card.getByRole('button', { name: 'Decline' }).click()
  await card.getByText('not before she is back').waitFor()
  assert.equal(await stateOf(), 'declined')
})

test('a proposer withdraws a change; a reviewer cannot open changes', async (t) => {
  const { page, openAs, person, crane, stateOf, card } = await start(t)
  await openAs(await person(['auditor']), '/changes')
  await card.waitFor()
  assert.equal(await card.getByRole('button').count(), 0)
  await openAs(await person(['reviewer'], { onShift: true }), '/changes')
  await page.getByText('does not see this page. It is for').waitFor()
  await openAs(crane, '/changes')
  assert.equal(await card.getByRole('button', { name: 'Agree with passkey' }).count(), 0)
  await card.getByRole('button', { name: 'Withdraw change' }).click()
  await card.getByText('withdrawn').waitFor()
  assert.equal(await stateOf(), 'withdrawn')
})

test('a lead stops an agreed change before it takes effect', async (t) => {
  const { page, db, desk, openAs, person, plover, change, stateOf, card } = await start(t)
  const finch = await person(['policy'])
  await endSetup(db)
  await agreeSigned(desk, change.id, finch)
  await openAs(plover, '/changes')
  await card.getByText(/takes effect in/).waitFor()
  await card.getByRole('button', { name: 'Stop change' }).click()
  await page.getByText('No change is waiting.').waitFor()
  await card.getByText('stopped before it took effect').waitFor()
  assert.equal(await stateOf(), 'stopped')
})

test('two people open an election window; closing it early takes two', async (t) => {
  const { page, db, openAs, crane, plover, trouble } = await start(t)
  await openAs(crane, '/organisation')
  const panel = page.getByRole('region', { name: 'Election windows' })
  await panel.getByText('No window is open or planned.').waitFor()
  await panel.getByRole('button', { name: 'New window' }).click()
  await panel.getByText('Choose tags or accounts.').waitFor()
  const propose = panel.getByRole('button', { name: 'Propose window' })
  await panel.getByText('candidate', { exact: true }).click()
  const { rows } = await db.query<{ from: string; until: string }>(sql`
    select to_char(desk_now() - interval '1 day', 'YYYY-MM-DD') as "from", to_char(desk_now() + interval '9 days', 'YYYY-MM-DD') as "until"`)
  await panel.getByLabel('Until').fill(`${rows[0]?.until}T20:00`)
  await panel.getByText('Enter start and end.').waitFor()
  await panel.getByLabel('From').fill(`${rows[0]?.from}T06:00`)
  await panel.getByText('A second person must agree; then the window applies at once.').waitFor()
  assert.ok(await propose.isDisabled(), 'not without a reason')
  await panel.getByLabel('Reason (required)').fill('the vote is on Sunday')
  assert.deepEqual(await runAxe(page), [])
  await propose.click()
  const row = panel.getByRole('article')
  await row.getByText('awaiting a second person').waitFor()

  await openAs(plover, '/changes')
  const asked = page.getByRole('article').filter({ hasText: 'Election window' })
  await asked.getByRole('button', { name: 'Agree with passkey' }).click()
  await asked.getByText('applied').waitFor()
  await openAs(plover, '/organisation')
  await row.getByText(/^open$/).waitFor()
  await row.getByText('All accounts with one of the tags: candidate').waitFor()
  await row.getByRole('button', { name: /^Close chg_\d+ early$/ }).click()
  await row.getByLabel('Reason (required)').fill('the vote is postponed')
  await row.getByRole('button', { name: 'Propose closing' }).click()
  await row.getByText(/proposes closing it early/).waitFor()
  await page.setViewportSize(PHONE)
  await waitFor('the page to fit', async () => (await page.evaluate<number>(WIDTH)) <= PHONE.width)
  assert.deepEqual([await runAxe(page), trouble], [[], []])
  assert.deepEqual(await findProblems(db), [])
})

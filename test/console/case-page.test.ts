import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readItems } from '../../src/policy/items/items-file.ts'
import { changeByTwo } from '../support/authority.ts'
import { runAxe } from '../support/axe.ts'
import { type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { LISTING } from '../support/item-types.ts'
import { declareOwnActions } from '../support/own-actions.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { bearer } from '../support/server.ts'

const LATER = 'The seller answers to other names as well.'

test('a note is drafted, added, and read by the next reviewer', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  const caseId = await desk.gate.claim({ kind: 'content', id: 'pills-1' }, ana)
  await ana.go(`/review/${caseId}?tab=notes`)
  await ana.page.getByText('This case has no notes.').waitFor()
  await ana.page.getByLabel('New note').fill(LATER)
  await ana.page.reload()
  assert.equal(await ana.page.getByLabel('New note').inputValue(), LATER)
  await ana.keyboard.push('button', 'Add note')
  await ana.page.getByRole('tab', { name: 'Notes (1)' }).waitFor()
  assert.equal(await ana.page.getByLabel('New note').inputValue(), '')
  assert.deepEqual(await runAxe(ana.page), [])

  const ben = await desk.sit({ roles: ['reviewer', 'lead'] })
  await ben.go(`/cases/${caseId}`)
  await ben.page.getByRole('tab', { name: 'Notes (1)' }).click()
  await ben.page.getByRole('region', { name: 'Notes' }).getByText(LATER).waitFor()
  assert.match(ben.page.url(), /\?tab=notes$/)
})

test('account and decision stay in view while the evidence scrolls', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  const { page } = ana
  const caseId = await desk.gate.claim({ kind: 'content', id: 'pills-1' }, ana)
  await reportItem(desk, 'pills-1')
  await page.setViewportSize({ width: 1440, height: 900 })
  await ana.go(`/review/${caseId}`)
  const item = page.getByRole('region', { name: 'Listing: fields' })
  await item.getByText('€4,999.50').waitFor()
  await item.getByText('hxxps://shop[.]example/gramophone', { exact: true }).waitFor()
  await item.locator('.invisible-character').first().waitFor()
  assert.deepEqual([await item.getByRole('link').count(), await item.getByRole('img').count()], [0, 0])
  const decision = page.getByRole('region', { name: 'Decision' })
  const topOf = async (region: typeof decision) => (await region.boundingBox())?.y ?? Number.NaN
  await decision.waitFor()
  await page.evaluate('document.querySelector(".with-decision > div").style.minHeight = "3000px"; scrollTo(0, 1500)')
  await page.waitForFunction('scrollY === 1500')
  for (const name of ['Account', 'Decision']) {
    const top = await topOf(page.getByRole('region', { name, exact: true }))
    assert.ok(top > 0 && top < 900, `${name} is at ${top}`)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate('scrollTo(0, 0)')
  assert.ok((await topOf(decision)) > 900, 'on a phone it follows the evidence')
  await page.getByRole('button', { name: 'Go to the decision' }).click()
  await page.waitForFunction('document.querySelector(".decision:focus")?.getBoundingClientRect().top < 200')
})

/** Declares the item types of a marketplace, and reports a content as a listing. */
async function reportItem({ desk, app }: Awaited<ReturnType<typeof startConsoleDesk>>, id: string) {
  const items = readItems('items.yaml', readFileSync('examples/marketplace/items.yaml', 'utf8'))
  Object.assign(desk, { policies: { ...desk.policies, items } })
  const { token } = await givenKey(desk.db, ['report'])
  const payload = { ...reportOf({ id: 'item-1', subject: { kind: 'content', id } }), item: LISTING }
  const answer = await app.inject({ method: 'POST', url: '/v1/reports', headers: bearer(token), payload })
  assert.equal(answer.statusCode, 201, answer.body)
}

test('a denied action is left out, a marketplace’s own are offered', async (t) => {
  const desk = await startConsoleDesk(t)
  await declareOwnActions(desk.desk, 'marketplace')
  const ana = await desk.sit()
  const { page } = ana
  const caseId = await desk.gate.claim({ kind: 'account', id: 'pills' }, ana)
  await ana.go(`/review/${caseId}`)
  await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
  await page.keyboard.press('v')
  await page.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: 'Scams and fraud' }).click()
  const refund = page.getByRole('radio', { name: 'Refund takes money; can’t be undone' })
  await refund.waitFor({ state: 'attached' })
  await changeByTwo(desk, { kind: 'action_denial', role: 'reviewer', actions: ['suspend'] })
  await page.reload()
  await page.getByText('“suspend” is denied to you. Roles that may take it: senior and lead').waitFor()
  assert.equal(await page.getByRole('radio', { name: /^suspend/ }).count(), 0)
  assert.equal(await refund.count(), 0, 'it counts as more')
  await holdPayouts(page)
  await holdPayoutsOfMany(await desk.sit({ roles: ['senior'] }))
})

/** Requests the same action for a list, first with a parameter that the desk refuses. */
async function holdPayoutsOfMany({ page, go }: Sitting) {
  await go('/bulk-actions/new')
  await page.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: 'Scams and fraud' }).click()
  const actions = page.getByRole('combobox', { name: 'Action' })
  await actions.click()
  await page.getByRole('option', { name: 'suspend' }).waitFor()
  assert.equal(await page.getByRole('option', { name: 'Refund' }).count(), 0, 'it can’t be undone')
  await page.getByRole('option', { name: 'Payout hold' }).click()
  await page.getByText('takes money', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'List' }).fill('pills\nbram\n')
  await page.getByRole('textbox', { name: 'Search used' }).fill('The same bank account.')
  await page.getByRole('textbox', { name: /^Reason/ }).fill('The orders never arrived.')
  const ask = page.getByRole('button', { name: 'Request bulk action' })
  assert.ok(await ask.isDisabled(), 'the amount is missing')
  const amount = page.getByRole('textbox', { name: 'Amount' })
  await amount.fill('0')
  await ask.click()
  await page.locator('.mantine-InputWrapper-error').filter({ hasText: 'must be at least 0.01' }).waitFor()
  await amount.fill('12.5')
  await page.getByRole('textbox', { name: 'Duration in days' }).fill('3')
  await ask.click()
  await page.getByText(/Payout hold \(amount: 12\.5\)/).waitFor()
  assert.match(page.url(), /\/bulk-actions\/bulk_/)
}

/** Explains the decision to the person affected, and reads the statement that they would get. */
async function stateReasons(page: Sitting['page']) {
  await page.getByText('Reasons for the person affected').click()
  await page.getByRole('textbox', { name: 'Explanation' }).fill('You sent nothing for the money.')
  await page.getByRole('button', { name: 'Preview the statement' }).click()
  await page.getByText(/We restricted your account: .Payout hold.*You sent nothing for the money/s).waitFor()
}

/** Holds payouts and warns in one decision, by number key and with what the desk says at the field. */
async function holdPayouts(page: Sitting['page']) {
  const names = await page.getByRole('radiogroup', { name: 'Action', exact: true }).locator('label').allTextContents()
  const place = names.findIndex((name) => name.trim().startsWith('Payout hold takes money'))
  await page.keyboard.press(String(place + 1))
  await page.getByText('Not ready: fill in “Amount”.').waitFor()
  const amount = page.getByRole('textbox', { name: 'Amount' })
  await amount.fill('0')
  await page.locator('.mantine-InputWrapper-error').filter({ hasText: 'must be at least 0.01' }).waitFor()
  assert.equal(await amount.getAttribute('aria-invalid'), 'true')
  await amount.fill('12.5')
  await page.getByRole('textbox', { name: 'Duration' }).fill('3')
  await page.getByRole('combobox', { name: 'Currency' }).click()
  await page.getByRole('option', { name: 'EUR' }).click()
  await page.getByText('“Payout hold” (amount: 12.5; currency: EUR)').waitFor()
  await stateReasons(page)
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('button', { name: 'Add action' }).click()
  const second = page.getByRole('radiogroup', { name: 'Action 2' })
  await second.getByText('warn').click()
  assert.equal(await second.getByText('Payout hold').count(), 0, 'an action is taken once')
  await page.getByRole('textbox', { name: 'Reason for the decision' }).fill('The orders never arrived.')
  await page.getByRole('button', { name: 'Send 2 actions' }).click()
  const result = page.getByRole('status')
  for (const done of ['Payout hold (amount: 12.5; currency: EUR)', 'warn'])
    await result.getByText(done, { exact: true }).waitFor()
}

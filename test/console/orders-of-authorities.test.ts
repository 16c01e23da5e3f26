import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAuthority, orderOf, PDF, receivedOrder } from '../support/authority.ts'
import { runAxe } from '../support/axe.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { problemsOf } from '../support/escalation-flow.ts'

const POST = 'speech-0'

test("by keyboard: one person hides a minister’s post on an authority's order", async (t) => {
  const desk = await startConsoleDesk(t)
  await desk.demo.store.inTransaction((tx) => {
    tx.run`insert into content (id, account_id, kind, text) values (${POST}, 'vale', 'post', 'A speech.')`
  })
  const authority = await givenAuthority(desk)
  const ana = await desk.sit()
  const { page, keyboard } = ana
  const orderId = await receivedOrder(desk, authority.token, orderOf([POST]))
  const caseId = await desk.gate.claim({ kind: 'content', id: POST }, ana)
  await ana.go(`/review/${caseId}`)
  await page.getByRole('tab', { name: /^Legal/ }).click()
  await page.getByRole('tab', { name: 'Legal (1)' }).waitFor()
  await page.getByText(`authenticated ${orderId} · Harbour Hotline, HH-1`).waitFor()
  await keyboard.press('v')
  await keyboard.pick('Policy', 'Terrorism')
  await keyboard.choose('Action', 'hide')
  await page.getByRole('combobox', { name: 'Ground' }).click()
  await page.getByRole('option', { name: 'Authenticated order: Harbour Hotline, HH-1' }).click()
  await keyboard.fill('Reason for the decision', 'The order names it.')
  await page
    .getByRole('status')
    .filter({ hasText: /alerted until a second person confirms it/ })
    .waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.locator('button:enabled', { hasText: 'Hide' }).first().waitFor()
  await keyboard.press('Control+Shift+Enter')
  const hidden =
    (await page
      .getByRole('link', { name: /^enf_\d+$/ })
      .first()
      .textContent()) ?? ''
  await desk.enforcementIn(hidden, 'in_effect')
  assert.notEqual(await desk.visit(`content:${POST}`), 200)
  const { rows } = await desk.desk.db.query(sql`select ground, ground_ref from enforcement where id = ${hidden}`)
  assert.deepEqual(rows, [{ ground: 'order', ground_ref: orderId }])
})

test("a lead enters an authority's order with document and removal request", async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit({ roles: ['lead'] })
  const { page, keyboard } = ana
  const caseId = await desk.gate.claim({ kind: 'content', id: 'pills-1' }, ana)
  await ana.go(`/cases/${caseId}?tab=legal`)
  const orders = page.getByRole('region', { name: 'Authority orders' })
  await orders.getByText('No order.').waitFor()
  await keyboard.push('button', 'Enter an order received by letter')
  await orders.getByLabel('Authority', { exact: true }).fill('District court')
  await orders.getByLabel('Reference of the authority').fill('324 O 1/26')
  await orders.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: "A court's order" }).click()
  await orders.getByLabel('Received at').fill('2026-05-04T08:30')
  const file = { name: 'order.pdf', mimeType: 'application/pdf', buffer: PDF }
  await orders.locator('input[type=file]').setInputFiles(file)
  await keyboard.push('button', 'Enter order')
  await orders.getByText('document order_1 · District court, 324 O 1/26').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    orders.getByRole('link', { name: 'Download document' }).click(),
  ])
  assert.equal(download.suggestedFilename(), 'order_1.pdf')

  const requests = page.getByRole('region', { name: 'Removal requests' })
  await keyboard.push('button', 'Enter a request received by letter')
  await requests.getByLabel('Signature').fill('Rosa Marsh')
  await requests.getByLabel('Received at').fill('2026-05-04T08:30')
  await keyboard.push('button', 'Enter request')
  await requests.getByText('missing: Identified content, Good faith statement, and Contact').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await ana.go('/law')
  await orders.getByText('document order_1').waitFor()
  await requests.getByText('not valid removal_1').waitFor()
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('a lead enters an order, contests it, and reads its answer', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit({ roles: ['lead'] })
  const { page, keyboard } = ana
  await ana.go('/law')
  await page.getByRole('link', { name: 'Authority orders' }).click()
  await keyboard.push('button', 'Enter an order that arrived another way')
  const form = page.getByRole('region', { name: 'Enter an order' })
  await form.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'removal of terrorist content, one hour' }).click()
  await form.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: 'Terrorism' }).click()
  await form.getByLabel('Authority', { exact: true }).fill('Police of Harbour')
  await form.getByLabel('Reference of the authority').fill('TCO-1')
  await form.getByLabel('Addresses of the items').fill('https://harbour.example/posts/pills-1')
  await form.getByLabel('Received at').fill('2026-05-04T08:30')
  await form.getByLabel('Silence until').fill('2026-05-20T08:30')
  const file = { name: 'order.pdf', mimeType: 'application/pdf', buffer: PDF }
  await form.locator('input[type=file]').setInputFiles(file)
  await keyboard.push('button', 'Enter order')
  await form.getByRole('link', { name: 'order_1' }).click()
  const items = page.getByRole('region', { name: 'Items' })
  await items.getByText('pills-1').waitFor()
  await items.getByText(/legal deadline/).waitFor()
  await page.getByText('not verified').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('combobox', { name: 'Act', exact: true }).click()
  await page.getByRole('option', { name: 'Contested' }).waitFor()
  assert.equal(await page.getByRole('option', { name: /^Silence/ }).count(), 0, 'another person confirms it first')
  await page.getByRole('option', { name: 'Contested' }).click()
  await page.getByRole('combobox', { name: 'Ground' }).click()
  await page.getByRole('option', { name: 'manifest errors' }).click()
  await page.getByLabel('Words to the authority').fill('The address is of another platform.')
  await keyboard.push('button', 'Record act')
  const answer = page.getByRole('region', { name: 'Answer to the authority' })
  await answer.getByText(/Contested: manifest errors/).waitFor()
  assert.deepEqual(await runAxe(page), [])
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

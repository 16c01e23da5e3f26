import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Request } from 'playwright-core'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { startConsoleDesk } from '../support/console-desk.ts'

const rowsOf = (page: Page) => page.locator('[data-case]').evaluateAll((rows) => rows.map((row) => row.dataset.case))
const paramOf = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

test('looking at the queue claims nothing and moves no row', async (t) => {
  const desk = await startConsoleDesk(t)
  const { db } = desk.desk
  const given = async (handle: string, rank: number, more: object = {}) => {
    const accountId = await givenAccount(db, { reach: 12_000 })
    await db.query(sql`update account set handle = ${handle}, display_name = ${handle} where id = ${accountId}`)
    return givenCase(db, { accountId, rank, ...more })
  }
  const first = await given('rosa_bakes', 9)
  const second = await given('kofi_fixes', 8, { queue: 'scams', category: 'SCAMS_AND_FRAUD', language: 'pt' })
  const third = await given('tide_daily', 7, { returned: false })
  const ana = await desk.sit()
  const lead = await desk.sit({ roles: ['lead'] })
  const { page, keyboard } = ana
  const sent: string[] = []
  page.on('request', (request: Request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })

  await ana.go('/')
  await page.waitForURL(`${desk.origin}/start`)
  await page.getByRole('link', { name: 'Free cases in the queue' }).click()
  await page.waitForURL(`${desk.origin}/queue?assignee=none`)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.locator(`[data-case="${third}"]`).waitFor()
  assert.deepEqual(await rowsOf(page), [first, second, third], 'in the order of the queue')
  const preview = page.getByRole('complementary', { name: 'Preview' })
  await preview.getByText('Move to a case with J and K').waitFor()
  for (const [key, handle] of [
    ['j', '@rosa_bakes'],
    ['j', '@kofi_fixes'],
    ['ArrowDown', '@tide_daily'],
    ['k', '@kofi_fixes'],
  ] as const) {
    await keyboard.press(key)
    await preview.getByRole('heading', { name: handle }).waitFor()
  }
  assert.equal(paramOf(page, 'at'), second, 'the address holds the row')
  await preview.getByText('12K followers').waitFor()
  const { rows: claims } = await db.query(sql`select from case_claim`)
  assert.deepEqual([claims.length, sent], [0, []], 'looking claims nothing and sends nothing')
  assert.deepEqual(await runAxe(page, {}), [])

  const fresh = await given('late_comer', 99)
  await page.getByRole('button', { name: '1 new case' }).waitFor()
  assert.deepEqual(await rowsOf(page), [first, second, third], 'no row moves by itself')
  await page.getByRole('button', { name: '1 new case' }).click()
  await page.locator(`[data-case="${fresh}"]`).waitFor()
  assert.deepEqual(await rowsOf(page), [fresh, first, second, third])

  await page.getByRole('button', { name: /^scams/i }).click()
  await page.locator(`[data-case="${first}"]`).waitFor({ state: 'detached' })
  await page.locator(`[data-case="${second}"]`).waitFor()
  assert.deepEqual([await rowsOf(page), paramOf(page, 'queue')], [[second], 'scams'])
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Name of the view').fill('Portuguese scams')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.locator(`[data-case="${first}"]`).waitFor()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Portuguese scams', exact: true }).click()
  await page.locator(`[data-case="${first}"]`).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('searchbox').fill('nobody_of_that_name')
  await page.getByText('No case fits these filters').waitFor()
  assert.equal(paramOf(page, 'text'), 'nobody_of_that_name')
  await ana.go('/queue')
  await page.locator(`[data-case="${third}"]`).waitFor()

  await keyboard.press('j', 'x', 'Shift+J')
  const bar = page.getByRole('region', { name: 'Selected cases' })
  await bar.getByText('2 cases selected').waitFor()
  await bar.getByRole('button', { name: 'Assign to me' }).click()
  await page.getByText('2 cases are assigned to you.').waitFor()
  await page.locator(`[data-case="${fresh}"]`).getByText('In review').waitFor()
  await page.locator(`[data-case="${third}"] a`).focus()
  await keyboard.press('x')
  await bar.getByRole('button', { name: 'Assign to me' }).click()
  await page.getByText('1 case was refused and stays selected.').waitFor()
  await keyboard.press('Enter')

  await lead.go(`/queue?at=${third}`)
  await lead.page.getByRole('complementary', { name: 'Preview' }).getByText('@tide_daily').waitFor()
  await lead.page.locator(`[data-case="${third}"]`).waitFor()
  await lead.keyboard.press('x')
  await lead.page.getByRole('button', { name: 'Move' }).first().click()
  const form = lead.page.getByRole('dialog', { name: 'Move' })
  await form.getByRole('combobox', { name: 'Queue' }).click()
  await lead.page.getByRole('option', { name: 'scams' }).click()
  await form.getByLabel('Reason').fill('It sells tickets.')
  await form.getByRole('button', { name: 'Move' }).click()
  await lead.page.getByText('1 case is moved.').waitFor()
  const { rows } = await db.query(sql`select queue from review_case where id = ${third}`)
  assert.deepEqual(rows, [{ queue: 'scams' }])

  const spam = [await given('spam_one', 6), await given('spam_two', 5)]
  await ana.go('/queue?text=spam')
  await page.locator(`[data-case="${spam[1]}"]`).waitFor()
  await keyboard.press('j', 'x', 'Shift+J')
  await page.getByRole('button', { name: 'Dismiss 2 cases' }).click()
  const why = page.getByRole('dialog', { name: 'Dismiss 2 cases' })
  await why.getByText('2 cases close without a violation.').waitFor()
  await why.getByLabel('Reason').fill('The same advertisement.')
  await why.getByRole('button', { name: 'Dismiss 2 cases' }).click()
  await page.getByText('2 cases are dismissed.').waitFor()
  const open = sql`select id from review_case where id = any (${spam}) and state = 'open' order by id`
  assert.equal((await db.query(open)).rows.length, 0)
  await page.getByRole('button', { name: 'Reopen 2 cases' }).click()
  await page.getByText('2 cases are open again.').waitFor()
  assert.equal((await db.query(open)).rows.length, 2)

  await page.setViewportSize({ width: 390, height: 844 })
  await ana.go('/queue')
  await page.locator(`[data-case="${third}"]`).waitFor()
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')) <= 0)
})

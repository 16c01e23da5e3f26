import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../support/cases.ts'
import { startConsole } from '../support/console.ts'
import { startPast } from '../support/past-enforcements.ts'
import { givenStaff } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'

const WHY = 'threats in a letter'
const MENU_CODE = /\/assets\/commands-[\w-]+\.js$/

test('an id and the Enter key open its page from anywhere', async (t) => {
  const { page, db, database, openAs, person, trouble } = await startConsole(t)
  const accountId = await givenAccount(db, { id: 'vale' })
  const caseId = await givenCase(db, { subject: `account:${accountId}`, accountId })
  const enforcementId = await (await startPast(database)).enforcement({ accountId, reach: 5, moves: [] })
  await openAs(await person(['lead'], { onShift: true }), '/live')
  const field = page.getByRole('textbox', { name: 'Search and commands' }).and(page.locator(':focus'))
  for (const [typed, path, kind] of [
    [enforcementId, `/enforcements/${enforcementId}`, 'Enforcement'],
    [` ${caseId.toUpperCase()} `, `/cases/${caseId}`, 'Case'],
  ] as const) {
    await page.keyboard.press('Control+k')
    await field.waitFor()
    await page.keyboard.type(typed)
    await page.getByRole('button', { name: `${kind} ${typed.trim().toLowerCase()}` }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname === path)
    await field.waitFor({ state: 'detached' })
    // The page puts the focus on its heading once it is read.
    await page
      .getByRole('heading', { level: 1 })
      .filter({ hasText: /enf_|case_|@/ })
      .waitFor()
  }
  await page.keyboard.press('Control+k')
  await field.waitFor()
  await page.keyboard.type(accountId)
  await page.getByRole('button', { name: `Search for “${accountId}”` }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel('Handle, name, id, address or text').and(page.locator(':focus')).waitFor()
  await page.getByRole('link', { name: accountId }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === `/accounts/${accountId}`)
  await page.getByRole('heading', { level: 1, name: accountId }).waitFor()
  // The account is in no case of theirs.
  await page.getByLabel('Reason for access').fill(WHY)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '@invented' }).waitFor()
  await page.keyboard.press('Control+k')
  await field.waitFor()
  await page.keyboard.type('zz-nothing')
  const search = page.getByRole('button', { name: 'Search for “zz-nothing”' })
  await search.waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Cases', exact: true }).getByText('No results for “zz-nothing”.').waitFor()
  assert.equal(new URL(page.url()).pathname, '/search')
  assert.deepEqual(
    trouble.filter((text) => !text.includes('422')),
    [],
  )
})

test("a lead finds a reporter's cases after giving a reason", async (t) => {
  const { page, db, openAs, person, trouble } = await startConsole(t)
  const caseId = await givenCase(db)
  await db.query(sql`insert into case_reporter (case_id, reporter_id) values (${caseId}, 'user-52')`)
  await openAs(await person(['lead'], { onShift: true }), '/search?q=user-52')
  const reported = page.getByRole('region', { name: 'Cases this person reported' })
  await reported.getByLabel('Reason for access').fill(WHY)
  await page.keyboard.press('Enter')
  await reported.getByRole('link', { name: caseId }).waitFor()
  await page.getByLabel('Handle, name, id, address or text').fill('user-53')
  await reported.getByRole('button', { name: 'Show' }).click()
  await reported.getByText('No reporter with the id “user-53”').waitFor()
  const asked = await waitFor('both looks on the record', async () => {
    const { rows } = await db.query(sql`
      select words, reason, shown from staff_view where kind = 'reporter' order by words`)
    return rows.length > 1 && rows
  })
  assert.deepEqual(asked, [
    { words: 'user-52', reason: WHY, shown: 1 },
    { words: 'user-53', reason: WHY, shown: 0 },
  ])
  await openAs(await person(['reviewer'], { onShift: true }), '/search?q=user-52')
  await reported.getByText('Leads, policy and auditors see reporters.').waitFor()
  assert.equal(await reported.getByRole('button').count(), 0)
  assert.deepEqual(trouble, [])
})

test('enforcements and people are found, further results on demand', async (t) => {
  const { page, db, database, openAs, person, trouble } = await startConsole(t)
  const accountId = await givenAccount(db, { id: 'vale' })
  const past = await startPast(database)
  const ids: string[] = []
  for (let number = 0; number < 22; number++)
    ids.push(await past.enforcement({ accountId, reach: 5, inEffectAt: '2026-01-02T03:04:05Z' }))
  const { id: staffId } = await givenStaff(db, { team: 'harbour' })
  await openAs(await person(['lead'], { onShift: true, clearances: ['protected'] }), '/search?q=deactivate')
  const enforcements = page.getByRole('region', { name: 'Enforcements' })
  await enforcements.getByRole('link', { name: ids.at(-1) ?? '', exact: true }).waitFor()
  assert.equal(await enforcements.getByRole('link').count(), 20)
  await enforcements.getByRole('button', { name: 'Show more results' }).click()
  await enforcements.getByRole('link', { name: ids[0] ?? '', exact: true }).waitFor()
  assert.equal(await enforcements.getByRole('link').count(), 22)
  await page.getByLabel('Handle, name, id, address or text').fill('harbour')
  await page.getByRole('region', { name: 'People' }).getByRole('link').click()
  await page.waitForURL((url) => url.pathname === `/team/${staffId}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  // Its open requests end with the page: as another person they would be refused.
  await page.goto('about:blank')
  await openAs(await person(['reviewer'], { onShift: true }), '/search?q=harbour')
  await enforcements.getByText('No results for “harbour”.').waitFor()
  assert.equal(await page.getByRole('region', { name: 'People' }).count(), 0)
  assert.deepEqual(trouble, [])
})

test('a command menu that failed to load loads at the next press', async (t) => {
  const { page, person, openAs } = await startConsole(t)
  await page.route(MENU_CODE, (route) => route.abort())
  await openAs(await person(['reviewer'], { onShift: true }), '/me')
  await page.keyboard.press('Control+k')
  await page.getByRole('alert').getByText('The menu did not load. Press to try again.').waitFor()
  assert.equal(await page.getByRole('dialog').count(), 0)
  await page.unroute(MENU_CODE)
  await page.keyboard.press('Control+k')
  await page.getByLabel('Search and commands').waitFor()
})

test('letters typed while the command menu loads are no shortcuts', async (t) => {
  const { page, person, openAs } = await startConsole(t)
  const sent = Promise.withResolvers<void>()
  await page.route(MENU_CODE, async (route) => {
    await sent.promise
    await route.continue()
  })
  await openAs(await person(['lead'], { onShift: true }), '/me')
  const stop = page.getByRole('button', { name: /^Stop \/ restore/ })
  await stop.waitFor()
  await stop.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('freeze?')
  await page.keyboard.press('Enter')
  sent.resolve()
  const field = page.getByRole('textbox', { name: 'Search and commands' })
  await field.and(page.locator(':focus')).waitFor()
  assert.equal(await page.getByRole('dialog').count(), 1, 'no freeze, no list of keys, no drawer')
  assert.equal(await field.inputValue(), '')
  await page.keyboard.type('zz')
  await page.getByRole('button', { name: 'Search for “zz”' }).waitFor()
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
  await page.keyboard.press('f')
  await page.getByRole('dialog', { name: 'Freeze' }).waitFor()
})

test('filters narrow the results, and the address keeps them', async (t) => {
  const { page, db, database, openAs, person, trouble } = await startConsole(t)
  const accountId = await givenAccount(db, { id: 'vale' })
  const general = await givenCase(db, { subject: `account:${accountId}`, accountId, queue: 'general', language: 'de' })
  const legal = await givenCase(db, { subject: 'content:p1', accountId, queue: 'legal', language: 'en' })
  const past = await startPast(database)
  const enforcementId = await past.enforcement({ accountId, reach: 5, inEffectAt: '2026-01-02T03:04:05Z' })
  await openAs(await person(['lead'], { onShift: true, clearances: ['protected'] }), `/search?q=${accountId}`)
  const link = (name: string) => page.getByRole('link', { name, exact: true })
  await link(enforcementId).waitFor()
  await page.getByText('Cases · 2', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Request bulk action for all results' }).waitFor()
  await page
    .getByRole('combobox', { name: 'Queue' })
    .or(page.getByRole('textbox', { name: 'Queue' }))
    .click()
  await page.getByRole('option', { name: 'legal · 1' }).click()
  await link(general).waitFor({ state: 'detached' })
  await link(legal).waitFor()
  assert.equal(await page.getByRole('region', { name: 'Accounts' }).count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Request bulk action for all results' }).count(), 0)
  assert.equal(new URL(page.url()).searchParams.get('queue'), 'legal')
  await page.reload()
  await link(legal).waitFor()
  assert.equal(await link(general).count(), 0)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await link(general).waitFor()
  await page.getByText('Enforcements · 1', { exact: true }).click()
  await link(general).waitFor({ state: 'detached' })
  await link(enforcementId).waitFor()
  assert.equal(new URL(page.url()).searchParams.get('kind'), 'enforcement')
  assert.deepEqual(trouble, [])
})

test('recent searches are for one person, until they sign out', async (t) => {
  const { page, openAs, person, trouble } = await startConsole(t)
  const lead = await person(['lead'], { onShift: true })
  await openAs(lead, '/search?q=meadow')
  const field = page.getByLabel('Handle, name, id, address or text')
  await page.getByRole('region', { name: 'Cases', exact: true }).getByText('No results for “meadow”.').waitFor()
  await field.fill('harbour')
  await field.press('Enter')
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/live')
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search and commands' }).and(page.locator(':focus')).waitFor()
  await page.getByRole('button', { name: 'harbour', exact: true }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'harbour')
  await field.fill('')
  const recent = page.getByRole('group', { name: 'Recent searches' })
  await recent.getByRole('button', { name: 'harbour', exact: true }).waitFor()
  const keysOf = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('countersign-recent-searches:')))
  assert.equal((await keysOf()).length, 1)
  // Another person in the same browser reads nothing of it.
  const other = await person(['lead'], { onShift: true })
  await openAs(other, '/search')
  await field.waitFor()
  assert.equal(await recent.count(), 0)
  await openAs(lead, '/search?q=cove')
  await page.getByRole('region', { name: 'Cases', exact: true }).getByText('No results for “cove”.').waitFor()
  await page.getByRole('button', { name: /On shift/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
  await waitFor('no recent search is left', async () => (await keysOf()).length === 0)
  // Signing out ends the stream of events, which the browser may report before the page is left.
  assert.deepEqual(
    trouble.filter((text) => !/401|ERR_INCOMPLETE_CHUNKED_ENCODING/.test(text)),
    [],
  )
})

test('an ended session leaves no recent search in the browser', async (t) => {
  const { page, openAs, person } = await startConsole(t)
  await openAs(await person(['lead'], { onShift: true }), '/search?q=meadow')
  const cases = page.getByRole('region', { name: 'Cases', exact: true })
  await cases.getByText('No results for “meadow”.').waitFor()
  await page.getByLabel('Handle, name, id, address or text').press('Enter')
  const stored = () => page.evaluate(() => JSON.stringify(localStorage).includes('meadow'))
  await waitFor('the search is stored', stored)
  await page.context().clearCookies() // As when the session expires.
  await page.reload()
  await page.waitForURL((url) => url.pathname === '/sign-in')
  await waitFor('no recent search is left', async () => !(await stored()))
})

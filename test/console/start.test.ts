import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import type { Role } from '../../src/foundation/domain.ts'
import { runAxe } from '../support/axe.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { startConsole } from '../support/console.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { givenKey } from '../support/people.ts'

/** Of the frame and the panels together, without the files of the console. What is read again counts once. */
const REQUESTS_MAX = 13
const HOSTILE = '\u202eevil <img src=x onerror=alert(1)>'

/** Lists what moves on each page from its beginning. */
const SHIFT = `(() => {
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const { sources, hadRecentInput } of list.getEntries())
      if (!hadRecentInput) window.shifts.push(...sources.map(({ node }) => node?.outerHTML?.slice(0, 200) ?? node?.nodeName))
  }).observe({ type: 'layout-shift', buffered: true })
})()`

/** Returns the links of a panel, once it is loaded. */
async function rowsOf(page: Page, name: string): Promise<string[]> {
  const panel = page.getByRole('region', { name, exact: true })
  await panel.waitFor()
  await panel
    .getByRole('status')
    .filter({ has: page.locator('.loading') })
    .waitFor({ state: 'detached' })
  return panel.locator('[data-row] a').allTextContents()
}

const headingsOf = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents()

test('a reviewer begins with their cases, and the lists follow events', async (t) => {
  const desk = await startConsoleDesk(t)
  const { db } = desk.desk
  const given = async (handle: string, more: object = {}) => {
    const accountId = await givenAccount(db)
    await db.query(sql`update account set handle = ${handle} where id = ${accountId}`)
    return givenCase(db, { accountId, ...more })
  }
  const [ana, ben] = [await desk.sit(), await desk.person()]
  const own = await given('rosa_bakes')
  const next = await given('kofi_fixes')
  await given(HOSTILE, { rank: 2 })
  assert.equal((await desk.gate.post(ana, `/v1/cases/${own}/claim`)).status, 200)
  const { page, keyboard } = ana
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.method()))
  // A text moves by a hair when its font arrives, on every page: here only what the panels move counts.
  await page.route('**/*.woff2', (route) => route.abort())
  await page.addInitScript(SHIFT)
  await ana.go('/start')
  assert.deepEqual(await rowsOf(page, 'My cases'), ['@rosa_bakes'])
  const waiting = await rowsOf(page, 'Next in my queues')
  assert.equal(waiting.length, 2)
  assert.match(waiting[0] ?? '', /^@.*evil <img/, 'the first is the most urgent, as plain text')
  assert.deepEqual(await rowsOf(page, 'Overdue cases'), [])
  await page.getByText('No case is overdue.').waitFor()
  assert.deepEqual(await page.evaluate('window.shifts'), [])
  assert.deepEqual([...new Set(sent)], ['GET'], 'looking claims nothing')

  await desk.gate.post(ben, `/v1/cases/${next}/claim`)
  const panel = page.getByRole('region', { name: 'Next in my queues' })
  await panel.getByText('kofi_fixes').waitFor({ state: 'detached' })
  await keyboard.press('j')
  await page.locator('a:focus', { hasText: 'rosa_bakes' }).waitFor()
  await keyboard.press('Enter')
  await page.waitForURL(new RegExp(own))
})

const PANELS: readonly [Role, readonly string[]][] = [
  ['reviewer', ['My cases', 'Next in my queues', 'Overdue cases', 'Waiting approvals']],
  [
    'lead',
    ['My cases', 'Overdue cases', 'Escalations', 'Waiting approvals', 'Alerts not acknowledged', 'Coverage today'],
  ],
  ['policy', ['Waiting changes', 'Newsworthy exceptions', 'Last ledger verification', 'Overdue cases']],
  ['auditor', ['Last ledger verification', 'Waiting changes', 'Newsworthy exceptions', 'Alerts not acknowledged']],
  ['admin', ['Open setup steps', 'Waiting changes', 'API keys', 'Failing channels']],
]

const LINKS = [
  ['All API keys', '/api-keys'],
  ['All channels', '/channels'],
  ['Setup and people', '/team?tab=joining'],
] as const

test('each role begins with its own panels, in few requests', async (t) => {
  const { page, openAs, person, trouble } = await startConsole(t)
  const requests = new Set<string>()
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    // The events are followed anew, with another age of the page, whenever the connection breaks.
    if (pathname.startsWith('/v1/')) requests.add(pathname === '/v1/events' ? pathname : pathname + search)
  })
  for (const [role, panels] of PANELS) {
    const staff = await person([role], { onShift: true })
    await openAs(staff, '/help')
    await page.goto('about:blank')
    requests.clear()
    await openAs(staff, '/')
    await page.waitForURL(/\/start$/)
    for (const name of panels) await rowsOf(page, name)
    assert.deepEqual(await headingsOf(page), panels, role)
    assert.ok(requests.size <= REQUESTS_MAX, `${role}: ${requests.size} requests, ${[...requests].join(' ')}`)
    assert.deepEqual(await runAxe(page), [], role)
    for (const name of panels) assert.ok((await page.getByRole('region', { name }).getByRole('link').count()) > 0, name)
  }
  assert.deepEqual(trouble, [])
})

test('an administrator sees the newest API keys and their page', async (t) => {
  const { page, openAs, person, db, trouble } = await startConsole(t)
  for (const scope of ['report', 'facts', 'events', 'scim', 'appeals', 'signals'] as const) await givenKey(db, [scope])
  await openAs(await person(['admin']), '/start')
  assert.equal((await rowsOf(page, 'API keys')).length, 5)
  const keys = page.getByRole('region', { name: 'API keys' })
  assert.match((await keys.locator('[data-row]').first().textContent()) ?? '', /send signals to rules/)
  assert.equal(await keys.getByText('send reports').count(), 0, 'the oldest')
  for (const [name, path] of LINKS) assert.equal(await page.getByRole('link', { name }).getAttribute('href'), path)
  assert.deepEqual(trouble, [])
})

/** The second page holds the one that asks the caller. */
const APPROVALS = {
  first: { items: Array.from({ length: 20 }, (_, index) => waiting(`enf_${index}`, 'none')), nextCursor: 'more' },
  more: { items: [waiting('enf_mine', 'asked')], nextCursor: null },
}

function waiting(id: string, you: 'asked' | 'none') {
  return { id, you, handle: null, subject: { kind: 'post', id }, agreeBy: null, action: null }
}

test('an approval that asks the caller comes first from any page', async (t) => {
  const { page, openAs, person } = await startConsole(t)
  await page.route('**/v1/approvals*', (route) => {
    const cursor = new URL(route.request().url()).searchParams.get('cursor') ?? ''
    return route.fulfill({ json: cursor === 'more' ? APPROVALS.more : APPROVALS.first })
  })
  await openAs(await person(['reviewer'], { onShift: true }), '/start')
  const rows = await rowsOf(page, 'Waiting approvals')
  assert.equal(rows.length, 5)
  assert.match(rows[0] ?? '', /enf_mine/)
})

test('a reviewer off shift is told how to see their work', async (t) => {
  const { page, openAs, person, trouble } = await startConsole(t)
  await openAs(await person(['reviewer']), '/start')
  await page.getByText('You are off shift. Begin your shift in your menu').first().waitFor()
  assert.deepEqual(await rowsOf(page, 'My cases'), [])
  assert.deepEqual(trouble, [], 'nothing is asked that the desk refuses')
})

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { fetchFacts } from '../../src/cases/accounts/fetch-facts.ts'
import { updatePreferences } from '../../src/people/staff/preferences.ts'
import { runAxe } from '../support/axe.ts'
import { type ConsoleDesk, type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { waitFor } from '../support/wait-for.ts'

const HOSTILE = `Refund \u202eexe.txt\u202c from pay\u200bpal: https://pay.example.com/win ${'line\n'.repeat(30)}end`

/** Loads accounts and contents into the platform. */
async function load(desk: ConsoleDesk, rows: readonly object[]): Promise<void> {
  const answer = await fetch(`${desk.demo.url}/load`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/x-ndjson' } },
    body: rows.map((row) => JSON.stringify(row)).join('\n'),
  })
  assert.deepEqual(((await answer.json()) as { rejectedLines: unknown[] }).rejectedLines, [])
}

const setFault = (desk: ConsoleDesk, fault: object) =>
  fetch(`${desk.demo.url}/faults`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(fault),
  })

/** Waits until no part of the page is wider than the window, which is once the frame has followed its size. */
const waitForFit = (page: Sitting['page']) =>
  waitFor('the page to fit the window', async () => {
    const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    return excess <= 0
  })

async function start(t: TestContext) {
  const desk = await startConsoleDesk(t)
  await load(desk, [
    {
      type: 'content',
      id: 'pills-hostile',
      accountId: 'pills',
      kind: 'post',
      text: HOSTILE,
      createdAt: '2026-05-04T08:59:00Z',
    },
  ])
  // The profile is requested with the page, so its account must be known before.
  await fetchFacts(desk.desk, { kind: 'content', id: 'pills-hostile' })
  const ana = await desk.sit({}, { viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  const caseId = await desk.gate.claim({ kind: 'content', id: 'pills-hostile' }, ana)
  return { desk, ana, caseId }
}

test('profile, recent posts and hostile words are shown plainly', async (t) => {
  const { desk, ana, caseId } = await start(t)
  const { page } = ana
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await ana.go(`/review/${caseId}`)
  const profile = page.getByRole('region', { name: 'Profile' })
  await profile.getByText('Best Prices').waitFor()
  await profile.getByText('Write to us. Fast delivery.').waitFor()
  await profile.getByText(/^31 followers · account since /).waitFor()
  const posts = page.getByRole('region', { name: 'Recent posts' })
  await posts.locator('.recent-post[data-reported]').getByText('reported').waitFor()
  const picture = profile.getByRole('button', { name: 'Show picture' })
  assert.match((await picture.locator('img').getAttribute('class')) ?? '', /is-blurred.*is-grey/)
  await picture.click()
  await profile.getByRole('button', { name: 'Cover picture' }).waitFor()
  assert.ok(
    requests.every((url) => url.startsWith(desk.origin) || url.startsWith(`blob:${desk.origin}`)),
    'no other server',
  )

  const evidence = page.getByRole('region', { name: 'Evidence' }).locator('blockquote').first()
  const shown = (await evidence.textContent()) ?? ''
  assert.match(shown, /^Refund RLOexe\.txtPDF from payZWSPpal: hxxps:\/\/pay\[\.\]example\[\.\]com\/win/)
  assert.equal(await evidence.getByTitle('U+202E').count(), 1)
  const foldedHeight = (await evidence.boundingBox())?.height ?? 0
  const region = page.getByRole('region', { name: 'Evidence' })
  await region.getByRole('button', { name: 'Show whole text' }).first().click()
  assert.ok(((await evidence.boundingBox())?.height ?? 0) > 2 * foldedHeight, 'it was folded after twelve lines')
  await region.getByRole('button', { name: 'Show links as written' }).first().click()
  assert.match((await evidence.textContent()) ?? '', /https:\/\/pay\.example\.com/)
  assert.equal(await region.locator('a[href^="http"]').count(), 0)

  await page.getByRole('button', { name: 'Related accounts' }).click()
  const related = page.getByRole('region', { name: 'Related accounts' })
  await related.getByText(/^Device [0-9a-f]{6}: shared with 2$/).waitFor()
  await related.getByRole('link', { name: '@double_coin_now' }).first().waitFor()
  await page.getByRole('button', { name: 'Identical copies' }).click()
  await page
    .getByRole('region', { name: 'Identical copies' })
    .getByText(/^No other known content/)
    .waitFor()

  assert.deepEqual(await runAxe(page), [])
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await runAxe(page), [])
  await page.setViewportSize({ width: 390, height: 844 })
  await waitForFit(page)
  assert.deepEqual(await runAxe(page), [])

  const german = { language: 'de', timeZone: null, tourClosed: true, checklistClosed: true } as const
  await updatePreferences(desk.desk.db, ana.id, german)
  await page.reload()
  const germanPosts = page.getByRole('region', { name: 'Neueste Beiträge' })
  await germanPosts.getByText('gemeldet').waitFor()
  await waitForFit(page)

  const { rows } = await desk.desk.db.query<{ profiles: number; parts: number }>(sql`
    select (select count(*)::integer from shown_profile where case_id = ${caseId}) as profiles,
      (select count(*)::integer from case_shown where case_id = ${caseId} and part like 'profile:%') as parts`)
  assert.ok((rows[0]?.profiles ?? 0) > 0)
  assert.equal(rows[0]?.profiles, rows[0]?.parts)
})

test('a case of a list shows its members at once', async (t) => {
  const desk = await startConsoleDesk(t)
  const list = { kind: 'account', id: '@list:ferry_bargains' } as const
  await fetchFacts(desk.desk, list)
  const ana = await desk.sit()
  const { page } = ana
  await ana.go(`/review/${await desk.gate.claim(list, ana)}`)
  await page.getByRole('region', { name: 'Profile' }).getByText('120 members').waitFor()
  const members = page.getByRole('region', { name: 'Members' })
  await members.getByText('Members: 120').waitFor()
  await members.getByRole('link', { name: '@rosa_bakes' }).waitFor()
  await members.getByText('114 more accounts, not listed').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('button', { name: 'Hide members' }).click()
  await members.waitFor({ state: 'detached' })
})

test('a platform that does not answer leaves a page that decides', async (t) => {
  const { desk, ana, caseId } = await start(t)
  const { page } = ana
  await setFault(desk, { fault: 'failing', call: 'subject.profile' })
  await setFault(desk, { fault: 'failing', call: 'subject.recent_posts' })
  await ana.go(`/review/${caseId}`)
  await page.getByText('Unknown: the platform did not answer').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('radio', { name: 'No violation' }).waitFor({ state: 'attached' })
  await ana.keyboard.press('n', 'i', '1')
  await page.locator('button:enabled', { hasText: 'Close: no violation' }).waitFor()
  await ana.keyboard.press('Control+Enter')
  await page.getByText(`Case ${caseId}: decided.`).waitFor()
})

test('look-alikes stand below the reviewed handle with each difference named', async (t) => {
  const desk = await startConsoleDesk(t)
  await load(desk, [
    {
      type: 'account',
      id: 'cyr',
      handle: 'minister_vаle',
      displayName: 'A. V.',
      reach: 7,
      verified: false,
      tags: [],
      createdAt: null,
    },
  ])
  for (const id of ['vale', 'vale2', 'vale4', 'cyr']) await fetchFacts(desk.desk, { kind: 'account', id })
  const ana = await desk.sit()
  const { page } = ana
  const caseId = await desk.gate.claim({ kind: 'account', id: 'vale' }, ana)
  await ana.go(`/review/${caseId}`)
  const panel = page.getByRole('region', { name: /^Look-alikes/ })
  await panel.getByText('capital I, not small L').waitFor()
  await panel.getByText('small R + small N, not small M').waitFor()
  await panel.getByText('Cyrillic а (U+0430), not small A').waitFor()
  assert.deepEqual(await panel.locator('mark').allTextContents(), ['rn', 'I', 'а'])
  assert.equal(await panel.getByText('43.5M followers').count(), 1)
  assert.deepEqual(await runAxe(page), [])

  const uncleared = await desk.sit({ clearances: ['safety', 'legal'] })
  const imitatorId = await desk.gate.claim({ kind: 'account', id: 'cyr' }, uncleared)
  await uncleared.go(`/review/${imitatorId}`)
  const hiding = uncleared.page.getByRole('region', { name: /^Look-alikes/ })
  await hiding.getByText('A protected account resembles it.').first().waitFor()
  await hiding.getByText('43.5M followers').waitFor()
  assert.equal(await hiding.getByText('minister_vale').count(), 0)
  assert.deepEqual(await runAxe(uncleared.page), [])
})

test('an ordinary decision with two actions takes few keys', async (t) => {
  const { desk, ana, caseId } = await start(t)
  const { page, keyboard } = ana
  await ana.go(`/review/${caseId}`)
  await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
  await keyboard.press('v')
  const policy = page.getByRole('combobox', { name: 'Policy' })
  assert.equal(await policy.inputValue(), 'Scams and fraud', 'the policy of the reports’ category')
  await keyboard.press('4', '+')
  await page.getByRole('radiogroup', { name: 'Action 2' }).getByText('suspend').click()
  const days = page.getByLabel('Duration')
  await days.fill('3')
  await keyboard.press('Escape')
  await page.getByRole('heading', { level: 1 }).focus()
  await keyboard.press('i', '1')
  await page.locator('button:enabled', { hasText: 'Send 2 actions' }).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await keyboard.press('Control+Shift+Enter')
  await page.getByText(`Case ${caseId}: decided.`).waitFor()
  const { rows } = await desk.desk.db.query<{ action: string; days: number | null }>(sql`
    select action, (duration_ms / 86400000)::integer as days from enforcement where case_id = ${caseId} order by action`)
  assert.deepEqual(rows, [
    { action: 'hide', days: null },
    { action: 'suspend', days: 3 },
  ])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { startConsoleDesk } from '../support/console-desk.ts'
import { givenReport, send } from '../support/desk-flow.ts'
import { problemsOf } from '../support/escalation-flow.ts'
import { givenKey } from '../support/people.ts'
import { givenRestricted, marksIn, RESTRICTED } from '../support/restricted-evidence.ts'

const CLEARED = ['protected', 'safety', 'restricted']
const IS_HERE = 'Restricted evidence.'
const WHY = 'to name it to an authority'

/** All that a page was told and shows: its text and code, its title, its address and every answer it got. */
function hear(page: Page): () => Promise<string> {
  const heard: Promise<string>[] = []
  page.on('response', (response) => {
    heard.push(Promise.resolve(response.url()))
    // A stream never ends, so only JSON is read.
    if (response.headers()['content-type']?.includes('json')) heard.push(response.text().catch(() => ''))
  })
  return async () => [...(await Promise.all(heard)), await page.content(), await page.title(), page.url()].join('\n')
}

/** Takes one of a short list in which nothing is typed. */
async function pick(page: Page, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list }).click()
  await page.getByRole('option', { name: option }).click()
}

test('a cleared reader gives a reason and gets a recorded link', async (t) => {
  const desk = await startConsoleDesk(t)
  const caseId = await givenRestricted(desk)
  const views = async () =>
    (await desk.desk.db.query(sql`select staff_id, reason from staff_view where kind = 'restricted'`)).rows
  const ana = await desk.sit({ clearances: CLEARED })
  const { page, keyboard } = ana
  const all = hear(page)
  await ana.go(`/cases/${caseId}`)
  await page.getByText(IS_HERE).first().waitFor()
  const look = page.getByRole('button', { name: 'Get link, on record' }).first()
  assert.deepEqual([marksIn(await all()), await look.isDisabled(), await views()], [[], true, []])

  await keyboard.fill('Reason for access to media_1 (recorded)', WHY)
  await keyboard.push('button', 'Get link, on record')
  await page.getByText(`SHA-256 ${RESTRICTED.hash}`).waitFor()
  assert.deepEqual(await views(), [{ staff_id: ana.id, reason: WHY }])
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    keyboard.push('link', new RegExp(`^Open at ${new URL(desk.demo.url).host}`)),
  ])
  await opened.waitForURL(/\/vault\//)
  await opened.close()
  assert.deepEqual(marksIn(`${page.url()} ${await page.title()}`), [])
  await keyboard.push('button', 'Cover media')
  await page.getByText(RESTRICTED.hash).waitFor({ state: 'detached' })
  assert.deepEqual(marksIn(await page.content()), [])

  const auditor = await desk.sit({ roles: ['auditor'], onShift: false })
  const told = hear(auditor.page)
  await auditor.go('/ledger?show=views')
  await auditor.page.getByRole('row').filter({ hasText: WHY }).filter({ hasText: 'restricted evidence' }).waitFor()
  assert.deepEqual(marksIn(await told()), [])
})

test('a person without clearance learns only that content is restricted', async (t) => {
  const desk = await startConsoleDesk(t)
  const caseId = await givenRestricted(desk)
  const ben = await desk.sit({ roles: ['reviewer', 'senior', 'lead', 'policy'] })
  const all = hear(ben.page)
  await ben.go(`/cases/${caseId}`)
  await ben.page.getByText(`${IS_HERE} The system stores its hash`).first().waitFor()
  await ben.page.getByText('Access requires the clearance “restricted”.').first().waitFor()
  assert.equal(await ben.page.getByRole('button', { name: 'Get link, on record' }).count(), 0)
  await ben.go(`/search?q=${RESTRICTED.words}`)
  for (const name of ['Cases', 'Enforcements'])
    await ben.page
      .getByRole('region', { name, exact: true })
      .getByText(`No results for “${RESTRICTED.words}”.`)
      .waitFor()
  await ben.go(`/accounts/${RESTRICTED.accountId}`)
  await ben.page.getByLabel('Reason for access').fill(WHY)
  await ben.page.keyboard.press('Enter')
  await ben.page.getByRole('region', { name: 'Legal holds' }).waitFor()
  for (const path of ['/law', '/live']) {
    await ben.go(path)
    await ben.page.getByRole('heading', { level: 1 }).waitFor()
  }
  assert.deepEqual(marksIn(await all()), [])

  const outside = await desk.sit({ clearances: ['restricted'] })
  const told = hear(outside.page)
  await outside.go(`/cases/${caseId}`)
  await outside.page.getByRole('alert').waitFor()
  assert.deepEqual(
    marksIn(await told(), [...RESTRICTED.marks, RESTRICTED.words]),
    [],
    'a case that is not theirs to open',
  )
})

test('a case shows a referral to authorities with pieces and time', async (t) => {
  const desk = await startConsoleDesk(t)
  const caseId = await givenRestricted(desk)
  const ana = await desk.sit({ roles: ['lead'], clearances: CLEARED })
  const { page, keyboard } = ana
  await ana.go(`/cases/${caseId}?tab=legal`)
  const panel = page.getByRole('region', { name: 'Referrals to authorities' })
  await panel.getByText('None.').waitFor()
  await keyboard.fill('Authority', 'NCMEC')
  await keyboard.fill('Reference of the authority', '2015-77')
  await keyboard.fill('Material sent (do not describe it)', 'One picture, by its hash.')
  await keyboard.pick('Pieces sent', 'media_1, restricted')
  await page.getByLabel('Sent at').fill('2026-05-04T08:55')
  await keyboard.push('button', 'Record referral')
  const told = /^referral_1 Child safety · NCMEC, 2015-77, 4 May 2026, 08:55/
  await panel.getByText(told).waitFor()
  await panel.getByText(`Recorded by ${ana.pseudonym}; sent: media_1.`).waitFor()

  await pick(page, 'Subject', 'Threat to life')
  await keyboard.fill('Authority', 'Police')
  await keyboard.fill('Reference of the authority', 'HP-2')
  await keyboard.fill('Material sent (do not describe it)', 'The words of the post.')
  await pick(page, 'Corrects', 'referral_1')
  await keyboard.push('button', 'Record referral')
  await panel.getByText(/^referral_2 Threat to life · Police, HP-2/).waitFor()
  await panel.getByText('Corrects referral_1.').waitFor()
  await panel.getByText('Wrong: corrected by referral_2.').waitFor()
  for (const path of ['/law', `/accounts/${RESTRICTED.accountId}`]) {
    await ana.go(path)
    if (path !== '/law') await keyboard.fill('Reason for access', WHY).then(() => keyboard.press('Enter'))
    await panel.getByText(told).waitFor()
    await panel.getByText(/^referral_2 Threat to life/).waitFor()
  }
  const { rows } = await desk.desk.db.query(
    sql`select kind, pieces, sent_at, corrects from referral where id = 'referral_1'`,
  )
  assert.deepEqual(rows, [
    { kind: 'child_safety', pieces: ['media_1'], sent_at: new Date('2026-05-04T08:55'), corrects: null },
  ])
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('one person places a legal hold; two lift it', async (t) => {
  const desk = await startConsoleDesk(t)
  const caseId = await givenReport(desk, { kind: 'account', id: 'rosa' })
  const ana = await desk.sit({ roles: ['lead'] })
  const { page, keyboard } = ana
  const holds = page.getByRole('region', { name: 'Legal holds' })
  await ana.go(`/cases/${caseId}?tab=legal`)
  await holds.getByText('No legal hold.').waitFor()
  await keyboard.push('button', 'New legal hold')
  await keyboard.fill('Reason for the hold', 'A letter of the police.')
  await keyboard.fill('Requested by', 'Police')
  await keyboard.fill('Reference of the authority', 'HP-1')
  await keyboard.push('button', 'Place legal hold')
  await holds.getByText('active lhold_1 · account rosa · until two people lift it').waitFor()
  await holds.getByText('A letter of the police. (Police, HP-1)').waitFor()
  const { token } = await givenKey(desk.desk.db, ['facts'])
  const gone = { handle: 'nobody', displayName: 'Gone', reach: 3, verified: false, tags: [], createdAt: null }
  const told = await send(desk, token, 'PUT', '/v1/accounts/rosa', { ...gone, factsAt: desk.now().toISOString() })
  assert.equal(told.status, 200)
  await keyboard.push('button', 'Show stored facts')
  await holds.getByRole('row').filter({ hasText: 'Start of the hold' }).filter({ hasText: '@rosa_bakes' }).waitFor()
  await holds.getByRole('row').filter({ hasText: 'Now' }).filter({ hasText: '@nobody' }).waitFor()
  await ana.go('/accounts/rosa')
  await keyboard.fill('Reason for access', WHY)
  await keyboard.press('Enter')
  await keyboard.push('button', 'New legal hold')
  await keyboard.fill('Reason for the hold', 'A court may ask.')
  await page.getByLabel('Until').last().fill('2026-05-06')
  await keyboard.push('button', 'Place legal hold')
  await holds.getByText('active lhold_2 · account rosa · until 6 May 2026').waitFor()

  await ana.go('/law')
  const first = holds.locator('[data-row]').filter({ hasText: 'lhold_1' })
  await first.getByLabel('Reason').fill('They have what they wanted.')
  await first.getByRole('button', { name: 'Propose lifting hold' }).click()
  await first.getByText('Lifting proposed in').waitFor()
  const ben = await desk.sit({ roles: ['policy'] })
  await ben.go('/changes')
  await ben.page.getByRole('button', { name: 'Agree with passkey' }).click()
  await ben.page.getByText('No change is waiting.').waitFor()
  await ana.go('/law')
  await holds.getByText('lifted lhold_1').waitFor()
  await holds.getByText('active lhold_2').waitFor()
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('by keyboard: a court order hides content in one country', async (t) => {
  const desk = await startConsoleDesk(t)
  const post = { kind: 'content', id: 'coin-1' } as const
  await givenReport(desk, post)
  const ana = await desk.sit()
  const { page, keyboard } = ana
  await ana.takeNext()
  await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
  await keyboard.press('v')
  await keyboard.pick('Policy', "A court's order")
  await keyboard.choose('Action', 'hide')
  await keyboard.pick('Countries', 'Germany (DE)')
  await keyboard.fill('Reason for the decision', 'Landgericht Hamburg, 324 O 1/26.')
  await page.getByRole('status').filter({ hasText: 'will be blocked in Germany (DE)' }).waitFor()
  await page.locator('button:enabled', { hasText: 'Block there' }).waitFor()
  await keyboard.press('Control+Shift+Enter')
  const enforcement = page.getByRole('link', { name: /^enf_\d+$/ }).first()
  await enforcement.waitFor()
  const enforcementId = (await enforcement.textContent()) ?? ''
  await desk.enforcementIn(enforcementId, 'in_effect')
  await ana.go(`/enforcements/${enforcementId}`)
  await page.getByText('hide · only in Germany (DE)').waitFor()
  const visit = async (country: string) =>
    (await fetch(`${desk.demo.url}/posts/${post.id}`, { headers: { 'x-visitor-country': country } })).status
  assert.deepEqual(await Promise.all(['DE', 'FR'].map(visit)), [451, 200])
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

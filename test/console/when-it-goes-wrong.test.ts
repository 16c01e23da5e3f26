import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { type ConsoleDesk, type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { givenReport } from '../support/desk-flow.ts'

/** The body of an administrator's act on the sessions of another person. */
const SIGNED_OUT = { reason: 'their laptop was stolen' }

const ROSA = { kind: 'account', id: 'rosa' } as const
const WHY = 'Sells bread that is not there.'
const CHORD = 'Control+Enter'
/** Asked again sooner, it says the same. */
const AGAIN_MS = 1_100

/** Starts a person with a case whose conclusion, no violation, they have not sent yet. */
async function start(t: TestContext) {
  const desk = await startConsoleDesk(t)
  const caseId = await givenReport(desk, ROSA)
  const ana = await desk.sit()
  await judge(ana)
  return { desk, caseId, ana }
}

async function judge(ana: Sitting): Promise<void> {
  await ana.takeNext()
  await ana.page.getByRole('heading', { level: 1, name: /case_\d+/ }).waitFor()
  await conclude(ana)
}

async function conclude({ page, keyboard }: Sitting): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Decision' }).waitFor()
  await keyboard.press('n')
  await keyboard.fill('Reason for the decision', WHY)
  await page.locator('button:enabled', { hasText: 'Close: no violation' }).waitFor()
}

async function countDecisions({ desk }: ConsoleDesk): Promise<number> {
  const { rows } = await desk.db.query<{ count: number }>(sql`select count(*) as count from decision`)
  return rows[0]?.count ?? 0
}

const closeButton = ({ page }: Sitting) => page.getByRole('button', { name: 'Close: no violation' })

test('a double click sends one decision', async (t) => {
  const { desk, ana } = await start(t)
  await closeButton(ana).dblclick()
  await ana.page.getByText('decided.').waitFor()
  assert.equal(await countDecisions(desk), 1)
  const next = await givenReport(desk, { kind: 'account', id: 'hugo' })
  await ana.page.getByRole('button', { name: 'Take next case' }).click()
  await ana.page.getByRole('heading', { level: 1, name: next }).waitFor() // Not the case that was just closed.
  await conclude(ana)
  for (let held = 0; held < 5; held += 1) await ana.page.keyboard.down('Enter') // In the field: a new line, and no more.
  await ana.page.keyboard.up('Enter')
  await ana.page.keyboard.press(CHORD)
  await ana.page.keyboard.press(CHORD)
  await ana.page.getByText('decided.').waitFor()
  assert.equal(await countDecisions(desk), 2)
})

test('a second tab learns the decision and keeps its draft', async (t) => {
  const { desk, ana, caseId } = await start(t)
  const second = await ana.page.context().newPage()
  await second.goto(`${desk.origin}/review/${caseId}`)
  await second.getByLabel('Reason for the decision').fill('The same, in another tab.')
  await second.locator('label', { hasText: 'No violation' }).click()
  await closeButton(ana).click()
  await ana.page.getByText('decided.').waitFor()
  await second.getByText('This case is closed.').waitFor()
  assert.equal(await second.getByLabel('Reason for the decision').inputValue(), 'The same, in another tab.')
  assert.equal(await countDecisions(desk), 1)
})

test('an offline browser keeps the draft and sends it later', async (t) => {
  const { desk, ana } = await start(t)
  const { page } = ana
  await page.context().setOffline(true)
  await page.getByText(/No connection since/).waitFor()
  await closeButton(ana).click()
  await page.getByText('Not sent: no connection.').waitFor()
  assert.equal(await countDecisions(desk), 0)
  await page.context().setOffline(false)
  await page.reload()
  await page.getByRole('radio', { name: 'No violation', checked: true }).waitFor({ state: 'attached' })
  assert.equal(await page.getByLabel('Reason for the decision').inputValue(), WHY)
  await page.locator('button:enabled', { hasText: 'Close: no violation' }).click()
  await page.getByText('decided.').waitFor()
  assert.equal(await countDecisions(desk), 1)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(
    await page.evaluate(`Object.values(sessionStorage).join().includes('${WHY}')`),
    false,
    'sent is forgotten',
  )
})

test('an ended session hides the console and keeps the draft', async (t) => {
  const { desk, ana } = await start(t)
  const admin = await desk.sit({ roles: ['admin'] })
  const { status } = await desk.gate.signed(admin, `/v1/staff/${ana.id}/sessions/revoke`, SIGNED_OUT)
  assert.ok(status < 300)
  await ana.page.getByRole('button', { name: 'Sign in with passkey' }).waitFor()
  assert.equal(await ana.page.getByText('rosa').count(), 0, 'with nothing behind it')
  await ana.keyboard.push('button', 'Sign in with passkey')
  await ana.page.getByRole('heading', { level: 1, name: /case_\d+/ }).waitFor()
  assert.equal(await ana.page.getByLabel('Reason for the decision').inputValue(), WHY)
})

test('a case that changes shows a notice and keeps the draft', async (t) => {
  const { desk, ana } = await start(t)
  await ana.page.getByText('1 report by 1 person').waitFor()
  await givenReport(desk, ROSA, { comment: 'A second one.' })
  await ana.page.getByText('2 reports by 2 people').waitFor()
  await ana.page.getByText('new report since you began').waitFor()
  assert.equal(await ana.page.getByLabel('Reason for the decision').inputValue(), WHY)
})

test('hostile markup and huge names break no page', async (t) => {
  const desk = await startConsoleDesk(t)
  const markup =
    '<img src=x onerror="window.harmed = 1"><script>window.harmed = 1</script><style>*{display:none}</style>'
  const name = `${markup}${'W'.repeat(10_000)}`
  const subject = { kind: 'account', id: 'stranger' } as const
  const load = { type: 'account', id: 'stranger', handle: 'a_stranger', displayName: name.slice(0, 10_000), reach: 31 }
  const loaded = await fetch(`${desk.demo.url}/load`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify({ ...load, verified: false, tags: [] }),
  })
  assert.equal(((await loaded.json()) as { accounts: number }).accounts, 1)
  const evidence = [
    { class: 'ordinary', mediaType: 'text/plain', text: `${markup} ${'long'.repeat(2_000)}` },
    { class: 'ordinary', mediaType: 'text/plain', text: 'شاعرة من الميناء، 1902' },
  ]
  await givenReport(desk, subject, { comment: `${markup} ${'W'.repeat(1_500)}`, evidence })
  const ana = await desk.sit({}, { viewport: { width: 1280, height: 800 } })
  const { page } = ana
  const dialogs: string[] = []
  page.on('dialog', (dialog) => dialogs.push(dialog.message()))
  await ana.takeNext()
  await page.getByText('@a_stranger').first().waitFor()
  await page.getByText('شاعرة').first().waitFor()
  assert.equal(await page.evaluate('window.harmed'), undefined)
  assert.equal(await page.locator('main img:not([src^="blob:"]):not([src^="/v1/cases/"]), main script').count(), 0)
  assert.deepEqual(dialogs, [])
  assert.ok(
    (await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')) <= 0,
    'no wider than it was',
  )
  assert.match((await page.locator('blockquote:dir(rtl)').first().textContent()) ?? '', /شاعرة/)
  assert.ok(await page.getByRole('button', { name: /Freeze/ }).isVisible(), 'and the way back is where it was')
})

test('a console page whose code fails to load says so, recovers', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit({ roles: ['senior', 'lead'] })
  const { page } = ana
  const loads: string[] = []
  await ana.go('/inbox')
  await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
  page.on('load', (loaded) => loads.push(loaded.url()))
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await page.getByText('This page did not load.').waitFor()
  await page.getByRole('button', { name: 'Freeze restrictive actions' }).waitFor()
  await page.context().setOffline(false)
  await page.waitForTimeout(AGAIN_MS)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 1, name: 'Live' }).waitFor()
  assert.deepEqual(loads, [], 'what was being sent is lost when all is loaded anew')
})

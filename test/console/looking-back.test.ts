import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { makeLedgerVerifier, watchLedger } from '../../src/oversight/ledger/watch-ledger.ts'
import { givenAccount } from '../support/cases.ts'
import { startConsole } from '../support/console.ts'
import { startPast } from '../support/past-enforcements.ts'
import { numberEntries } from '../support/desk-with-history.ts'

const HOUR_MS = 3_600_000
const BEGAN = new Date(Date.now() - 30 * HOUR_MS)
/** The time this many seconds after the beginning, yesterday. */
const after = (seconds: number): string => new Date(BEGAN.getTime() + seconds * 1_000).toISOString()

const UP = { visible: true, spread: 'full', mayPost: true, labels: [] } as const

/** Inserts an enforcement by one click, noticed and restored after eleven minutes. */
async function givenElevenMinutes(past: Awaited<ReturnType<typeof startPast>>, by: string, accountId: string) {
  const enforcementId = await past.enforcement({
    accountId,
    reach: 43_500_000,
    inEffectAt: after(1),
    restored: { cause: 'mistake', askedAt: after(660), visibleAt: after(661) },
    moves: [
      ['releasing', after(0)],
      ['in_effect', after(1)],
      ['restoring', after(660)],
      ['restored', after(661)],
    ],
  })
  const of = { enforcementId, subject: `account:${accountId}`, by: `staff:${by}` }
  const ask = {
    kind: 'enforcement_proposed',
    action: 'deactivate',
    policyId: 'scam',
    verdict: 'clear',
    verdictHash: '',
  } as const
  const move = { kind: 'enforcement_moved', ...of } as const
  const desired = { kind: 'desired_state_set', ...of } as const
  const reached = { kind: 'desired_state_reached', ...of, by: 'desk', reach: 43_500_000 } as const
  await past.entry({ ...ask, ...of, at: after(0) })
  await past.entry({ ...move, from: 'proposed', to: 'releasing', at: after(0) })
  await past.entry({ ...desired, generation: 1, desired: { ...UP, visible: false }, at: after(0) })
  await past.entry({ ...reached, generation: 1, at: after(1) })
  await past.entry({ ...move, from: 'releasing', to: 'in_effect', at: after(1) })
  await past.entry({ ...move, from: 'in_effect', to: 'restoring', cause: 'mistake', at: after(660) })
  await past.entry({ ...desired, generation: 2, desired: UP, at: after(660) })
  await past.entry({ ...reached, generation: 2, at: after(661) })
  await past.entry({ ...move, from: 'restoring', to: 'restored', at: after(661) })
  return enforcementId
}

test('a lead reads an incident and copies its public text', async (t) => {
  const { page, db, database, openAs, person, trouble } = await startConsole(t)
  const lead = await person(['lead'], { onShift: true })
  await openAs(lead, '/incidents')
  await page.getByText('No account was wrongly offline.').waitFor()
  const heron = await person(['reviewer'])
  const enforcementId = await givenElevenMinutes(
    await startPast(database),
    heron.id,
    await givenAccount(db, { id: 'vale' }),
  )
  await openAs(lead, '/incidents')
  const row = page.getByRole('row', { name: '@invented' })
  await row.getByText('11 min 00 s').waitFor()
  await row.getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: 'Incident: @invented' }).waitFor()
  assert.equal(new URL(page.url()).pathname, `/incidents/${enforcementId}`)
  await page.getByText('Offline for 11 min 00 s').waitFor()
  await page.getByRole('img', { name: 'Visibility of the account' }).locator('svg').first().waitFor()
  const minutes = page.getByRole('table', { name: 'Minute by minute' })
  await minutes.getByRole('row', { name: `deactivate: requested ${heron.pseudonym}` }).waitFor()
  await minutes.getByText('No activity: 11 minutes without an action or an alert').waitFor()
  await page.getByText('No second person was asked.').waitFor()
  await page.getByText('Only auditors see the access log.').waitFor()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy public version' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  assert.match(copied, /an account was invisible for 11 minutes and should not have been/)
  assert.doesNotMatch(copied, new RegExp(`${heron.pseudonym}|${enforcementId}|vale`))
  assert.deepEqual(trouble, [])
})

test('an auditor checks the ledger, a lead sees its state', async (t) => {
  const { page, desk, db, openAs, person, trouble } = await startConsole(t)
  const auditor = await person(['auditor'])
  await numberEntries(db)
  await openAs(auditor, '/ledger')
  await page.getByText('not verified yet').waitFor()
  await watchLedger(desk)
  await makeLedgerVerifier()(desk, { ledgerChecks: LEDGER_CHECKS })
  await openAs(auditor, '/ledger')
  await page.getByText('verified', { exact: true }).waitFor()
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Passkey added' }).click()
  await page.waitForURL(/kind=passkey_added/)
  const entries = page.getByRole('table', { name: 'Entries' })
  await entries.getByRole('row', { name: 'Passkey added' }).waitFor()
  assert.equal(await entries.getByRole('row').count(), 2, 'the head of the table and the one that fits')
  const stored = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export NDJSON' }).click()
  await page.getByLabel('Reason for the export (recorded)').fill('yearly audit')
  await page.getByRole('button', { name: 'Download file' }).click()
  const lines = readFileSync(await (await stored).path(), 'utf8')
    .trim()
    .split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).kind),
    ['passkey_added'],
  )
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('switch', { name: 'Hide routine' }).check()
  await page.waitForURL(/quiet=true/)
  await page.getByLabel('Until').fill('2020-01-01')
  await page.getByText('No entry matches the filter.').waitFor()
  await openAs(auditor, '/ledger?kind=passkey_added&from=2020-01-01')
  await entries.getByRole('row', { name: 'Passkey added' }).waitFor()
  await entries.getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: /^Entry \d+$/ }).waitFor()
  await page.getByText('Recalculated').waitFor()
  assert.match((await page.getByText('"commitments"').textContent()) ?? '', /"v":1/)
  await openAs(auditor, '/ledger?show=views')
  await page
    .getByRole('row', { name: `${auditor.pseudonym} list` })
    .first()
    .waitFor()
  await page.getByLabel('Person').fill('nobody-of-that-name')
  await page.getByRole('alert').waitFor()

  await openAs(await person(['lead'], { onShift: true }), '/ledger')
  await page.getByText('verified', { exact: true }).waitFor()
  await page.getByText('Only auditors see entries').waitFor()
  assert.deepEqual(
    trouble.filter((text) => !text.includes('404')),
    [],
  )
})

test('by keyboard: a policy person reads charts, tables and files', async (t) => {
  const { page, database, openAs, person, trouble } = await startConsole(t)
  const policy = await person(['policy'])
  await openAs(policy, '/insights')
  await page.getByText('No data in this period.').waitFor()
  const past = await startPast(database)
  for (const hours of [1, 2, 3, 50]) await past.case(new Date(Date.now() - hours * HOUR_MS).toISOString())
  await givenElevenMinutes(past, (await person(['reviewer'])).id, 'vale')
  await openAs(policy, '/insights/queue?last=24')
  await page
    .getByRole('img', { name: /^Queue and backlog, hours, / })
    .locator('svg')
    .first()
    .waitFor()
  const table = page.getByRole('table', { name: 'Queue and backlog' })
  assert.match((await table.getByRole('row').last().textContent()) ?? '', /4/)
  await page.getByRole('tab', { name: 'Queue and backlog' }).focus()
  const offline = page.getByRole('tab', { name: 'Offline minutes' }).and(page.locator(':focus'))
  for (let step = 0; step < 12 && (await offline.count()) === 0; step++) await page.keyboard.press('ArrowRight')
  await page.waitForURL(/\/insights\/offline\?last=24/)
  await page.getByRole('radio', { name: '24 hours' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/last=168/)
  await page.getByRole('region', { name: 'Total' }).getByText('11 minutes').first().waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ])
  const csv = readFileSync(await file.path(), 'utf8')
  assert.match(csv, /^from,until,hour,offline minutes \(minutes\),offline wrong_minutes \(minutes\)\r\n/)
  assert.match(csv, /Z,,11,11/)
  const text = (await page.locator('main').textContent()) ?? ''
  assert.doesNotMatch(text, /p-[0-9a-f]{8}/, 'nobody is named')
  assert.deepEqual(trouble, [])
})

test('a reviewer reads which roles may open each page', async (t) => {
  const { page, openAs, person } = await startConsole(t)
  const reviewer = await person(['reviewer'], { onShift: true })
  for (const path of ['/incidents', '/insights/queue', '/ledger']) {
    await openAs(reviewer, path)
    await page.getByText('does not see this page. It is for').waitFor()
  }
})

test("parts of an account's timeline have links and print alone", async (t) => {
  const { page, db, database, openAs, person, trouble } = await startConsole(t)
  const past = await startPast(database)
  const accountId = await givenAccount(db, { id: 'vale' })
  const enforcementId = await givenElevenMinutes(past, (await person(['reviewer'])).id, accountId)
  const lead = await person(['lead'], { onShift: true })
  const open = async (path: string) => {
    await openAs(lead, path)
    await page.getByLabel('Reason for access').fill('an appeal by letter')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Timeline' }).waitFor()
  }
  await open(`/accounts/${accountId}`)
  const line = page.locator(`#${enforcementId}`)
  await line.getByText('deactivate').waitFor()
  const filter = page.getByRole('combobox', { name: 'Filter' })
  await filter.click()
  await page.getByRole('option', { name: 'decisions' }).click()
  await page.waitForURL(/show=decision/)
  await page.getByText('No event matches the filter.').waitFor()

  await open(`/accounts/${accountId}`)
  const address = (await line.getByRole('link', { name: `Link to ${enforcementId}` }).getAttribute('href')) ?? ''
  assert.match(address, /\?until=\d{4}-\d\d-\d\d&entry=enf_\d+$/)
  await open(address)
  await line.getByText('taking effect').waitFor()
  assert.match((await line.getAttribute('class')) ?? '', /chosen/)
  await page.getByRole('region', { name: 'Timeline' }).getByLabel('Until', { exact: true }).fill('2020-01-01')
  await page.waitForURL(/until=2020-01-01/)
  await page.getByText('No event matches the filter.').waitFor()

  await open(`/accounts/${accountId}`)
  await line.getByText('deactivate').waitFor()
  assert.equal(await line.getByText('taking effect').isVisible(), false, 'folded on the screen')
  await page.emulateMedia({ media: 'print' })
  await line.getByText('taking effect').waitFor()
  for (const gone of [page.getByRole('navigation'), page.getByRole('button'), page.getByRole('textbox')])
    assert.equal(await gone.count(), 0)
  await page.getByText(new RegExp(`/accounts/${accountId}.* · printed by ${lead.pseudonym}, `)).waitFor()
  const written = `getComputedStyle(document.querySelector('#${enforcementId} a[href="/enforcements/${enforcementId}"]'), '::after').content`
  assert.match(await page.evaluate<string>(written), new RegExp(`/enforcements/${enforcementId}`))
  assert.ok((await page.pdf({ format: 'A4' })).length > 1_000)
  assert.deepEqual(
    trouble.filter((text) => !text.includes('422')),
    [],
  )
})

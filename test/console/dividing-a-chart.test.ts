import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { startConsole } from '../support/console.ts'
import { startPast } from '../support/past-enforcements.ts'

const HOUR_MS = 3_600_000
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString()
const decided = { decidedAt: ago(1), closedAt: ago(1) }

test('the address holds the division and the filters of a chart', async (t) => {
  const { page, database, openAs, person, trouble } = await startConsole(t)
  const policy = await person(['policy'])
  await database.ownerPool.query(
    `insert into staff_preference (staff_id, time_zone, tour_closed, checklist_closed) values ($1, 'America/New_York', true, true)`,
    [policy.id],
  )
  const past = await startPast(database)
  for (const language of ['de', 'de', 'fr'])
    await past.case(ago(4), { ...decided, queue: 'general', language, violated: 'scam' })
  await past.case(ago(4), { ...decided, queue: 'child_safety', language: 'de' })
  await openAs(policy, '/insights/decisions')
  const choose = async (name: string, option: string) => {
    await page.getByRole('combobox', { name, exact: true }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  await choose('Divided by', 'Queue')
  await page.waitForURL(/by=queue/)
  const totals = page.getByRole('table', { name: 'Totals by queue' })
  const row = (name: string) => totals.getByRole('row', { name })
  await row('general').getByRole('cell', { name: '3', exact: true }).waitFor()
  await row('child safety').getByRole('cell', { name: '1', exact: true }).waitFor()
  await page.getByRole('img', { name: 'Time to decision, decided' }).locator('svg').first().waitFor()
  const points = page.getByRole('table', { name: 'Time to decision, decided' })
  assert.deepEqual(await points.getByRole('columnheader').allTextContents(), ['From', 'general', 'child safety'])

  await choose('Language', 'French')
  await page.waitForURL(/language=fr/)
  await row('child safety').waitFor({ state: 'detached' })
  await row('general').getByRole('cell', { name: '1', exact: true }).waitFor()
  await choose('Measure', 'median')
  await page.waitForURL(/measure=median/)
  await page.getByRole('img', { name: 'Time to decision, median, hours' }).locator('svg').first().waitFor()
  await choose('Divided by', 'Policy')
  await page.getByText('A policy is withheld while an enforcement').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ])
  assert.match(readFileSync(await file.path(), 'utf8'), /^from,until,hour,decisions decided \(count\) scam,/)

  // The chart of the queue has no policy: the division is dropped with it, and the filter by language stays.
  await page.getByRole('tab', { name: 'Queue and backlog' }).click()
  await page.waitForURL((url) => url.pathname === '/insights/queue' && url.search === '?language=fr')
  assert.equal(await page.getByRole('combobox', { name: 'Policy', exact: true }).count(), 0)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.waitForURL((url) => url.search === '')
  // A year has days of UTC.
  const [answer] = await Promise.all([
    page.waitForResponse((each) => (new URL(each.url()).searchParams.get('from') ?? '9') < ago(200 * 24)),
    page.getByText('12 months', { exact: true }).click(),
  ])
  await page.waitForURL(/last=8760/)
  const year = (await answer.json()) as { points: { at: string }[] }
  const today = new Date(year.points.at(-1)?.at ?? '')
  const name = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(today)
  const days = page.getByRole('table', { name: 'Queue and backlog' })
  await days.getByRole('rowheader', { name, exact: true }).waitFor()
  await page.getByText('Days and hours of UTC:').waitFor()
  await page.getByText('(UTC)').waitFor()
  await page.getByRole('tab', { name: 'Load by hour' }).click()
  await page.waitForURL((url) => url.pathname === '/insights/load' && url.search === '?last=8760')
  const hours = page.getByRole('table', { name: 'Load by hour' }).getByRole('rowheader')
  await hours.nth(23).waitFor()
  assert.equal(await hours.count(), 24)
  assert.deepEqual(trouble, [])
})

test('a chart with hostile filters stays empty and says how to continue', async (t) => {
  const { page, openAs, person, trouble } = await startConsole(t)
  const policy = await person(['policy'])
  const queue = encodeURIComponent('<img src=x onerror=alert(1)>')
  await openAs(policy, `/insights/decisions?by=staff&measure=nothing&queue=${queue}&language=${'x'.repeat(500)}`)
  await page.getByText('Clear the filters, or choose a longer period.').waitFor()
  assert.equal(await page.getByRole('combobox', { name: 'Queue' }).inputValue(), '<img src=x onerror=alert(1)>')
  await openAs(policy, '/insights/decisions?by=queue')
  await page.getByText('Choose a longer period or another chart.').waitFor()
  assert.deepEqual(trouble, [])
})

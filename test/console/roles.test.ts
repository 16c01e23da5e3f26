import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAxe } from '../support/axe.ts'
import { startConsole } from '../support/console.ts'

test('a reviewer reads what each role may do', async (t) => {
  const { page, person, openAs, trouble } = await startConsole(t)
  await openAs(await person(['reviewer']), '/team?tab=roles')
  const table = page.getByRole('table', { name: 'Rights of each role' })
  const row = (name: string) => table.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
  const cells = async (name: string) => (await row(name).getByRole('cell').allTextContents()).map((text) => text.trim())
  await row('Freeze all restrictive effects').waitFor()
  assert.deepEqual(await cells('Freeze all restrictive effects'), ['on duty', 'on duty', 'on duty', '–', '–', '–'])
  assert.deepEqual(await cells('Read the ledger and the access log'), ['–', '–', '–', '–', 'yes', '–'])
  assert.deepEqual(await runAxe(page), [])
  assert.deepEqual(trouble, [])
})

test("the page of people loads each tab's data on demand", async (t) => {
  const { page, person, openAs, trouble } = await startConsole(t)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await openAs(await person(['admin']), '/team')
  await page.getByRole('table', { name: 'People' }).waitFor()
  const later = ['/v1/rota', '/v1/reachable', '/v1/shifts', '/v1/action-denials', '/v1/invitations', '/v1/channels']
  assert.deepEqual(
    asked.filter((path) => later.includes(path)),
    [],
  )
  await page.getByRole('tab', { name: 'On duty' }).click()
  await page.getByText('The rota is empty.').waitFor()
  assert.ok(asked.includes('/v1/rota'))
  await page.getByRole('tab', { name: 'Joining and leaving' }).click()
  await page.getByRole('region', { name: 'Invitations' }).waitFor()
  assert.equal(new URL(page.url()).search, '?tab=joining')
  assert.deepEqual(trouble, [])
})

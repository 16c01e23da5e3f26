import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Response } from 'playwright-core'
import sql from 'sql-template-tag'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { givenOnCall, givenStaff } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { addSubjects } from '../support/bulk-actions.ts'

const WHY = 'they sell the same sun cream'
const FOUND = 'their names are a word and a number'
const SAMPLE = 3
const BULK_ACTIONS = `bulk_actions: { subjects: 50, sample: ${SAMPLE}, wrong: 0, expires: 24h, stages: [{ share: 1 }], stops: { restores: { count: 9, share: 1 }, appeals: { count: 9, share: 1 }, guarded: { count: 9, share: 1 } } }`
const WEEK_MS = 604_800_000
/** The browser drops the response of a page that a navigation replaced, and no one read it. */
const skipReplaced = () => 0

test("by keyboard: a bulk action's sample is judged before its action shows", async (t) => {
  const desk = await startConsoleDesk(t)
  useBudgets(desk, `${budgetsOf()}${BULK_ACTIONS}\n`)
  const {
    gate,
    desk: { db },
  } = desk
  const ids = await addSubjects(desk.demo, { ordinary: 4, wide: 0 })
  const ana = await givenStaff(db, { onShift: true, roles: ['senior'], clearances: ['protected'] })
  const enforcement = { action: 'suspend', durationMs: WEEK_MS }
  const asked = { policyId: 'spam', enforcement, foundBy: FOUND, rationale: WHY, list: ids.join('\n') }
  const id = String((await gate.post(ana, '/v1/bulk-actions', asked)).body.id)
  const stateOf = async () =>
    (await db.query<{ state: string }>(sql`select state from bulk_action where id = ${id}`)).rows[0]?.state
  await waitFor('it to be looked through', async () => (await stateOf()) === 'proposed')

  const ben = await desk.sit({ roles: ['lead'], team: 'north' })
  const { page, keyboard } = ben
  const heard: string[] = []
  const reading: Promise<unknown>[] = []
  const listen = (response: Response) => {
    if (response.headers()['content-type']?.includes('json'))
      reading.push(response.text().then((text) => heard.push(text), skipReplaced))
  }
  page.on('response', listen)
  await ben.go(`/bulk-actions/${id}`)
  await keyboard.push('button', 'Draw sample')
  for (let place = 1; place < SAMPLE; place++) {
    await page.getByRole('article', { name: `Number ${place}` }).waitFor()
    await keyboard.press('v')
  }
  await page.getByRole('article', { name: `Number ${SAMPLE}` }).waitFor()
  page.off('response', listen)
  await Promise.all(reading)
  const { rows } = await db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${ana.id}`)
  assert.ok(
    heard.some((text) => text.includes(id)),
    'the responses were read',
  )
  const kept = [WHY, FOUND, `"${rows[0]?.pseudonym}"`]
  assert.deepEqual(
    heard.filter((text) => kept.some((word) => text.includes(word))),
    [],
  )
  await keyboard.press('v')
  await page.getByText(WHY).first().waitFor()
  await keyboard.push('button', 'Read and approve')
  await keyboard.push('button', 'Sign with passkey')
  await waitFor('it to go on', async () => /running|done/.test(String(await stateOf())))

  const called = await desk.sit({ roles: ['lead'], onShift: false })
  await givenOnCall(db, called.id)
  await called.go(`/bulk-actions/${id}`)
  await called.page.getByText('People on shift see open appeals here.').waitFor()
  assert.equal(await called.page.getByRole('alert').count(), 0)
})

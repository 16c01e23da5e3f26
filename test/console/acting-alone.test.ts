import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { markIrreversibleHarm } from '../support/acting-alone.ts'
import { runAxe } from '../support/axe.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { minutes } from '../support/gate-flow.ts'
import { importMatchList, PICTURED, pictureHash } from '../support/match-lists.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const POST = { kind: 'content', id: 'speech-0' } as const
const VERIFIED_AT = '2025-01-01T00:00:00Z'
const PHONE = { width: 360, height: 780 }
const WIDTH = 'document.documentElement.scrollWidth'

/** A desk with a verified list that counts, a policy marked as a threat to life, and a post of a minister's of an hour ago. */
async function startGrounds(t: TestContext) {
  const desk = await startConsoleDesk(t)
  const proposer = await desk.person({ roles: ['policy'] })
  const approver = await desk.person({ roles: ['policy'] })
  await importMatchList(t, desk, { entries: [[pictureHash(), VERIFIED_AT]], proposer, approver })
  await markIrreversibleHarm(desk, 'violence', 'threat_to_life')
  await desk.advance(minutes(24 * 60 + 1))
  const at = new Date(desk.now().getTime() - minutes(60)).toISOString()
  await desk.demo.store.inTransaction(
    (tx) => tx.run`insert into content (id, account_id, kind, text, created_at)
      values (${POST.id}, 'vale', 'post', 'I will be at your door.', ${at})`,
  )
  return desk
}

test('by keyboard: one person hides posts alone, another confirms later', async (t) => {
  const desk = await startGrounds(t)
  const [ana, ben] = [await desk.sit(), await desk.sit({ onShift: false })]
  const { page, keyboard } = ana
  const sentence = page.getByRole('status').filter({ hasText: /alerted until a second person confirms it/ })
  const choose = async (policy: string, ground: string) => {
    await page.getByRole('radio', { name: 'Violation', exact: true }).waitFor({ state: 'attached' })
    await keyboard.press('v')
    await keyboard.pick('Policy', policy)
    await keyboard.choose('Action', 'hide')
    await page.getByRole('combobox', { name: 'Ground' }).click()
    await page.getByRole('option', { name: ground }).click()
    await keyboard.fill('Reason for the decision', 'Anybody can see what this is.')
    await sentence.waitFor()
    assert.deepEqual(await runAxe(page), [])
    await page.locator('button:enabled', { hasText: 'Hide' }).first().waitFor()
  }
  const send = async () => {
    await keyboard.press('Control+Shift+Enter')
    const decided = page.getByRole('status').filter({ hasText: /: decided\./ })
    const enforcementId = (await decided.getByRole('link', { name: /^enf_\d+$/ }).textContent()) ?? ''
    await desk.enforcementIn(enforcementId, 'in_effect')
    return enforcementId
  }

  await ana.go(`/review/${await desk.gate.claim(PICTURED, ana)}`)
  const lists = page.getByRole('region', { name: 'Verified lists' })
  await keyboard.push('button', 'Compare with verified lists')
  await lists.getByText('on a verified list').waitFor()
  await lists.getByText(/^The match is valid for \d\d:\d\d, until/).waitFor()
  assert.equal(await lists.locator('img').count(), 0)
  await choose('Safety of children', 'Verified match: Hotline')
  const matched = await send()
  await page.getByRole('button', { name: 'Take next case' }).waitFor()

  const caseId = await desk.gate.claim(POST, ana)
  await ana.go(`/review/${caseId}`)
  await choose('Violence and threats', 'Irreversible harm: threat to life')
  await page.getByText('At most 20 contents of an account in 24 hours: 20 left.').waitFor()
  const restrictive = await send()
  const grounds = await desk.desk.db.query(sql`select id, ground from enforcement order by proposed_at, id`)
  assert.deepEqual(grounds.rows, [
    { id: matched, ground: 'match' },
    { id: restrictive, ground: 'harm' },
  ])

  await ben.go('/live')
  const waiting = ben.page.getByRole('region', { name: 'Actions to confirm' })
  await waiting.getByText('irreversible harm').waitFor()
  await ben.go('/inbox')
  await waiting.getByText('verified match').waitFor()
  assert.deepEqual(await runAxe(ben.page), [])
  await ben.keyboard.push('link', `Read and confirm … ${restrictive}`)
  await ben.page.getByText('I will be at your door.').first().waitFor()
  await ben.page.getByText('threat to life').waitFor()
  await ben.page.getByText('start a shift and restore it on the Live page').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await ben.page.emulateMedia({ colorScheme })
    assert.deepEqual(await runAxe(ben.page), [], colorScheme)
  }
  await ben.page.setViewportSize(PHONE)
  await waitFor('the page to fit', async () => (await ben.page.evaluate<number>(WIDTH)) <= PHONE.width)
  await ben.keyboard.push('button', 'Confirm with passkey')
  await ben.page.getByText('Confirmed and signed.').waitFor()
  await desk.enforcementIn(restrictive, 'confirmed')
  assert.equal((await desk.gate.get(ben, `/v1/cases/${caseId}`)).status, 403, 'read no longer once it is confirmed')
  await checkLedger(desk.desk)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Response } from 'playwright-core'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { identified, only, STAR } from '../support/gate-flow.ts'
import { signatureFor } from '../support/sign.ts'

const WHY = 'quokkas were promised to four hundred people'

test("no answer shows the second person the first one's assessment", async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const ana = await desk.sit()
  const caseId = await gate.claim(STAR, ana)
  const action = { action: 'deactivate', ...identified(STAR, 'otto_and_the_owls') }
  const { body } = await gate.preview(caseId, ana, { action: 'deactivate' })
  const signed = await signatureFor(desk, ana, { caseId, policyId: 'scam', action: 'deactivate' })
  const decided = await gate.post(ana, `/v1/cases/${caseId}/decisions`, {
    ...{ conclusion: 'violation', policyId: 'scam', rationale: WHY },
    actions: [{ ...action, ...signed, previewToken: body.token }],
  })
  const enforcementId = only(decided.body.enforcements)

  const ben = await desk.sit({ roles: ['lead'] })
  const { page, keyboard } = ben
  const heard: { url: string; text: string }[] = []
  const reading: Promise<unknown>[] = []
  const hear = (response: Response): void => {
    if (!response.headers()['content-type']?.includes('json')) return
    reading.push(response.text().then((text) => heard.push({ url: response.url(), text })))
  }
  await page.goto('about:blank') // No answer to an earlier page is under way, whose body would be gone.
  page.on('response', hear)
  await ben.go('/start')
  await page.getByRole('list', { name: 'Waiting approvals' }).getByText('Independent review').waitFor()
  assert.equal(await page.getByRole('main').getByText('deactivate').count(), 0)
  await page.getByRole('link', { name: 'All approvals' }).click()
  await keyboard.push('button', 'Show next request')
  await page.getByRole('radiogroup', { name: 'Conclusion' }).waitFor()
  await page.getByRole('heading', { name: 'Account' }).waitFor()
  await page.getByText('@otto_and_the_owls').first().waitFor()
  assert.equal(await page.getByRole('main').getByText('deactivate').count(), 0, 'nor does the page say what was asked')
  await keyboard.press('n')
  await keyboard.choose('Account you mean', /Otto and the Owls/)
  await keyboard.fill('Reason for the decision', 'I see nothing wrong with it.')
  await Promise.all(reading)
  const before = [...heard]
  await keyboard.push('button', 'Record conclusion and compare')
  await page.getByText(WHY).waitFor()
  page.off('response', hear)
  await Promise.all(reading)

  const kept = [WHY, ana.pseudonym]
  // The list of people on duty names everyone, and says nothing of who did what.
  const said = before.filter(({ url }) => !url.endsWith('/v1/reachable'))
  const early = said.filter(({ text }) => kept.some((word) => text.includes(word)))
  assert.deepEqual(early, [])
  // The reverse: from then on the browser receives the proposer's reasons.
  const late = heard.slice(before.length).map(({ text }) => text)
  assert.ok(late.some((text) => text.includes(WHY)))
  await page.getByText('differs').waitFor()
  const { rows } = await desk.desk.db.query(
    sql`select from enforcement where id = ${enforcementId} and state = 'awaiting_approval'`,
  )
  assert.equal(rows.length, 1)
  await answerAndRead(ben, ana, enforcementId)
})

/** The approver declines and reads the result; the proposer sees their request leave the list. */
async function answerAndRead(ben: Sitting, ana: Sitting, enforcementId: string): Promise<void> {
  await ana.go('/countersign')
  const own = ana.page.getByRole('main').locator('[data-row]').filter({ hasText: enforcementId })
  await own.getByText('you proposed it').waitFor()
  await own.getByText(/^0 of \d approvals?$/).waitFor()
  await own.getByText(/then the account stays online/).waitFor()
  assert.equal(await own.getByText(ben.pseudonym).count(), 0, 'a proposer is not told who is asked')
  assert.deepEqual(await runAxe(ana.page), [])
  const { page, keyboard } = ben
  await page.getByText(`Asked: ${ben.pseudonym}`).waitFor()
  assert.ok(await page.getByRole('button', { name: 'Decline' }).isDisabled(), 'not without its own reason')
  await keyboard.fill('Reason for declining', 'It is the singer himself.')
  await page.reload()
  assert.equal(await page.getByLabel('Reason for declining').inputValue(), 'It is the singer himself.')
  await keyboard.push('button', 'Decline')
  await page.locator('[role=status]:focus', { hasText: 'You declined. @otto_and_the_owls (' }).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await keyboard.push('button', 'Show next request')
  await page.getByText('No enforcement awaits your approval.').waitFor()
  await own.waitFor({ state: 'detached' })
}

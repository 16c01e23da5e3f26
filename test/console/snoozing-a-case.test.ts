import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startConsoleDesk } from '../support/console-desk.ts'
import { givenReport } from '../support/desk-flow.ts'
import { problemsOf } from '../support/escalation-flow.ts'

const WAITS_FOR = 'The ferry company answers at three.'

test('by keyboard: a case is snoozed and returned to the queue', async (t) => {
  const desk = await startConsoleDesk(t)
  const caseId = await givenReport(desk, { kind: 'content', id: 'coin-1' })
  const ana = await desk.sit()
  await ana.takeNext()
  const panel = ana.page.getByRole('region', { name: 'Snooze' })
  await ana.keyboard.push('button', 'Choose a snooze time')
  await panel.getByText('Not snoozed.').waitFor()
  await panel.getByLabel('Snooze until').fill('2026-05-04T10:30')
  await ana.keyboard.fill('Reason for snoozing', WAITS_FOR)
  await ana.keyboard.push('button', 'Snooze case')
  await panel.getByText(`${caseId} snoozed until 4 May 2026, 10:30`).waitFor()
  await panel.getByText(WAITS_FOR).waitFor()
  assert.equal(await panel.getByRole('button', { name: 'Snooze case' }).count(), 0)

  const lead = await desk.sit({ roles: ['lead'] })
  await lead.go('/team?tab=duty')
  await lead.keyboard.push('button', `Return ${caseId} to queue`)
  await lead.page.getByRole('region', { name: 'Snooze' }).getByText('Not snoozed.').waitFor()
  await ana.go(`/cases/${caseId}`)
  await panel.getByText(`Returned to the queue by ${lead.pseudonym}`).waitFor()
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAxe } from '../support/axe.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { problemsOf, PROPOSE_EXCEPTION } from '../support/escalation-flow.ts'

const KNOWN = 'I know the person who posted this.'
const FINNISH = 'Its thread is in Finnish.'

test('by keyboard: a case is released, transferred, taken over, opened', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  const { page, keyboard } = ana
  const caseId = await desk.gate.claim({ kind: 'content', id: 'pills-1' }, ana)
  const lead = await desk.sit({ roles: ['lead'] })

  await ana.go(`/review/${caseId}?tab=notes`)
  await keyboard.fill('New note', FINNISH)
  await keyboard.pick('People to alert', lead.pseudonym)
  await keyboard.push('button', 'Add note')
  await page.getByText(`for ${lead.pseudonym}`).waitFor()
  await keyboard.push('button', 'Hand this case over')
  await keyboard.choose('Hand over', 'Release, not for me')
  await keyboard.fill('Reason', KNOWN)
  await page.getByText(`${caseId} returns to its queue and is not offered to you again.`).waitFor()
  await keyboard.push('button', 'Release with reason')
  await page.getByText(`${caseId} waits in its queue. It is not offered to you again.`).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.getByRole('button', { name: 'Take next case' }).first().click()
  await page.getByText('No case awaits you.').waitFor()

  const ben = await desk.sit({}, { viewport: { width: 390, height: 844 } })
  assert.equal((await desk.gate.post(ben, '/v1/cases/claim-next')).body.id, caseId)
  await lead.go('/inbox')
  await lead.page.getByText(`A note in ${caseId} mentions you.`).waitFor()
  await lead.go(`/cases/${caseId}`)
  await lead.keyboard.push('button', 'Hand this case over')
  await lead.keyboard.choose('Hand over', 'Take over')
  await lead.keyboard.fill('Reason', 'Their shift ends.')
  await lead.keyboard.push('button', 'Take over case')
  await lead.page.getByText(`You hold ${caseId} now.`).waitFor()

  await lead.go(`/review/${caseId}`)
  await lead.keyboard.push('button', 'Hand this case over')
  await lead.keyboard.choose('Hand over', 'To a person')
  // By its whole label: one of the choices above it ends with the same word.
  await lead.keyboard.go(lead.page.getByLabel('Person', { exact: true }))
  await lead.keyboard.type(ben.pseudonym)
  await lead.page.getByRole('option', { name: ben.pseudonym }).waitFor()
  await lead.keyboard.press('ArrowDown', 'Enter')
  await lead.keyboard.fill('Reason', 'They read the thread.')
  await lead.keyboard.push('button', 'Transfer to person')
  await lead.page.getByText(`${caseId} is reserved for ${ben.pseudonym}.`).waitFor()

  await ben.takeNext()
  await ben.page.getByRole('button', { name: 'Hand this case over' }).click()
  const wide = await ben.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  assert.ok(wide <= 0, `the form fits a phone: ${wide} px`)
  await ben.page.getByText('To a queue').click()
  await ben.page.getByRole('combobox', { name: 'Queue', exact: true }).click()
  await ben.page.getByRole('option', { name: 'lead' }).click()
  await ben.page.getByLabel('Reason', { exact: true }).fill(FINNISH)
  await ben.page.getByRole('button', { name: 'Transfer to queue' }).click()
  await ben.page.getByText(`${caseId} waits in the queue lead.`).waitFor()
  assert.deepEqual(await problemsOf(desk.desk.db), [])

  await ana.go('/queue')
  await page.getByRole('link', { name: 'Open a case' }).click()
  await keyboard.fill('Handle, address or id', 'https://harbour.example/posts/vale-1')
  await keyboard.press('Enter')
  await keyboard.choose('Account or post', /followers/)
  await keyboard.pick('Category', 'scams and fraud')
  await keyboard.fill('Reason for the case', 'A newspaper asks.')
  assert.deepEqual(await runAxe(page), [])
  await page.locator('button:enabled', { hasText: 'Open case' }).waitFor()
  await keyboard.push('button', 'Open case')
  await page.getByText(/^case_\d+ is open\.$/).waitFor()
  await page.getByRole('link', { name: /^Show case_/ }).click()
  await page.getByText('own_initiative: A newspaper asks.').first().waitFor()
})

test('by keyboard: escalations and exceptions are answered', async (t) => {
  const desk = await startConsoleDesk(t)
  const ana = await desk.sit()
  const caseId = await desk.gate.claim({ kind: 'content', id: 'rosa-2' }, ana)
  const ask = { conclusion: 'escalate', escalateTo: 'policy', urgency: 'urgent', rationale: 'Is this satire?' }
  const decide = async (body: object) =>
    assert.equal((await desk.gate.post(ana, `/v1/cases/${caseId}/decisions`, { draftId: 'd-1', ...body })).status, 201)
  await decide(ask)
  const eve = await desk.sit({ roles: ['policy'] }, { locale: 'de-DE' })
  const { page, keyboard } = eve
  await eve.go('/review')
  await page.getByRole('button', { name: 'Nächsten Fall übernehmen' }).click()
  await page.getByText('Is this satire?').first().waitFor()
  await keyboard.fill('Antwort', 'Ja, Satire.')
  await page.locator('button:enabled', { hasText: 'Antwort senden' }).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await keyboard.push('button', 'Antwort senden')
  await page.getByText(`${caseId} ist beantwortet und zurückgegeben.`).waitFor()

  assert.equal((await desk.gate.post(ana, '/v1/cases/claim-next')).body.id, caseId)
  await decide({ ...PROPOSE_EXCEPTION, draftId: 'd-2' })
  await eve.go('/review')
  await page.getByRole('button', { name: 'Nächsten Fall übernehmen' }).click()
  await page.getByText(PROPOSE_EXCEPTION.assessment.whoSpeaks).first().waitFor()
  await keyboard.choose('Vorgeschlagene Ausnahme', 'Zustimmen')
  await keyboard.fill('Antwort', 'Wählende sollen es hören.')
  await page.locator('button:enabled', { hasText: 'Lesen und signieren' }).waitFor()
  await keyboard.push('button', 'Lesen und signieren')
  await page.locator('[data-signed]').waitFor()
  await keyboard.push('button', 'Mit Passkey signieren')
  await page.getByText(`Sie haben zugestimmt. ${caseId} ist geschlossen, und die Ausnahme gilt.`).waitFor()

  await eve.go('/exceptions')
  assert.deepEqual(await runAxe(page), [])
  await keyboard.push('button', /^Ausnahme exc_\d+ beenden$/)
  await keyboard.fill('Grund für das Ende der Ausnahme', 'Die Wahl ist vorbei.')
  await keyboard.push('button', 'Ausnahme beenden')
  await page.getByText(/^exc_\d+ ist beendet\./).waitFor()
  await page.getByText('Beendet (1)').click()
  await page.getByText(/Die Wahl ist vorbei\./).waitFor()
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

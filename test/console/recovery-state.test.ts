import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInRecovery } from '../../src/foundation/time/is-in-recovery.ts'
import { runAxe } from '../support/axe.ts'
import { endSetup, findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { beginRecovery } from '../support/recovery.ts'
import { waitFor } from '../support/wait-for.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }
const OVERHANG = 'document.documentElement.scrollWidth - innerWidth'
const BAND = /^Recovery state: the database is older/

test('two people lead the desk back from the recovery state', async (t) => {
  const { desk, page, person, openAs, trouble } = await startConsole(t)
  const [crane, plover] = [await person(['policy']), await person(['lead'], { onShift: true })]
  const wren = await person(['reviewer'], { onShift: true })
  await endSetup(desk.db)
  await beginRecovery(desk)

  await openAs(wren, '/queue')
  await page.getByText(BAND).waitFor()
  assert.equal(await page.getByRole('link', { name: 'See what differs' }).count(), 0, 'a reviewer can not read it')

  await openAs(crane, '/start')
  await page.getByRole('link', { name: 'See what differs' }).click()
  const panel = page.getByRole('region', { name: 'Recovery state' })
  const row = panel.getByRole('row', { name: 'recovery journal' })
  await row.getByText('generation 9').waitFor()
  await row.getByText('generation 2').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await page.setViewportSize(PHONE)
  await waitFor('the panel to fit a phone', async () => (await page.evaluate<number>(OVERHANG)) <= 0)
  await page.setViewportSize(DESK)
  await panel.getByRole('button', { name: 'End the recovery state' }).click()
  await panel.getByLabel('Reason (required)').fill('a backup of Monday; compared with the journal')
  await panel.getByRole('button', { name: 'Propose the end' }).click()
  await panel.getByText(`${crane.pseudonym} proposes the end`).waitFor()
  await panel.getByRole('button', { name: 'Withdraw change' }).waitFor()
  assert.equal(await isInRecovery(desk.db), true, 'one person alone ends nothing')

  await openAs(plover, '/organisation')
  await panel.getByRole('button', { name: 'Agree with passkey' }).click()
  await page.getByText(BAND).waitFor({ state: 'detached' })
  await panel.waitFor({ state: 'detached' })
  assert.equal(await isInRecovery(desk.db), false)
  assert.deepEqual(await findProblems(desk.db), [])
  assert.deepEqual(trouble, [])
})

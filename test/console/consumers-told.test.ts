import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAxe } from '../support/axe.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { DAY_MS, openMarket } from '../support/market.ts'
import { declareOwnActions } from '../support/own-actions.ts'

test('an enforcement shows when buyers are told, and how many were', async (t) => {
  const desk = await startConsoleDesk(t)
  await declareOwnActions(desk.desk, 'marketplace')
  const market = await openMarket(desk)
  const id = await market.takeDown()
  const sit = async () => {
    const { page, go } = await desk.sit({ roles: ['lead'] })
    const open = () => go(`/enforcements/${id}`)
    await open()
    return { page, open, panel: page.getByRole('region', { name: 'Statements to the person' }) }
  }
  await (await sit()).panel.getByText(/^Buyers are told from .*5 May 2026/).waitFor()
  await market.advance(DAY_MS)
  const [{ id: noticeId }] = await market.listed()
  const { page, open, panel } = await sit()
  await panel.getByText(/The platform has not told any yet/).waitFor()
  await panel.getByText(/You bought/).waitFor()
  assert.deepEqual(await runAxe(page), [])
  const told = { told: 120, withoutContact: 3 }
  assert.equal((await market.call('POST', `/v1/consumer-notices/${noticeId}/receipt`, told)).status, 200)
  await market.restore(id)
  await market.enforcementIn(id, 'restored')
  await open()
  await panel.getByText(/^120 buyers told by .*, 3 without contact$/).waitFor()
  await panel.getByText('no more buyers are told').waitFor()
})

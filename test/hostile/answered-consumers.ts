import type { TestContext } from 'node:test'
import { DAY_MS, startMarket } from '../support/market.ts'
import { checkAnswers } from './ask-operation.ts'

/** Reads a text for the buyers of an illegal offer, and states how many were told. */
export async function notifyBuyers(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const market = await startMarket(t)
  await checkAnswers(market, answered, repeated)
  await market.takeDown()
  await market.advance(DAY_MS)
  const [{ id }] = await market.listed()
  await market.call('POST', `/v1/consumer-notices/${id}/receipt`, { told: 120, withoutContact: 3 })
}

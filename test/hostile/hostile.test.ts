import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Operation } from './api-document.ts'
import { BREAK_REQUEST, type BrokenRequest } from './break-request.ts'
import { checkAnswer } from './check-answer.ts'
import { checkContract } from './check-contract.ts'
import { type HostileDesk, startHostileDesk } from './hostile-desk.ts'
import { validRequest } from './make-request.ts'
import { changedTables, type Stored } from './table-contents.ts'

/**
 * The number of requests for each way to break one at each operation. The seed is fixed, so that no change fails by
 * chance; `HOSTILE_RUNS=100 HOSTILE_SEED=$RANDOM npm test -- test/hostile/*` tries more.
 */
const RUNS = Number(process.env.HOSTILE_RUNS ?? 1)
const SEED = Number(process.env.HOSTILE_SEED ?? 2)
const SHOWN_CHARS = 400
/** The signature of these is of the bytes, so an unsigned body is refused before it is read: no field can be named. */
const SIGNED_BYTES: readonly string[] = ['/v1/platforms/{platform}/mastodon-events']

test('a broken request is refused and stores nothing', async (t) => {
  const ground = await startHostileDesk(t)
  for (const operation of ground.operations) {
    await t.test(`${operation.method} ${operation.path}`, async () => {
      let stock = await ground.takeStock()
      const expected = SIGNED_BYTES.includes(operation.path) ? { status: undefined, field: undefined } : {}
      for (const [way, breakIt] of Object.entries(BREAK_REQUEST)) {
        const property = fc.asyncProperty(validRequest(operation, ground.known), fc.nat(), async (given, pick) => {
          const broken = breakIt(operation, given)
          const chosen = broken[pick % broken.length]
          if (chosen !== undefined) stock = await tryOne(ground, operation, { way, ...chosen, ...expected }, stock)
        })
        // No shrinking: one try stores rows that the next one meets, so a smaller counterexample would be another one.
        await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true, includeErrorInReport: false })
      }
    })
  }
})

async function tryOne(
  ground: HostileDesk,
  operation: Operation,
  broken: BrokenRequest & { way: string },
  before: Stored,
): Promise<Stored> {
  const answer = await ground.send(operation, broken.wire)
  const after = await ground.takeStock()
  try {
    checkAnswer(answer, broken)
    checkContract(ground.document, operation, answer)
    const changed = changedTables(before, after, { ledgerToo: answer.status !== 422 })
    if (answer.status >= 400) assert.deepEqual(changed, [], 'a refusal left something behind')
  } catch (error) {
    const { url, payload = '' } = broken.wire
    const sent = [url, String(payload), answer.body].map((text) => JSON.stringify(text).slice(0, SHOWN_CHARS))
    const [address, body, back] = sent
    throw new Error(`${broken.way}: ${operation.method} ${address} with ${body}: ${answer.status} ${back}`, {
      cause: error,
    })
  }
  return after
}

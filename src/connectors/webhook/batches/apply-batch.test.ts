import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Statement } from '@countersign/platform-kit'
import { connectBatched, type Handle, NAMES, subjectOf, UP } from '../../../../test/support/batched-platform.ts'
import { type Attempt, ConnectorError } from '../../../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../../foundation/connector/effect-signer.ts'

const STATEMENT: Statement = { id: 'stm_1', texts: [{ language: 'en', text: 'Spam.' }], redress: [] }

const attemptFor = (id: string, generation = 1, more = {}): Attempt => ({
  instruction: {
    ...{
      subject: subjectOf(id),
      generation,
      desired: { ...UP, visible: false },
      baseline: UP,
      reverts: [],
      events: [],
    },
    ...more,
  },
  grounds: NO_GROUNDS,
})

type Connected = Awaited<ReturnType<typeof connectBatched>>

/** Applies instructions and returns the outcome of each in a word. */
async function applyAll({ connector }: Connected, attempts: readonly Attempt[]): Promise<string[]> {
  const outcomes = await connector.applyBatch?.(attempts)
  assert.ok(outcomes)
  return outcomes.map((one) => (one instanceof ConnectorError ? one.failure : one.outcome))
}

/** Replaces the answers to batches. */
const answering =
  (change: (body: string) => { status: number; body: string }) =>
  (handle: Handle): Handle =>
  async (call) => {
    const answer = await handle(call)
    return call.body.includes('"subject.apply_batch"') ? { ...answer, ...change(answer.body) } : answer
  }

test('many instructions go in few calls, and each has its own outcome', async (t) => {
  const connected = await connectBatched(t)
  const attempts = [...NAMES.map((name) => attemptFor(name)), attemptFor('missing')]
  const outcomes = await applyAll(connected, attempts)
  assert.deepEqual(outcomes, [...NAMES.map(() => 'applied'), 'no_such_subject'])
  assert.deepEqual(connected.types, ['platform.capabilities', ...Array(3).fill('subject.apply_batch')])
  assert.equal(connected.store.find(subjectOf('account-449'))?.visible, false)
  assert.deepEqual(await applyAll(connected, attempts.slice(0, 2)), ['known', 'known'])
})

test('long instructions are split by their length', async (t) => {
  const connected = await connectBatched(t)
  const events = Array.from({ length: 20 }, (_event, place) => ({
    ...{ id: `enf_${place}`, kind: 'warn' as const, policyId: 'spam', text: 'x'.repeat(20_000) },
  }))
  const attempts = NAMES.slice(0, 5).map((name) => attemptFor(name, 1, { events }))
  assert.deepEqual(new Set(await applyAll(connected, attempts)), new Set(['applied']))
  assert.equal(connected.types.filter((type) => type === 'subject.apply_batch').length, 3)
})

test('a platform that states no batch gets single calls', async (t) => {
  const connected = await connectBatched(t, (handle) => async (call) => {
    const answer = await handle(call)
    const { batch: _, ...said } = JSON.parse(answer.body)
    return { ...answer, body: JSON.stringify(said) }
  })
  const attempts = [attemptFor('account-0'), attemptFor('missing'), attemptFor('account-1')]
  assert.deepEqual(await applyAll(connected, attempts), ['applied', 'no_such_subject', 'applied'])
  assert.deepEqual(connected.types.slice(1), Array(3).fill('subject.apply'))
})

test('a platform that knows batches no longer gets single calls', async (t) => {
  const malformed = { status: 400, body: '{"refusal":"malformed","detail":"type: must be one this platform knows"}' }
  const refusing =
    (handle: Handle): Handle =>
    (call) =>
      call.body.includes('"subject.apply_batch"')
        ? Promise.resolve({ headers: { 'content-type': 'application/json' }, ...malformed })
        : handle(call)
  const connected = await connectBatched(t, refusing)
  assert.deepEqual(await applyAll(connected, [attemptFor('account-0')]), ['applied'])
})

test('an answer with other outcomes than instructions proves nothing of any', async (t) => {
  for (const change of [
    (outcomes: unknown[]) => outcomes.slice(1),
    (outcomes: unknown[]) => outcomes.map(() => ({ status: 200, answer: {} })),
    (outcomes: unknown[]) => outcomes.toReversed(),
  ]) {
    const answer = answering((body) => ({
      status: 200,
      body: JSON.stringify({ outcomes: change(JSON.parse(body).outcomes) }),
    }))
    const connected = await connectBatched(t, answer)
    const attempts = [attemptFor('account-0'), attemptFor('account-1', 2)]
    assert.deepEqual(await applyAll(connected, attempts), ['unreadable', 'unreadable'])
  }
})

test('a batch that fails as a whole fails each of its instructions', async (t) => {
  const body = '{"refusal":"unavailable","detail":"not now"}'
  const connected = await connectBatched(
    t,
    answering(() => ({ status: 503, body })),
  )
  const attempts = [attemptFor('account-0'), attemptFor('account-1')]
  assert.deepEqual(await applyAll(connected, attempts), ['unavailable', 'unavailable'])
})

test('a statement reaches a platform that shows statements, and no other', async (t) => {
  const shown: Statement[] = []
  const showing = await connectBatched(t, undefined, { showStatement: (_tx, statement) => void shown.push(statement) })
  const { instruction } = attemptFor('account-0', 1, { statement: STATEMENT })
  await showing.connector.apply(instruction, NO_GROUNDS)
  assert.deepEqual(shown, [STATEMENT])
  const bodies: string[] = []
  const silent = await connectBatched(t, (handle) => (call) => {
    bodies.push(call.body)
    return handle(call)
  })
  await silent.connector.apply(instruction, NO_GROUNDS)
  assert.doesNotMatch(bodies.join(), /stm_1/)
})

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import {
  createPlatform,
  type Handlers,
  type MemoryTx,
  memoryStore,
  type PlatformState,
  type Statement,
  type Subject,
} from '@countersign/platform-kit'
import { type Attempt, ConnectorError } from '../../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../foundation/connector/effect-signer.ts'
import { webhookConnector } from './webhook-connector.ts'

type Handle = ReturnType<typeof createPlatform>['handle']
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }
const NAMES = Array.from({ length: 450 }, (_name, place) => `account-${place}`)
const STATEMENT: Statement = { id: 'stm_1', texts: [{ language: 'en', text: 'Spam.' }], redress: [] }

const subjectOf = (id: string): Subject => ({ kind: 'account', id })
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

/** Serves a platform on platform-kit and connects to it. `change` replaces the way in which it answers. */
async function connect(
  t: TestContext,
  change: (handle: Handle) => Handle = (handle) => handle,
  more: Partial<Handlers<MemoryTx<PlatformState>>> = {},
) {
  const store = memoryStore<PlatformState>(NAMES.map((id) => [subjectOf(id), UP]))
  const handlers: Handlers<MemoryTx<PlatformState>> = {
    read: (tx, subject) => {
      const state = tx.find(subject)
      return state && { state, reach: 1 }
    },
    write: (tx, subject, desired) => tx.put(subject, desired),
    warn() {},
    facts: () => undefined,
    capabilities: () => ({ name: 'Batched', subjects: ['account'], absentFacts: [] }),
    ...more,
  }
  const platform = createPlatform({ secrets: [SECRET], clock: { now: () => new Date() }, store, handlers })
  const handle = change(platform.handle)
  const types: string[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    types.push(JSON.parse(body).type)
    const answer = await handle({ headers: request.headers, body })
    response.writeHead(answer.status, answer.headers).end(answer.body)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { connector: webhookConnector({ url, secret: SECRET, now: () => new Date() }), types, store }
}

type Connected = Awaited<ReturnType<typeof connect>>

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
  const connected = await connect(t)
  const attempts = [...NAMES.map((name) => attemptFor(name)), attemptFor('missing')]
  const outcomes = await applyAll(connected, attempts)
  assert.deepEqual(outcomes, [...NAMES.map(() => 'applied'), 'no_such_subject'])
  assert.deepEqual(connected.types, ['platform.capabilities', ...Array(3).fill('subject.apply_batch')])
  assert.equal(connected.store.find(subjectOf('account-449'))?.visible, false)
  assert.deepEqual(await applyAll(connected, attempts.slice(0, 2)), ['known', 'known'])
})

test('long instructions are split by their length', async (t) => {
  const connected = await connect(t)
  const events = Array.from({ length: 20 }, (_event, place) => ({
    ...{ id: `enf_${place}`, kind: 'warn' as const, policyId: 'spam', text: 'x'.repeat(20_000) },
  }))
  const attempts = NAMES.slice(0, 5).map((name) => attemptFor(name, 1, { events }))
  assert.deepEqual(new Set(await applyAll(connected, attempts)), new Set(['applied']))
  assert.equal(connected.types.filter((type) => type === 'subject.apply_batch').length, 3)
})

test('a platform that states no batch gets single calls', async (t) => {
  const connected = await connect(t, (handle) => async (call) => {
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
  const connected = await connect(t, refusing)
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
    const connected = await connect(t, answer)
    const attempts = [attemptFor('account-0'), attemptFor('account-1', 2)]
    assert.deepEqual(await applyAll(connected, attempts), ['unreadable', 'unreadable'])
  }
})

test('a batch that fails as a whole fails each of its instructions', async (t) => {
  const body = '{"refusal":"unavailable","detail":"not now"}'
  const connected = await connect(
    t,
    answering(() => ({ status: 503, body })),
  )
  const attempts = [attemptFor('account-0'), attemptFor('account-1')]
  assert.deepEqual(await applyAll(connected, attempts), ['unavailable', 'unavailable'])
})

test('a statement reaches a platform that shows statements, and no other', async (t) => {
  const shown: Statement[] = []
  const showing = await connect(t, undefined, { showStatement: (_tx, statement) => void shown.push(statement) })
  const { instruction } = attemptFor('account-0', 1, { statement: STATEMENT })
  await showing.connector.apply(instruction, NO_GROUNDS)
  assert.deepEqual(shown, [STATEMENT])
  const bodies: string[] = []
  const silent = await connect(t, (handle) => (call) => {
    bodies.push(call.body)
    return handle(call)
  })
  await silent.connector.apply(instruction, NO_GROUNDS)
  assert.doesNotMatch(bodies.join(), /stm_1/)
})

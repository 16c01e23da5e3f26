import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AUDIENCE,
  approve,
  authorise,
  enforcement,
  listOf,
  makeDeskKey,
  makePerson,
  propose,
} from '../test/signing-people.ts'
import {
  handlers,
  instruct,
  makeSecret,
  OFFLINE,
  type SmallPlatform,
  send,
  sign,
  startSmallPlatform,
  UP,
  VALE,
} from '../test/small-platform.ts'
import type { BatchedInstruction, BatchOutcome, Instruction, Subject } from './index.ts'

const ROSA: Subject = { kind: 'account', id: 'rosa' }
const toRosa = (generation: number, desired = OFFLINE): Instruction => instruct(generation, desired, { subject: ROSA })
const batch = (instructions: readonly unknown[]) => ({ type: 'subject.apply_batch', instructions })

async function sendBatch(small: SmallPlatform, items: readonly unknown[]): Promise<string[]> {
  const { status, body } = await send(small, batch(items))
  assert.equal(status, 200, JSON.stringify(body))
  return (body.outcomes as BatchOutcome[]).map(({ answer }) => ('outcome' in answer ? answer.outcome : answer.refusal))
}

/** A platform that protects Vale by two people, and trusts a desk's key and three people. */
function startProtecting() {
  const key = makeDeskKey()
  const people = ['ana', 'ben', 'cleo'].map((name) => makePerson(name, 'EdDSA'))
  const authority = { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf(people) }
  const protects = (_tx: unknown, { id }: Subject) => (id === 'vale' ? 2 : 0)
  const small = startSmallPlatform({ authority, handlers: { protects } })
  const signed = (instruction: Instruction, claims = {}): BatchedInstruction => ({
    instruction,
    authorisation: authorise(small, key, instruction, claims),
  })
  return { small, people, signed }
}

test('a refused instruction of a batch stops no other', async () => {
  const small = startSmallPlatform()
  const missing = instruct(1, OFFLINE, { subject: { kind: 'account', id: 'nobody' } })
  const malformed = { ...instruct(1, OFFLINE), generation: 0 }
  const items = [missing, malformed, instruct(1, OFFLINE), toRosa(1)].map((instruction) => ({ instruction }))
  assert.deepEqual(await sendBatch(small, items), ['no_such_subject', 'malformed', 'applied', 'applied'])
  assert.deepEqual([small.store.find(VALE)?.state, small.store.find(ROSA)?.state], [OFFLINE, OFFLINE])
})

test('a handler that fails for one subject stops no other', async () => {
  const write: typeof handlers.write = (tx, subject, desired, why) => {
    if (subject.id === 'vale') throw new Error('broken')
    return handlers.write(tx, subject, desired, why)
  }
  const small = startSmallPlatform({ handlers: { write } })
  const items = [{ instruction: instruct(1, OFFLINE) }, { instruction: toRosa(1) }]
  assert.deepEqual(await sendBatch(small, items), ['unavailable', 'applied'])
  assert.deepEqual([small.store.find(VALE)?.state, small.errors.length], [UP, 1])
})

test('instructions about one subject are carried out in their order', async () => {
  const small = startSmallPlatform()
  const items = [instruct(2, OFFLINE), instruct(1, UP), instruct(2, OFFLINE), instruct(3, UP)]
  const outcomes = await sendBatch(
    small,
    items.map((instruction) => ({ instruction })),
  )
  assert.deepEqual(outcomes, ['applied', 'stale_generation', 'known', 'applied'])
  assert.deepEqual(small.store.find(VALE)?.writes, ['desk 2 offline', 'desk 3 up'])
})

test('a batch is accepted once under its webhook-id', async () => {
  const small = startSmallPlatform()
  const call = sign(small, JSON.stringify(batch([{ instruction: instruct(1, OFFLINE) }])))
  const answers = await Promise.all([small.platform.handle(call), small.platform.handle(call)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401])
  const late = await small.platform.handle(call)
  assert.equal(JSON.parse(late.body).refusal, 'replayed')
})

test('a forged instruction in a signed batch is refused alone', async () => {
  const { small, signed } = startProtecting()
  const thief = makeDeskKey()
  const forged = { instruction: toRosa(1), authorisation: authorise(small, thief, toRosa(1)) }
  assert.deepEqual(await sendBatch(small, [forged, signed(instruct(1, UP))]), ['not_authorised', 'applied'])
  assert.deepEqual(small.store.find(ROSA)?.state, UP)
})

test('authorisations of a batch cover their own instructions alone', async () => {
  const { small, signed } = startProtecting()
  const [one, other] = [signed(instruct(1, UP)), signed(toRosa(1))]
  const swapped = [
    { ...one, authorisation: other.authorisation },
    { ...other, authorisation: one.authorisation },
  ]
  assert.deepEqual(await sendBatch(small, swapped), ['not_authorised', 'not_authorised'])
  assert.deepEqual(await sendBatch(small, [one, other]), ['applied', 'applied'])
  assert.deepEqual(await sendBatch(small, [other]), ['replayed'])
  const alone = await send(small, { type: 'subject.apply', ...one })
  assert.equal(alone.body.refusal, 'replayed')
})

test('a protected subject in a batch needs its own signatures', async () => {
  const { small, people, signed } = startProtecting()
  const offline = { enforcements: [enforcement('enf_1')] }
  const outcomes = await sendBatch(small, [signed(instruct(1, OFFLINE), offline), signed(toRosa(1), offline)])
  assert.deepEqual(outcomes, ['not_agreed', 'applied'])
  const [ana, ben, cleo] = people
  assert.ok(ana && ben && cleo)
  const endless = { durationMs: null }
  const approvals = [propose(ana, 'enf_1', endless), ...[ben, cleo].map((by) => approve(by, 'enf_1', endless))]
  const agreed = signed(instruct(1, OFFLINE), { ...offline, approvals })
  const restored = signed(toRosa(2, UP))
  assert.deepEqual(await sendBatch(small, [agreed, restored]), ['applied', 'applied'])
})

test('a batch uses up the limits as its instructions would alone', async () => {
  const small = startSmallPlatform({ limits: { perMinute: 1 } })
  const items = [{ instruction: instruct(1, OFFLINE) }, { instruction: toRosa(1) }]
  assert.deepEqual((await sendBatch(small, items)).sort(), ['applied', 'over_budget'])
})

test('a batch of none or of more than 200 instructions is malformed', async () => {
  const small = startSmallPlatform()
  for (const items of [[], Array(201).fill({}), {}, ['x']]) {
    const { body } = await send(small, { type: 'subject.apply_batch', instructions: items })
    assert.equal(body.refusal, 'malformed')
  }
})

test('instructions that could not begin in time are answered as unavailable', async () => {
  const write: typeof handlers.write = (tx, subject, desired, why) => {
    small.clock.nowMs += 11_000
    return handlers.write(tx, subject, desired, why)
  }
  const small = startSmallPlatform({ handlers: { write } })
  const items = [instruct(1, OFFLINE), instruct(2, UP)].map((instruction) => ({ instruction }))
  assert.deepEqual(await sendBatch(small, items), ['applied', 'unavailable'])
  assert.deepEqual(await sendBatch(small, items), ['known', 'applied'])
})

test('the capabilities state the size of a batch', async () => {
  const small = startSmallPlatform({ secrets: [makeSecret()] })
  const { body } = await send(small, { type: 'platform.capabilities' })
  assert.deepEqual([body.batch, body.statements], [{ instructionsMax: 200, readBack: true, facts: true }, undefined])
})

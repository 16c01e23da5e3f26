import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handlers, instruct, type Row, revertIn, START_MS, startSmallPlatform, UP } from '../test/small-platform.ts'
import {
  AUDIENCE,
  approve,
  instructed,
  listOf,
  makeDeskKey,
  makePerson,
  enforcement,
  type Person,
  propose,
} from '../test/signing-people.ts'
import { type AuthorisationClaims, type Instruction, memoryStore, type Subject } from './index.ts'

const HIDDEN = { ...UP, visible: false }
const ana = makePerson('ana')
const ben = makePerson('ben')
const eve = makePerson('eve')
const stranger = makePerson('mallory')
const post = (n: number): Subject => ({ kind: 'content', id: `post-${n}` })
const POSTS = Array.from({ length: 22 }, (_none, n) => post(n))
const DAY_MS = 86_400_000

/** A platform that protects the contents of Vale by two signatures. */
function startPosts(people: readonly Person[] = [ana, ben, eve]) {
  const key = makeDeskKey()
  const told: string[] = []
  const fresh = (): Row => ({ state: UP, writes: [], warnings: [] })
  const small = startSmallPlatform({
    store: memoryStore<Row>(POSTS.map((subject) => [subject, fresh()])),
    authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf(people) },
    handlers: {
      protects: () => 2,
      facts: async (tx, { id }) => {
        const facts = await handlers.facts(tx, { kind: 'content', id })
        return facts && { account: { ...facts.account, id: 'vale' } }
      },
      notifyActedAlone: (_tx, { subject, account, ground }) => void told.push(`${subject.id} ${account} ${ground}`),
    },
  })
  const sendInstruction = async (
    subject: Subject,
    instruction: Instruction,
    claims: Partial<AuthorisationClaims> = {},
  ) => {
    const { body } = await instructed(small, key, { ...instruction, subject }, claims)
    return body.refusal ?? (body.state?.visible ? 'up' : 'hidden')
  }
  const at = async (minutes: number) => {
    small.clock.nowMs = START_MS + minutes * 60_000
    await small.platform.revertDue()
  }
  return { small, sendInstruction, at, told }
}

/** Builds an enforcement that hides a post, with its proposer's signature. */
function proposed(by: Person, subject: Subject, core: object = {}) {
  const id = `enf_${subject.id}`
  const about = { subject: `content:${subject.id}`, action: 'hide', durationMs: null }
  return {
    enforcements: [enforcement(id, 'hide')],
    approvals: [approve(by, id, { act: 'propose', ...about, ground: 'harm', groundRef: null, ...core })],
  }
}

test('a desk that claims a legal duty hides no protected content alone', async () => {
  const { sendInstruction } = startPosts()
  const lawful = { enforcements: [enforcement('enf_1', 'hide', { legalDuty: true })] }
  assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN), lawful), 'not_agreed')
  assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN, { reverts: [revertIn(60)] }), lawful), 'not_agreed')
})

test('one person whose key is listed hides a content on grounds', async () => {
  for (const ground of ['order', 'match', 'harm']) {
    const { sendInstruction, told } = startPosts()
    const claims = proposed(ana, post(0), { ground })
    assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN), claims), 'hidden')
    assert.equal(await sendInstruction(post(0), instruct(2, HIDDEN), claims), 'hidden')
    assert.deepEqual(told, [`post-0 vale ${ground}`], 'its own people are told once')
    assert.equal(await sendInstruction(post(0), instruct(3, UP)), 'up')
    assert.equal(await sendInstruction(post(0), instruct(4, HIDDEN), claims), 'not_agreed', 'and it does so once')
  }
})

test('a signature over another act or ground hides no content', async () => {
  const late = new Date(START_MS - DAY_MS).toISOString()
  for (const core of [
    { ground: undefined },
    { ground: 'because' },
    { act: 'confirm' },
    { subject: 'content:post-1' },
    { action: 'remove' },
    { expiresAt: late },
    { durationMs: DAY_MS },
    { countries: ['DE'] },
  ]) {
    const { sendInstruction, told } = startPosts()
    assert.equal(
      await sendInstruction(post(0), instruct(1, HIDDEN), proposed(ana, post(0), core)),
      'not_agreed',
      JSON.stringify(core),
    )
    assert.deepEqual(told, [])
  }
  const { sendInstruction } = startPosts()
  assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN), proposed(stranger, post(0))), 'not_agreed')
})

test('a content hidden on a document returns after an unconfirmed hour', async () => {
  const { sendInstruction, at } = startPosts()
  const claims = proposed(ana, post(0), { ground: 'document', groundRef: 'order_1' })
  assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN), claims), 'not_agreed')
  assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN, { reverts: [revertIn(60)] }), claims), 'hidden')
  const confirm = (by: Person) =>
    approve(by, 'enf_post-0', { act: 'confirm', subject: 'content:post-0', action: 'hide', durationMs: null })
  const own = { ...claims, approvals: [...claims.approvals, confirm(ana)] }
  assert.equal(await sendInstruction(post(0), instruct(2, HIDDEN), own), 'not_agreed', 'not its proposer')
  const second = { ...claims, approvals: [...claims.approvals, confirm(ben)] }
  assert.equal(await sendInstruction(post(0), instruct(2, HIDDEN), second), 'hidden')
  await at(61)
  assert.equal(
    await sendInstruction(post(1), instruct(1, HIDDEN), proposed(ana, post(1), { ground: 'document' })),
    'not_agreed',
  )

  const solo = startPosts([ana])
  const alone = proposed(ana, post(0), { ground: 'document' })
  assert.equal(
    await solo.sendInstruction(post(0), instruct(1, HIDDEN), alone),
    'hidden',
    'where no other person could confirm it',
  )
})

test('the platform lets one person hide twenty contents of an account daily', async () => {
  const { sendInstruction, at, told } = startPosts()
  for (const subject of POSTS.slice(0, 20)) {
    assert.equal(await sendInstruction(subject, instruct(1, HIDDEN), proposed(ana, subject)), 'hidden')
  }
  assert.equal(await sendInstruction(post(20), instruct(1, HIDDEN), proposed(ben, post(20))), 'not_agreed')
  const about = { subject: 'content:post-20', action: 'hide', durationMs: null }
  const agreed = [propose(eve, 'enf_20', about), ...[ana, ben].map((by) => approve(by, 'enf_20', about))]
  assert.equal(
    await sendInstruction(post(20), instruct(1, HIDDEN), {
      enforcements: [enforcement('enf_20', 'hide')],
      approvals: agreed,
    }),
    'hidden',
  )
  assert.equal(told.length, 20)
  await at(24 * 60 + 1)
  const tomorrow = { expiresAt: new Date(START_MS + 2 * DAY_MS).toISOString() }
  assert.equal(await sendInstruction(post(21), instruct(1, HIDDEN), proposed(ana, post(21), tomorrow)), 'hidden')
})

test('one person restores what one person hid despite a legal duty', async () => {
  const { sendInstruction } = startPosts()
  const claims = proposed(ana, post(0))
  assert.equal(await sendInstruction(post(0), instruct(1, HIDDEN), claims), 'hidden')
  const lawful = {
    ...claims,
    enforcements: [
      enforcement('enf_post-0', 'hide', { legalDuty: true }),
      enforcement('enf_9', 'hide', { legalDuty: true }),
    ],
  }
  assert.equal(await sendInstruction(post(0), instruct(2, HIDDEN), lawful), 'hidden')
  assert.equal(await sendInstruction(post(0), instruct(3, UP)), 'up')
  const match = proposed(ana, post(1), { ground: 'match', groundRef: 'match_1' })
  const marked = { ...match, enforcements: [enforcement('enf_post-1', 'hide', { legalDuty: true })] }
  assert.equal(await sendInstruction(post(1), instruct(1, HIDDEN), marked), 'hidden')
  assert.equal(await sendInstruction(post(1), instruct(2, UP)), 'not_agreed', 'a verified match comes back by two')
})

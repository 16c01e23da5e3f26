import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connector, ConnectorError } from '../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../foundation/connector/effect-signer.ts'
import { EVERY_GUARANTEE, NO_GUARANTEE } from '../foundation/connector/guarantees.ts'
import { type Subject, UNTOUCHED } from '../foundation/domain.ts'
import { routePlatforms } from './route-platforms.ts'

const AT = '2026-01-01T00:00:00Z'
const VALE: Subject = { kind: 'account', id: 'vale' }
const VALE_AT_SHOP: Subject = { kind: 'account', id: 'shop~vale' }

/** A platform that has every subject and records the ids that it was called with. */
function platformWith(calls: string[]): Connector {
  const answer = { outcome: 'applied', generation: 1, state: UNTOUCHED, appliedAt: AT } as const
  const post = { id: 'p1', kind: 'post', text: '', createdAt: null, mediaCount: 0, parentId: 'p0' }
  return {
    guarantees: () => EVERY_GUARANTEE,
    capabilities: async () => ({ name: 'shop', subjects: ['account'], absentFacts: [] }),
    facts: async ({ id }) => ({
      account: { id: 'vale', handle: 'vale', displayName: '', reach: 1, verified: true, tags: [], createdAt: AT },
      content: { id, accountId: 'vale', kind: 'post', text: '', createdAt: AT, parentId: 'p0' },
      readAt: AT,
    }),
    apply: async ({ subject }) => {
      calls.push(subject.id)
      return answer
    },
    recentPosts: async () => ({ posts: [post], readAt: AT }),
    media: async () => undefined,
    readBack: async (subject) => ({ subject, state: UNTOUCHED, generation: 1, reach: 1, readAt: AT }),
  }
}

const instructionFor = (subject: Subject) =>
  ({ subject, generation: 1, desired: UNTOUCHED, baseline: UNTOUCHED, reverts: [], events: [] }) as const

test('a call reaches its subject’s platform under the platform’s own id', async () => {
  const [bare, shop]: [string[], string[]] = [[], []]
  const routed = routePlatforms(
    new Map([
      ['default', platformWith(bare)],
      ['shop', platformWith(shop)],
    ]),
  )
  await routed.apply(instructionFor(VALE_AT_SHOP), NO_GROUNDS)
  await routed.apply(instructionFor(VALE), NO_GROUNDS)
  assert.deepEqual([bare, shop], [['vale'], ['vale']])
})

test('every id in an answer is the desk’s id', async () => {
  const routed = routePlatforms(new Map([['shop', platformWith([])]]))
  assert.deepEqual((await routed.readBack(VALE_AT_SHOP))?.subject, VALE_AT_SHOP)
  const facts = await routed.facts({ kind: 'content', id: 'shop~p1' })
  assert.equal(facts?.account.id, 'shop~vale')
  assert.deepEqual(
    [facts?.content?.id, facts?.content?.accountId, facts?.content?.parentId],
    ['shop~p1', 'shop~vale', 'shop~p0'],
  )
  const recent = await routed.recentPosts?.(VALE_AT_SHOP)
  assert.ok(recent !== undefined && recent !== 'absent')
  assert.deepEqual(
    recent.posts.map(({ id, parentId }) => [id, parentId]),
    [['shop~p1', 'shop~p0']],
  )
  assert.equal(await routed.profile?.(VALE_AT_SHOP), 'absent')
})

test('a platform that is not configured fails like an unreachable one', async () => {
  const routed = routePlatforms(new Map([['default', platformWith([])]]))
  const isUnreachable = (error: unknown) => error instanceof ConnectorError && error.failure === 'unreachable'
  await assert.rejects(routed.apply(instructionFor(VALE_AT_SHOP), NO_GROUNDS), isUnreachable)
  await assert.rejects(routed.readBack(VALE_AT_SHOP), isUnreachable)
  await assert.rejects(routed.facts(VALE_AT_SHOP), isUnreachable)
  assert.deepEqual(routed.guarantees(VALE_AT_SHOP), NO_GUARANTEE)
  assert.equal((await routed.readBack(VALE))?.subject.id, 'vale')
})

test('reads that a slow platform holds up delay no restore there', async () => {
  const { promise: hanging, resolve: end } = Promise.withResolvers<undefined>()
  const calls: string[] = []
  const slow: Connector = { ...platformWith(calls), facts: () => hanging }
  const routed = routePlatforms(
    new Map([
      ['default', platformWith([])],
      ['shop', slow],
    ]),
  )
  const reads = Array.from({ length: 3 }, () => routed.facts(VALE_AT_SHOP))
  await assert.rejects(Promise.any([reads[2]]), AggregateError, 'the third read gives up')
  await assert.rejects(routed.facts(VALE_AT_SHOP), ConnectorError, 'and further ones are not made')
  await routed.apply(instructionFor(VALE_AT_SHOP), NO_GROUNDS)
  assert.deepEqual(calls, ['vale'])
  end(undefined)
  await Promise.all(reads.slice(0, 2))
})

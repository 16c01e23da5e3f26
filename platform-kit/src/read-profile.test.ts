import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, startSmallPlatform, VALE } from '../test/small-platform.ts'
import type { ProfileFacts, RecentPost } from './index.ts'

const askProfile = { type: 'subject.profile', subject: VALE } as const
const askPosts = { type: 'subject.recent_posts', subject: VALE } as const
const PROFILE: ProfileFacts = {
  handle: 'minister_vale',
  displayName: 'Ada Vale',
  bio: 'Trains, buses, bridges.',
  avatar: { mediaType: 'image/png', reference: 'picture' },
  reach: 43_500_000,
  createdAt: null,
}
const post = (id: string, more: Partial<RecentPost> = {}): RecentPost => ({
  ...{ id, kind: 'post', text: `Post ${id}`, createdAt: '2026-02-28T12:00:00Z', mediaCount: 0 },
  ...more,
})

test('a profile is answered with the time of its reading', async () => {
  const small = startSmallPlatform({ handlers: { profile: (_tx, { id }) => (id === 'vale' ? PROFILE : undefined) } })
  const { status, body } = await send(small, askProfile)
  assert.equal(status, 200)
  assert.deepEqual(body, { ...PROFILE, readAt: small.clock.now().toISOString() })
  const other = await send(small, { ...askProfile, subject: { kind: 'account', id: 'none' } })
  assert.deepEqual([other.status, other.body.refusal], [404, 'no_such_subject'])
})

test('overlong texts are shortened between characters', async () => {
  const bio = '𝔸'.repeat(2_000)
  const posts = [post('1', { text: `${'x'.repeat(1_999)}𝔸` }), post('2')]
  const small = startSmallPlatform({
    handlers: { profile: () => ({ ...PROFILE, bio, handle: 'h'.repeat(2_000) }), recentPosts: () => posts },
  })
  const { bio: sent, handle } = JSON.parse(JSON.stringify((await send(small, askProfile)).body))
  assert.deepEqual([sent, handle.length], ['𝔸'.repeat(1_000), 1_024])
  const [first, second] = JSON.parse(JSON.stringify((await send(small, askPosts)).body)).posts
  assert.deepEqual([first.text, first.cut], ['x'.repeat(1_999), true])
  assert.deepEqual(second, post('2'))
})

test('at most ten posts are answered, restricted ones without words', async () => {
  const asked: number[] = []
  const recentPosts = (_tx: unknown, _account: unknown, limit: number) => {
    asked.push(limit)
    return Array.from({ length: 12 }, (_, at) => post(`${at}`, at === 1 ? { class: 'restricted' } : {}))
  }
  const small = startSmallPlatform({ handlers: { recentPosts } })
  const { posts } = JSON.parse(JSON.stringify((await send(small, askPosts)).body))
  assert.deepEqual(asked, [10])
  assert.deepEqual([posts.length, posts[0].text, posts[1].text], [10, 'Post 0', ''])
})

test('capabilities state the reads that have a handler, others are refused', async () => {
  const plain = startSmallPlatform()
  const reading = startSmallPlatform({ handlers: { profile: () => PROFILE, recentPosts: () => [] } })
  const readsOf = async (small: typeof plain) =>
    JSON.parse(JSON.stringify((await send(small, { type: 'platform.capabilities' })).body)).accountReads
  assert.deepEqual([await readsOf(plain), await readsOf(reading)], [[], ['profile', 'recent_posts']])
  for (const ask of [askProfile, askPosts]) {
    const { status, body } = await send(plain, ask)
    assert.deepEqual([status, body.refusal], [422, 'refused'])
  }
})

test('a content has no profile and no recent posts', async () => {
  const small = startSmallPlatform({ handlers: { profile: () => PROFILE, recentPosts: () => [] } })
  for (const ask of [askProfile, askPosts]) {
    const { status, body } = await send(small, { ...ask, subject: { kind: 'content', id: 'vale' } })
    assert.deepEqual([status, body.refusal], [400, 'malformed'])
  }
})

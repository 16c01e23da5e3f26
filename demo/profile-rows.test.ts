import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AvatarFacts, Profile, RecentPosts } from '@countersign/platform-kit'
import { call, givenDemo } from './test/small-desk.ts'

test('the platform shows a profile, its picture and its newest posts', async (t) => {
  const demo = await givenDemo(t)
  const pills = { kind: 'account', id: 'pills' } as const
  const profile = (await call(demo.url, { type: 'subject.profile', subject: pills })).body as Partial<Profile>
  assert.deepEqual([profile.handle, profile.bio], ['cheap_pills4u', 'Write to us. Fast delivery.'])
  const { reference } = profile.avatar as AvatarFacts
  const { body } = await call(demo.url, { type: 'subject.media', subject: pills, reference })
  assert.equal((body as { mediaType: string }).mediaType, 'image/png')
  const { posts = [] } = (await call(demo.url, { type: 'subject.recent_posts', subject: pills }))
    .body as Partial<RecentPosts>
  const times = posts.map(({ createdAt }) => String(createdAt))
  assert.ok(posts.some(({ id }) => id === 'pills-1'))
  assert.deepEqual(times, times.toSorted().reverse())
  const other = await call(demo.url, { type: 'subject.profile', subject: { kind: 'account', id: 'none' } })
  assert.equal(other.status, 404)
})

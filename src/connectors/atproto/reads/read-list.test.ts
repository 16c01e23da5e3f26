import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answers, connectTo, startXrpc } from '../../../../test/support/xrpc-server.ts'
import { ATPROTO } from '../atproto-kind.ts'

const DID = `did:plc:${'r'.repeat(24)}`
const URI = `at://${DID}/app.bsky.graph.list/3n3kkyvpqlc2n`
const LIST = { kind: 'account', id: `@list:${URI}` } as const
const AS_CONTENT = { kind: 'content', id: URI } as const
const PACK = { kind: 'account', id: `@list:at://${DID}/app.bsky.graph.starterpack/3n3kkyvpqlc3o` } as const
const ONLINE = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
const DOWN = { ...ONLINE, visible: false, mayPost: false }
const VALUE = { name: 'Bargains', description: 'Cheap tickets.', createdAt: '2026-05-04T07:00:00Z' }

/** A PDS with one list of three accounts, a starter pack of it, and another list. `subjects` has what was taken down. */
function answersOf(subjects: object[], down: Set<string>): Answers {
  const item = (list: string) => ({ value: { list, subject: DID } })
  return {
    'com.atproto.admin.getAccountInfo': () => ({ body: { handle: 'rosa.test' } }),
    'com.atproto.admin.getSubjectStatus': (_request, params) => ({
      body: { subject: { cid: 'bafyreic24mxs7crvyles7' }, takedown: { applied: down.has(params.get('uri') ?? '') } },
    }),
    'com.atproto.admin.updateSubjectStatus': async (_request, _params, body) => {
      const { subject, takedown } = JSON.parse(body)
      subjects.push(subject)
      if (takedown.applied) down.add(subject.uri)
      else down.delete(subject.uri)
      return { body: {} }
    },
    'com.atproto.repo.getRecord': (_request, params) => {
      const uri = `at://${DID}/${params.get('collection')}/${params.get('rkey')}`
      if (params.get('rkey') === 'self' || down.has(uri)) return { status: 400, body: { error: 'RecordNotFound' } }
      return { body: { uri, cid: 'bafyreic24mxs7crvyles7', value: { ...VALUE, list: URI } } }
    },
    'com.atproto.repo.listRecords': (_request, params) =>
      params.get('cursor') === null
        ? { body: { cursor: 'next', records: [item(URI), item(`${URI}2`), item(URI)] } }
        : { body: { records: [item(URI)] } },
  }
}

const failureOf = (calling: Promise<unknown>) =>
  calling.then(
    () => 'none',
    (error: { failure?: string }) => error.failure,
  )

test('a list is read with its members and its owner', async (t) => {
  const connector = await connectTo(t, answersOf([], new Set()))
  for (const subject of [LIST, PACK]) {
    const account = (await connector.facts(subject))?.account
    assert.deepEqual([account?.id, account?.displayName, account?.reach], [subject.id, 'Bargains', 3])
    assert.deepEqual(account?.covers, [DID])
  }
  const profile = await connector.profile?.(LIST)
  assert.ok(typeof profile === 'object')
  assert.deepEqual([profile.handle, profile.bio], ['rosa.test/lists/3n3kkyvpqlc2n', 'Cheap tickets.'])
  assert.equal(await connector.recentPosts?.(LIST), 'absent')
  assert.equal((await connector.readBack(LIST))?.reach, 'absent')
})

test('members beyond the bound, or that no view counts, are unknown', async (t) => {
  const [answers, page] = [answersOf([], new Set()), { value: { list: URI, subject: DID } }]
  const endless = { body: { cursor: 'next', records: Array.from({ length: 100 }, () => page) } }
  const connector = await connectTo(t, { ...answers, 'com.atproto.repo.listRecords': () => endless })
  assert.equal((await connector.facts(LIST))?.account.reach, null)
  let view: object = { list: { uri: URI, listItemCount: 4_100 } }
  const pds = await startXrpc(t, {
    ...answers,
    'app.bsky.actor.getProfile': () => ({ body: { did: DID, handle: 'rosa.test' } }),
    'app.bsky.graph.getList': () => ({ body: view }),
  })
  const seen = ATPROTO.open({ pds, appview: pds }, {}, { now: () => new Date(), allowPrivate: [] })
  assert.equal((await seen.facts(LIST))?.account.reach, 4_100)
  view = { list: { uri: `${URI}2`, listItemCount: 1 } }
  assert.equal((await seen.facts(LIST))?.account.reach, null)
})

test('a list is taken down as its record, and restored', async (t) => {
  const [subjects, down]: [object[], Set<string>] = [[], new Set()]
  const connector = await connectTo(t, answersOf(subjects, down))
  const apply = (generation: number, desired: typeof DOWN | typeof ONLINE) =>
    connector.apply(
      { subject: LIST, generation, desired, baseline: ONLINE, reverts: [], events: [] },
      {} as Parameters<typeof connector.apply>[1],
    )
  await apply(1, DOWN)
  assert.deepEqual((await connector.readBack(LIST))?.state, DOWN)
  assert.equal(await connector.visit?.('', LIST), 'not_shown')
  assert.equal(await failureOf(connector.facts(LIST)), 'unavailable')
  await apply(2, ONLINE)
  assert.deepEqual((await connector.readBack(LIST))?.state, ONLINE)
  const strongRef = { $type: 'com.atproto.repo.strongRef', uri: URI, cid: 'bafyreic24mxs7crvyles7' }
  assert.deepEqual(subjects, [strongRef, strongRef])
})

test('a list under the id of a content only comes back', async (t) => {
  const down = new Set<string>()
  const connector = await connectTo(t, answersOf([], down))
  const apply = (visible: boolean) =>
    connector.apply(
      {
        ...{ subject: AS_CONTENT, generation: 1, desired: { ...ONLINE, visible }, baseline: ONLINE },
        ...{ reverts: [], events: [] },
      },
      {} as Parameters<typeof connector.apply>[1],
    )
  assert.equal(await connector.facts(AS_CONTENT), undefined)
  assert.equal(await failureOf(apply(false)), 'refused')
  down.add(URI)
  await apply(true)
  assert.equal(down.size, 0)
  for (const id of [
    `x~@list:${URI}`,
    `@community:${URI}`,
    `@list:@list:${URI}`,
    `@list:at://${DID}/app.bsky.feed.post/1`,
  ])
    assert.equal(await connector.readBack({ kind: 'account', id }), undefined, id)
})

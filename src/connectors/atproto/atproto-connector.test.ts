import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, type Answers, connectTo, startXrpc } from '../../../test/support/xrpc-server.ts'
import { parseAtUri } from '../../foundation/atproto/at-uri.ts'
import { DidResolver } from '../../foundation/atproto/resolve-did.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
import { type Subject, subjectKey } from '../../foundation/domain.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { ATPROTO } from './atproto-kind.ts'
import { RecentStatuses } from './subject-status.ts'

const DID = `did:plc:${'r'.repeat(24)}`
const ROSA = { kind: 'account', id: DID } as const
const POST = { kind: 'content', id: `at://${DID}/app.bsky.feed.post/3n3kkyvpqlc2n` } as const
/** The CID of the bytes “hello”. */
const HELLO = 'bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq'
const ONLINE = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
const GROUNDS = {} as Parameters<Connector['apply']>[1]

/** The administration of a PDS, as Bluesky's own answers: it keeps one reference for each subject that is down. */
function administration(down: Map<string, string>): Answers {
  return {
    'com.atproto.admin.getSubjectStatus': (_request, params) => {
      const ref = down.get(params.get('did') ?? params.get('uri') ?? '')
      const subject = params.has('uri') ? { cid: HELLO } : {}
      return { body: { subject, takedown: ref === undefined ? { applied: false } : { applied: true, ref } } }
    },
    'com.atproto.admin.updateSubjectStatus': (_request, _params, body) => {
      const { subject, takedown } = JSON.parse(body)
      const id = subject.did ?? subject.uri
      if (takedown.applied) down.set(id, takedown.ref)
      else down.delete(id)
      return { body: {} }
    },
  }
}

const apply = (connector: Connector, subject: Subject, generation: number, desired: object) =>
  connector.apply(
    { subject, generation, desired: { ...ONLINE, ...desired }, baseline: ONLINE, reverts: [], events: [] },
    GROUNDS,
  )
const DOWN = { visible: false, mayPost: false }
const failureOf = (calling: Promise<unknown>) =>
  calling.then(
    () => 'none',
    (error: { failure?: string }) => error.failure,
  )

test('a takedown names its generation, and a late call is refused', async (t) => {
  const down = new Map<string, string>()
  const connector = await connectTo(t, administration(down))
  assert.equal((await apply(connector, ROSA, 4, DOWN)).outcome, 'applied')
  assert.equal(down.get(DID), 'countersign:4')
  assert.equal((await connector.readBack(ROSA))?.generation, 4)
  assert.equal((await apply(connector, ROSA, 4, DOWN)).outcome, 'known')
  assert.equal(await failureOf(apply(connector, ROSA, 3, {})), 'stale_generation')
  await apply(connector, ROSA, 5, DOWN)
  assert.equal(down.get(DID), 'countersign:5')
  await apply(connector, ROSA, 6, {})
  assert.deepEqual([down.size, (await connector.readBack(ROSA))?.state], [0, ONLINE])
})

test('a takedown uses the status that was just read, once', async (t) => {
  const down = new Map<string, string>()
  const answers = administration(down)
  let [reads, isGone] = [0, false]
  const connector = await connectTo(t, {
    ...answers,
    'com.atproto.admin.getSubjectStatus': (...asked) => {
      reads++
      if (isGone) return { status: 400, body: { error: 'NotFound' } }
      return answers['com.atproto.admin.getSubjectStatus']?.(...asked) ?? { status: 404, body: {} }
    },
  })
  await connector.readBack(POST)
  await apply(connector, POST, 4, { visible: false })
  assert.deepEqual([down.get(POST.id), reads], ['countersign:4', 1])
  await apply(connector, POST, 5, { visible: false })
  assert.equal(reads, 2)
  await connector.readBack(POST)
  assert.equal(await failureOf(apply(connector, POST, 4, { visible: false })), 'stale_generation')
  isGone = true
  assert.equal(await connector.readBack(POST), undefined)
  assert.equal(await failureOf(apply(connector, POST, 8, { visible: false })), 'no_such_subject')
  isGone = false
  down.set(POST.id, 'countersign:9')
  await connector.readBack(POST)
  down.set(POST.id, 'countersign:12')
  assert.equal(await failureOf(apply(connector, POST, 10, {})), 'stale_generation', 'what gives back reads anew')
})

test('a status serves a takedown for half a second', () => {
  let now = 0
  const recent = new RecentStatuses(() => now)
  const status = { isTakenDown: false, generation: 0 }
  recent.store(ROSA, status, 0)
  now = 499
  assert.equal(recent.take(ROSA), status)
  assert.equal(recent.take(ROSA), undefined)
  recent.store(ROSA, status, 0)
  now = 500
  assert.equal(recent.take(ROSA), undefined)
})

test('a PDS with a labeler gives back without its database', async (t) => {
  const down = new Map([[DID, 'countersign:3']])
  const pds = await startXrpc(t, administration(down))
  const secrets = { PASSWORD: 'correct horse', LABELER_KEY: 'a1'.repeat(32) }
  const settings = { pds, plc: pds, labeler: 'did:web:desk.example', reportKey: 'key_1' }
  const connector = ATPROTO.open(settings, secrets, { now: () => new Date(), allowPrivate: [] })
  assert.equal((await connector.readBack(ROSA))?.state.visible, false)
  await apply(connector, ROSA, 4, {})
  assert.deepEqual([down.size, (await connector.readBack(ROSA))?.state], [0, ONLINE])
})

test('a takedown of another tool keeps the reference of that tool', async (t) => {
  const down = new Map([[POST.id, '8821']])
  const connector = await connectTo(t, administration(down))
  await apply(connector, POST, 2, { visible: false })
  assert.deepEqual([down.get(POST.id), (await connector.readBack(POST))?.generation], ['8821', 0])
  await apply(connector, POST, 3, {})
  assert.equal(down.size, 0)
})

test('a state that a PDS lacks is refused before anything is sent', async (t) => {
  const down = new Map<string, string>()
  const connector = await connectTo(t, administration(down))
  for (const desired of [{ visible: false }, { mayPost: false }, { spread: 'limited' }, { labels: ['spam'] }]) {
    assert.equal(await failureOf(apply(connector, ROSA, 1, desired)), 'refused', JSON.stringify(desired))
  }
  assert.equal(await failureOf(apply(connector, POST, 1, { visible: false, blockedCountries: ['IE'] })), 'refused')
  assert.equal(down.size, 0)
  const reading = ATPROTO.open({}, {}, { now: () => new Date(), allowPrivate: [] })
  assert.deepEqual(reading.guarantees().actions, { account: [], content: [] })
  assert.equal(await failureOf(apply(reading, ROSA, 1, DOWN)), 'refused')
})

test('answers of a PDS that are no answers leave the effect unknown', async (t) => {
  const answers: [Answer, string][] = [
    [{ status: 401, body: { error: 'AuthenticationRequired', message: 'no' } }, 'bad_signature'],
    [{ status: 502, body: { error: 'UpstreamFailure' } }, 'unavailable'],
    [{ status: 200, body: { takedown: { applied: 'yes' }, subject: {} } }, 'unreadable'],
    [{ status: 200, body: Buffer.from('<html>') }, 'unreadable'],
    [{ status: 200, body: Buffer.alloc(600_000, ' ') }, 'unreadable'],
  ]
  let at = 0
  const connector = await connectTo(t, { 'com.atproto.admin.getSubjectStatus': () => answers[at]?.[0] ?? { body: {} } })
  for (; at < answers.length; at++) assert.equal(await failureOf(connector.readBack(ROSA)), answers[at]?.[1])
})

test('media are read by their hash alone, and never beyond the limit', async (t) => {
  const blob = { $type: 'blob', ref: { $link: HELLO }, mimeType: 'image/png' }
  const value = {
    text: 'Look.\u0000',
    createdAt: '2199-01-01T00:00:00Z',
    embed: { images: [{ image: blob, alt: 'A\u0000\ud800' }] },
  }
  const connector = await connectTo(t, {
    ...administration(new Map()),
    'com.atproto.admin.getAccountInfo': () => ({ body: { handle: 'rosa.test' } }),
    'com.atproto.repo.getRecord': (_request, params) =>
      params.get('rkey') === 'self'
        ? { status: 400, body: { error: 'RecordNotFound' } }
        : { body: { uri: POST.id, cid: HELLO, value } },
    'com.atproto.sync.getBlob': () => ({ body: Buffer.from('hello'), type: 'image/png' }),
  })
  const content = (await connector.facts(POST))?.content
  assert.deepEqual([content?.version, (await connector.readBack(POST))?.version], [HELLO, HELLO])
  const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
  assert.deepEqual(content?.media, [
    { kind: 'image', mediaType: 'image/png', reference: HELLO, sha256, alternativeText: 'A\ufffd\ufffd' },
  ])
  assert.deepEqual([content?.text, content?.createdAt], ['Look.\ufffd', null])
  assert.deepEqual((await connector.media(POST, HELLO))?.bytes, Buffer.from('hello'))
  assert.equal(await failureOf(connector.media(POST, HELLO, { bytesMax: 4 })), 'unreadable')
  assert.equal(await connector.media(POST, '../../admin'), undefined)
})

test('only an address with a DID names a content', () => {
  assert.deepEqual(parseAtUri(POST.id), { did: DID, collection: 'app.bsky.feed.post', rkey: '3n3kkyvpqlc2n' })
  for (const uri of [
    'at://rosa.test/app.bsky.feed.post/1',
    `at://${DID}/app.bsky.feed.post`,
    `at://${DID}/app.bsky.feed.post/a/b`,
    `at://${DID}/app.bsky.feed.post/a?b`,
    `https://${DID}/app.bsky.feed.post/a`,
    `at://did:plc:${'A'.repeat(24)}/app.bsky.feed.post/a`,
  ])
    assert.equal(parseAtUri(uri), undefined, uri)
})

test('documents of others lead to no private address and no other account', async (t) => {
  const endpoints = ['https://10.0.0.7', 'https://127.0.0.1', 'http://pds.example', 'https://u:p@pds.example', 7]
  let at = 0
  const plc = await startXrpc(t, {
    [`/${DID}`]: () => ({ body: { id: DID, service: [{ id: '#atproto_pds', serviceEndpoint: endpoints[at] }] } }),
  })
  for (; at < endpoints.length; at++) {
    const network = ATPROTO.open({ plc }, {}, { now: () => new Date(), allowPrivate: [] })
    const outcome = await network.recentPosts?.(ROSA).catch((error: { cause?: unknown }) => String(error.cause))
    assert.match(String(outcome), at < 2 ? /private network/ : /undefined/, String(endpoints[at]))
  }
  const others = guardedFetch({ ownMachine: false })
  const resolver = new DidResolver({ plc, directory: guardedFetch(), others })
  for (const host of ['127.0.0.1', 'localhost', '169.254.169.254'])
    await assert.rejects(resolver.resolve(`did:web:${host}%3A9`), { failure: 'unreachable' })
  assert.equal(await resolver.resolve(`did:plc:${'s'.repeat(24)}`), undefined)
  assert.equal(subjectKey(ROSA), `account:${DID}`)
})

test('a thread names posts that are deleted or blocked, and stays bounded', async (t) => {
  const at = (rkey: string) => `at://${DID}/app.bsky.feed.post/${rkey}`
  const post = (rkey: string, text: string) => ({
    ...{ uri: at(rkey), author: { did: DID, handle: 'rosa.test' } },
    record: { text, createdAt: '2026-05-04T07:00:00Z' },
  })
  let deep: object = { post: post('deep', 'deep') }
  for (let depth = 0; depth < 50; depth++) deep = { post: post(`d${depth}`, 'deep'), replies: [deep] }
  const thread = {
    post: post('a', 'Reported.'),
    parent: { post: post('b', 'Before.'), parent: { uri: at('gone'), notFound: true } },
    replies: [{ post: post('c', 'After.'), replies: [{ uri: at('x'), blocked: true }] }, deep],
  }
  const url = await startXrpc(t, { 'app.bsky.feed.getPostThread': () => ({ body: { thread } }) })
  const connector = ATPROTO.open({ appview: url }, {}, { now: () => new Date(), allowPrivate: [] })
  const page = await connector.thread?.({ kind: 'content', id: at('a') }, { from: -12, count: 25 })
  assert.ok(page !== undefined && page !== 'absent')
  assert.deepEqual(
    page.messages.slice(0, 5).map(({ place, text, state, accountId }) => [place, text, state, accountId]),
    [
      [-2, '', 'deleted', DID],
      [-1, 'Before.', 'shown', DID],
      [0, 'Reported.', 'shown', DID],
      [1, 'After.', 'shown', DID],
      [2, '', 'hidden', DID],
    ],
  )
  assert.equal(page.messages.length, 15, 'replies are read ten levels deep')
  const list = { kind: 'content', id: `at://${DID}/app.bsky.graph.list/1` } as const
  assert.equal(await connector.thread?.(list, { from: 0, count: 1 }), 'absent')
  const alone = ATPROTO.open({}, {}, { now: () => new Date(), allowPrivate: [] })
  assert.equal(await alone.thread?.({ kind: 'content', id: at('a') }, { from: 0, count: 1 }), 'absent')
})

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { DESK_TOKEN, givenStatus, MODERATOR } from '../../../test/support/mastodon/mastodon-data.ts'
import { startMastodon } from '../../../test/support/mastodon/start-mastodon.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { mastodonConnector } from './mastodon-connector.ts'
import { nextPage } from './api/next-page.ts'
import { htmlText, linkHosts } from '../../foundation/mastodon/html-text.ts'

const VALE = { kind: 'account', id: '109' } as const
const POST = { kind: 'content', id: '7' } as const
const PICTURE = Buffer.from('a picture')

async function connect(t: TestContext) {
  const mastodon = await startMastodon(t)
  const connector = mastodonConnector({ url: mastodon.url, token: DESK_TOKEN, now: () => new Date() })
  return { mastodon, connector }
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was answered'),
    (error: unknown) => (error instanceof ConnectorError ? error.failure : assert.fail(String(error))),
  )

test('facts of an account tell unknown numbers from absent ones', async (t) => {
  const { mastodon, connector } = await connect(t)
  const vale = mastodon.data.accounts.get('109')
  assert.ok(vale)
  vale.fields = [{ name: 'Web', value: '<a href="https://harbour.example/" rel="me">harbour.example</a>' }]
  const { readAt, ...facts } = (await connector.facts(VALE)) ?? assert.fail('no facts')
  assert.ok(Date.parse(readAt))
  assert.deepEqual(facts, {
    account: {
      ...{ id: '109', handle: 'vale', displayName: 'Vale', reach: 4_200, verified: 'absent', tags: 'absent' },
      ...{ createdAt: '2022-04-01T00:00:00.000Z', items: 0, bioDomains: ['harbour.example'] },
    },
  })
  vale.suspended = true
  const hidden = (await connector.facts(VALE))?.account
  assert.deepEqual([hidden?.reach, hidden?.items], [null, null], 'unknown is not 0')
})

test('a handle and an address name an account or a post', async (t) => {
  const { mastodon, connector } = await connect(t)
  const { url } = mastodon
  const { host } = new URL(url)
  for (const name of ['vale', '@vale', `@vale@${host}`, `${url}/@vale`, `${url}/users/vale`, `${url}/@vale/`])
    assert.deepEqual(await connector.find?.(name), VALE, name)
  for (const name of [`${url}/@vale/7`, `${url}/@vale@other.example/7`, `${url}/users/vale/statuses/7?x=1`])
    assert.deepEqual(await connector.find?.(name), POST, name)
  const before = mastodon.requests.length
  for (const name of ['two words', `${url}/about`, `${url}/@a%zz`, 'https://elsewhere.example/@vale', 'https://'])
    assert.equal(await connector.find?.(name), undefined, name)
  assert.equal(mastodon.requests.length, before, 'what names nothing is not asked')
  assert.equal(await connector.find?.('nobody'), undefined)
  assert.deepEqual(connector.origins, [url])
})

test('facts of a post have its text, its author and its media', async (t) => {
  const { mastodon, connector } = await connect(t)
  const media = [
    { id: '31', type: 'image', url: `${mastodon.url}/media/31.png`, description: 'A quay.' },
    { id: '32', type: 'gifv', url: `${mastodon.url}/media/32`, description: null },
    { id: '33', type: 'unknown', url: `${mastodon.url}/media/33`, description: null },
  ]
  givenStatus(mastodon.data, { id: '7', media, sensitive: true, spoilerText: 'Tickets', inReplyToId: '6' })
  const facts = await connector.facts(POST)
  assert.deepEqual(facts?.content, {
    ...{ id: '7', accountId: '109', kind: 'reply', text: 'Tickets\n\nLast tickets.', parentId: '6' },
    createdAt: '2026-05-04T09:00:00.000Z',
    media: [
      { kind: 'image', mediaType: 'image/png', reference: '31', alternativeText: 'A quay.', class: 'sensitive' },
      { kind: 'video', mediaType: 'video/mp4', reference: '32', class: 'sensitive' },
    ],
  })
  assert.equal(facts.account.id, '109')
})

test('a post that only its addressees see counts as missing', async (t) => {
  const { mastodon, connector } = await connect(t)
  givenStatus(mastodon.data, { id: '7', visibility: 'direct' })
  assert.equal(await connector.facts(POST), undefined)
  assert.equal(await connector.readBack(POST), undefined)
})

test('profile and recent posts show an account as its visitors see it', async (t) => {
  const { mastodon, connector } = await connect(t)
  for (let post = 1; post <= 12; post++) givenStatus(mastodon.data, { id: `${100 + post}` })
  givenStatus(mastodon.data, { id: '200', isReblog: true })
  const profile = await connector.profile?.(VALE)
  assert.ok(profile && profile !== 'absent')
  assert.deepEqual([profile.handle, profile.bio, profile.reach], ['vale', 'Ferries & tides.', 4_200])
  const recent = await connector.recentPosts?.(VALE)
  assert.ok(recent && recent !== 'absent')
  assert.deepEqual(
    recent.posts.map(({ id }) => id),
    Array.from({ length: 10 }, (_, place) => `${112 - place}`),
  )
})

test('media have limits of size, type and address', async (t) => {
  const { mastodon, connector } = await connect(t)
  const at = (path: string, type: string, bytes = PICTURE) => {
    mastodon.files.set(path, { type, bytes })
    return { id: path, type: 'image', url: `${mastodon.url}${path}`, description: null }
  }
  const media = [
    at('/m/1.png', 'image/png'),
    at('/m/2.png', 'text/html'),
    at('/m/3.svg', 'image/svg+xml'),
    at('/m/4.png', 'image/png', Buffer.alloc(9 * 1_048_576)),
    { id: 'inside', type: 'image', url: 'http://169.254.169.254/latest', description: null },
  ]
  givenStatus(mastodon.data, { id: '7', media })
  mastodon.files.set('/avatars/109.png', { type: 'image/png', bytes: PICTURE })
  assert.deepEqual(await connector.media(POST, '/m/1.png'), { mediaType: 'image/png', bytes: PICTURE })
  assert.deepEqual((await connector.media(VALE, 'avatar'))?.bytes, PICTURE)
  assert.equal(await connector.media(POST, 'none'), undefined)
  for (const reference of ['/m/2.png', '/m/3.svg', '/m/4.png'])
    assert.equal(await failureOf(connector.media(POST, reference)), 'unreadable', reference)
  assert.equal(await failureOf(connector.media(POST, 'inside')), 'unreachable', 'no private network')
  assert.equal(await failureOf(connector.media(POST, '/m/1.png', { bytesMax: 3 })), 'unreadable')
})

test('every moderator of the server is listed, over all pages', async (t) => {
  const { mastodon, connector } = await connect(t)
  const vale = mastodon.data.accounts.get('109')
  assert.ok(vale)
  for (let id = 1_000; id < 1_250; id++)
    mastodon.data.accounts.set(`${id}`, { ...vale, id: `${id}`, username: `m${id}`, permissions: MODERATOR })
  const actors = (await connector.actors?.()) ?? []
  assert.equal(actors.length, 252)
  assert.deepEqual(actors.find(({ name }) => name === 'm1000')?.can, ['take_offline', 'restore'])
  assert.deepEqual(actors.find(({ name }) => name === 'owner')?.can, ['take_offline', 'restore', 'credentials'])
})

test('the next page is followed on the same server alone', () => {
  const origin = 'https://social.example'
  const link = (address: string) => nextPage(`<${origin}/a?min_id=1>; rel="prev", <${address}>; rel="next"`, origin)
  assert.equal(link(`${origin}/a?max_id=2`), `${origin}/a?max_id=2`)
  assert.equal(link('/a?max_id=2'), `${origin}/a?max_id=2`)
  for (const elsewhere of [
    'https://evil.example/a',
    '//evil.example/a',
    'http://social.example/a',
    'https://x@social.example/a',
  ])
    assert.equal(link(elsewhere), undefined, elsewhere)
  assert.equal(nextPage(null, origin), undefined)
  assert.equal(nextPage(`<${origin}/a>; rel="prev"`, origin), undefined)
})

test('the text of a post shows where its links lead', () => {
  const cases: [string, string][] = [
    ['<p>One<br>two</p><p>three &lt;b&gt;</p>', 'One\ntwo\n\nthree <b>'],
    ['<a href="https://evil.example/x">bank.example</a>', 'bank.example (https://evil.example/x)'],
    ['<a href="https://b.example/x"><span class="invisible">https://</span>b.example/x</a>', 'https://b.example/x'],
    ['<a href="https://s.example/@v" class="u-url mention">@<span>v</span></a> hi', '@v hi'],
    ['a < b &amp;amp; &#x1F600; &#0; &unknown;', 'a < b &amp; 😀 &#0; &unknown;'],
    ['<script>alert(1)</script>', 'alert(1)'],
  ]
  for (const [html, text] of cases) assert.equal(htmlText(html), text)
  assert.deepEqual(linkHosts('<a class="mention" href="https://m.example">@m</a><a href="https://n.example/">n</a>'), [
    'n.example',
  ])
})

test('hostile HTML takes no longer than its length', () => {
  const began = process.cpuUsage()
  for (const part of ['<', '<a href="', '&#', '<a class="', '</p>']) htmlText(part.repeat(100_000))
  assert.ok(process.cpuUsage(began).user < 3_000_000, 'three seconds of the processor')
})

test('a thread has the posts before and after a post, by place', async (t) => {
  const { connector, mastodon } = await connect(t)
  const parents: [string, string | null][] = [
    ['1', null],
    ['2', '1'],
    ['3', '2'],
    ['4', '3'],
    ['5', '2'],
  ]
  for (const [id, inReplyToId] of parents) givenStatus(mastodon.data, { id, inReplyToId, content: `<p>Post ${id}</p>` })
  const read = async (from: number, count: number) => {
    const thread = await connector.thread?.({ kind: 'content', id: '2' }, { from, count })
    assert.ok(thread !== undefined && thread !== 'absent')
    const { messages, hasEarlier, hasLater } = thread
    return [messages.map(({ place, id, text }) => [place, id, text]), hasEarlier, hasLater]
  }
  assert.deepEqual(await read(-12, 25), [
    [
      [-1, '1', 'Post 1'],
      [0, '2', 'Post 2'],
      [1, '3', 'Post 3'],
      [2, '4', 'Post 4'],
      [3, '5', 'Post 5'],
    ],
    ...[false, false],
  ])
  assert.deepEqual(await read(0, 2), [
    [
      [0, '2', 'Post 2'],
      [1, '3', 'Post 3'],
    ],
    true,
    true,
  ])
  assert.equal(await connector.thread?.({ kind: 'content', id: '9' }, { from: 0, count: 1 }), undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomBytes } from 'node:crypto'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import type { Connector } from '../../src/foundation/connector/connector.ts'
import type { Subject } from '../../src/foundation/domain.ts'
import { openAgent, SKIPPED, startNetwork, type StockAgent } from './network.ts'

const ONLINE = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
const GROUNDS = {} as Parameters<Connector['apply']>[1]

interface Rosa {
  connector: Connector
  agent: StockAgent
  account: Subject
  pds: string
}

/** A PDS with one account, and the connector that administers it. */
async function startRosa(handle: string): Promise<Rosa> {
  const { pds, plc, password } = await startNetwork()
  const context = { now: () => new Date(), allowPrivate: [] }
  const connector = ATPROTO.open({ pds, plc }, { PASSWORD: password }, context)
  const agent = await openAgent(pds)
  await agent.createAccount({ email: `${handle}@example.org`, handle, password: randomBytes(9).toString('hex') })
  return { connector, agent, pds, account: { kind: 'account', id: agent.session?.did ?? '' } }
}

const apply = (connector: Connector, subject: Subject, generation: number, visible: boolean) => {
  const desired = { ...ONLINE, visible, mayPost: subject.kind === 'content' || visible }
  return connector.apply({ subject, generation, desired, baseline: ONLINE, reverts: [], events: [] }, GROUNDS)
}
const failureOf = (calling: Promise<unknown>) =>
  calling.then(
    () => 'none',
    (error: { failure?: string }) => error.failure,
  )

test('an account is taken down for every visitor, and restored', { skip: SKIPPED }, async () => {
  const { connector, account, pds } = await startRosa('rosa.test')
  const visitor = await openAgent(pds)
  const seen = () =>
    visitor.com.atproto.repo.describeRepo({ repo: account.id }).then(
      () => true,
      () => false,
    )
  const address = (await connector.readBack(account))?.address ?? ''

  assert.deepEqual((await connector.readBack(account))?.state, ONLINE)
  assert.deepEqual([await seen(), await connector.visit?.(address, account)], [true, 'shown'])
  assert.equal((await apply(connector, account, 3, false)).outcome, 'applied')
  assert.equal((await apply(connector, account, 3, false)).outcome, 'known')
  const down = await connector.readBack(account)
  assert.deepEqual(down?.state, { ...ONLINE, visible: false, mayPost: false })
  assert.equal(down?.generation, 3)
  assert.deepEqual([await seen(), await connector.visit?.(address, account)], [false, 'not_shown'])
  assert.equal(await failureOf(apply(connector, account, 2, true)), 'stale_generation')
  assert.equal(await seen(), false)
  await apply(connector, account, 4, true)
  assert.deepEqual((await connector.readBack(account))?.state, ONLINE)
  assert.deepEqual([await seen(), await connector.visit?.(address, account)], [true, 'shown'])
})

test('a record is taken down alone, and restored', { skip: SKIPPED }, async () => {
  const { connector, agent, account } = await startRosa('rosa-posts.test')
  const [first, second] = [await agent.post({ text: 'one' }), await agent.post({ text: 'two' })]
  const content = { kind: 'content', id: first.uri } as const
  await apply(connector, content, 1, false)
  assert.equal((await connector.readBack(content))?.state.visible, false)
  assert.equal((await connector.readBack(account))?.state.visible, true)
  const shown = (id: string) => connector.visit?.('', { kind: 'content', id })
  assert.deepEqual([await shown(first.uri), await shown(second.uri)], ['not_shown', 'shown'])
  const recent = await connector.recentPosts?.(account)
  assert.deepEqual(typeof recent === 'object' && recent.posts.map(({ text }) => text), ['two'])
  await apply(connector, content, 2, true)
  assert.deepEqual([(await connector.readBack(content))?.state, await shown(first.uri)], [ONLINE, 'shown'])
  await agent.deletePost(first.uri)
  assert.equal(await connector.readBack(content), undefined)
  assert.equal(await failureOf(apply(connector, content, 3, false)), 'no_such_subject')
})

test('facts, profile and media are read, and a new handle is seen', { skip: SKIPPED }, async () => {
  const { connector, agent, account } = await startRosa('rosa-reads.test')
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(5_000)])
  const { blob } = (await agent.uploadBlob(bytes, { encoding: 'image/png' })).data
  await agent.upsertProfile(() => ({ displayName: 'Rosa', description: 'Writes.', avatar: blob }))
  const embed = { $type: 'app.bsky.embed.images', images: [{ image: blob, alt: 'A quay.' }] }
  const { uri } = await agent.post({ text: 'The ferry is late.', embed })
  const content = { kind: 'content', id: uri } as const

  const facts = await connector.facts(content)
  const [photo] = facts?.content?.media ?? []
  assert.deepEqual([facts?.account.id, facts?.account.handle], [account.id, 'rosa-reads.test'])
  assert.deepEqual([facts?.account.displayName, facts?.account.reach], ['Rosa', 'absent'])
  assert.deepEqual([facts?.content?.text, photo?.alternativeText], ['The ferry is late.', 'A quay.'])
  const media = await connector.media(content, photo?.reference ?? '')
  assert.deepEqual([media?.mediaType, media?.bytes], ['image/png', bytes])
  const hashed = await connector.hashMedia?.(content, photo?.reference ?? '', { restricted: false })
  assert.equal(hashed?.sha256.toString('hex'), photo?.sha256)
  assert.equal(await failureOf(connector.media(content, photo?.reference ?? '', { bytesMax: 4_000 })), 'unreadable')
  const profile = await connector.profile?.(account)
  assert.ok(typeof profile === 'object' && typeof profile.avatar === 'object')
  assert.deepEqual([profile.bio, profile.avatar?.sha256], ['Writes.', photo?.sha256])

  await agent.updateHandle({ handle: 'rosa-writes.test' })
  assert.equal((await connector.facts(account))?.account.handle, 'rosa-writes.test')
  await apply(connector, account, 1, false)
  assert.equal((await connector.facts(account))?.account.handle, 'rosa-writes.test')
  assert.deepEqual((await connector.media(account, photo?.reference ?? ''))?.bytes, bytes)
})

test('a PDS refuses a wrong password, and the desk tries again', { skip: SKIPPED }, async () => {
  const { pds, plc } = await startNetwork()
  const wrong = ATPROTO.open({ pds, plc }, { PASSWORD: 'another one' }, { now: () => new Date(), allowPrivate: [] })
  const nobody = { kind: 'account', id: `did:plc:${'a'.repeat(24)}` } as const
  assert.equal(await failureOf(wrong.readBack(nobody)), 'bad_signature')
})

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { PlatformState } from '@countersign/platform-kit'
import { DESK_SCOPES, DESK_TOKEN, DOMAIN_SCOPES, FEDERATOR } from '../../../test/support/mastodon/mastodon-data.ts'
import { startMastodon } from '../../../test/support/mastodon/start-mastodon.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../foundation/connector/effect-signer.ts'
import { UNTOUCHED } from '../../foundation/domain.ts'
import { mastodonConnector } from './mastodon-connector.ts'

const OTHER = { kind: 'account', id: '@domain:other.example' } as const
const LIMITED: PlatformState = { ...UNTOUCHED, spread: 'limited' }
const SUSPENDED: PlatformState = { ...UNTOUCHED, visible: false, mayPost: false }

async function connect(t: TestContext) {
  const now = () => new Date()
  const mastodon = await startMastodon(t, { now })
  mastodon.data.tokens.set(DESK_TOKEN, { accountId: '1', scopes: [...DESK_SCOPES, ...DOMAIN_SCOPES] })
  const moderator = mastodon.data.accounts.get('1')
  if (moderator) moderator.permissions = FEDERATOR
  const connector = mastodonConnector({ url: mastodon.url, token: DESK_TOKEN, now })
  let generation = 0
  const apply = (desired: PlatformState, subject: { kind: 'account'; id: string } = OTHER) =>
    connector.apply(
      { subject, generation: ++generation, desired, baseline: UNTOUCHED, reverts: [], events: [] },
      { ...NO_GROUNDS, enforcements: [{ enforcement: 'enf_9', action: 'suspend', legalDuty: false, until: null }] },
    )
  return { mastodon, connector, apply }
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was answered'),
    (error: unknown) => (error instanceof ConnectorError ? error.failure : assert.fail(String(error))),
  )

test('a domain reaches each state from each other and reads back so', async (t) => {
  const { mastodon, connector, apply } = await connect(t)
  mastodon.remaining = 10_000
  for (const from of [UNTOUCHED, LIMITED, SUSPENDED]) {
    for (const to of [UNTOUCHED, LIMITED, SUSPENDED]) {
      await apply(from)
      const { state } = await apply(to)
      assert.deepEqual(state, to)
      assert.deepEqual((await connector.readBack(OTHER))?.state, to)
      assert.equal(mastodon.data.accounts.get('110')?.suspended, !to.visible)
    }
  }
  assert.deepEqual(
    [...mastodon.data.blocks.values()].map(({ comment }) => comment),
    ['enf_9'],
  )
})

test('facts of a domain are its accounts and their reach together', async (t) => {
  const { mastodon, connector } = await connect(t)
  const stray = mastodon.data.accounts.get('110')
  assert.ok(stray)
  mastodon.data.accounts.set('111', { ...stray, id: '111', username: 'second', followers: 30 })
  const facts = await connector.facts(OTHER)
  assert.deepEqual(facts?.account.covers?.toSorted(), ['110', '111'])
  assert.equal(facts?.account.reach, 42)
  stray.suspended = true
  assert.equal((await connector.facts(OTHER))?.account.reach, null, 'a suspended account has no known reach')
})

test('the desk finds a domain by its one name', async (t) => {
  const { connector } = await connect(t)
  assert.deepEqual(await connector.find?.('Other.Example.'), OTHER)
  for (const id of ['@domain:Other.example', '@domain:127.0.0.1:80', '@domain:other', '@domain:a/b.example'])
    assert.equal(await connector.facts({ kind: 'account', id }), undefined, id)
})

test('an act that no domain block has is refused', async (t) => {
  const { connector, apply } = await connect(t)
  for (const desired of [
    { ...UNTOUCHED, mayPost: false },
    { ...UNTOUCHED, labels: ['spam'] },
  ])
    assert.equal(await failureOf(apply(desired)), 'refused')
  assert.deepEqual(connector.guarantees(OTHER).actions.account, ['limit', 'suspend', 'deactivate'])
  assert.ok(connector.guarantees().actions.account.includes('warn'))
})

test('a restore keeps what moderators set for a domain besides', async (t) => {
  const { mastodon, apply } = await connect(t)
  const set = { id: '1', domain: 'other.example', severity: 'noop', rejectMedia: true, comment: '' }
  mastodon.data.blocks.set('1', { ...set })
  await apply(SUSPENDED)
  await apply(UNTOUCHED)
  assert.deepEqual(mastodon.data.blocks.get('1'), set)
})

test('accounts of a subdomain belong to the facts of a domain', async (t) => {
  const { mastodon, connector } = await connect(t)
  mastodon.remaining = 10_000
  const stray = mastodon.data.accounts.get('110')
  assert.ok(stray)
  mastodon.data.accounts.set('111', { ...stray, id: '111', domain: 'sub.other.example', followers: 30 })
  mastodon.data.accounts.set('112', { ...stray, id: '112', domain: 'another.example', followers: 7 })
  const facts = await connector.facts(OTHER)
  assert.deepEqual([facts?.account.covers?.toSorted(), facts?.account.reach], [['110', '111'], 42])
  for (let each = 0; each < 6; each++)
    mastodon.data.accounts.set(`12${each}`, { ...stray, id: `12${each}`, domain: `s${each}.other.example` })
  assert.equal((await connector.facts(OTHER))?.account.reach, null, 'too many subdomains')
})

test('a subdomain of a blocked domain never reads as visible', async (t) => {
  const { mastodon, connector, apply } = await connect(t)
  mastodon.remaining = 10_000
  const sub = { kind: 'account', id: '@domain:sub.other.example' } as const
  await apply(SUSPENDED)
  assert.deepEqual((await connector.readBack(sub))?.state, SUSPENDED)
  assert.deepEqual((await apply(SUSPENDED, sub)).state, SUSPENDED)
  assert.deepEqual((await apply(UNTOUCHED, sub)).state, SUSPENDED, 'a restore under a block is not done')
  assert.equal(mastodon.data.blocks.size, 1)
  await apply(UNTOUCHED)
  assert.deepEqual((await connector.readBack(sub))?.state, UNTOUCHED)
})

test('a list of blocks too long to read shows no domain visible', async (t) => {
  const { mastodon, connector, apply } = await connect(t)
  mastodon.remaining = 10_000
  const sub = { kind: 'account', id: '@domain:sub.other.example' } as const
  const block = { rejectMedia: true, comment: '' }
  mastodon.data.blocks.set('1', { ...block, id: '1', domain: 'other.example', severity: 'suspend' })
  for (let each = 2; each <= 2_001; each++)
    mastodon.data.blocks.set(`${each}`, { ...block, id: `${each}`, domain: `d${each}.example`, severity: 'noop' })
  mastodon.data.blocks.set('2002', { ...block, id: '2002', domain: 'sub.other.example', severity: 'silence' })
  assert.equal(await failureOf(connector.readBack(sub)), 'unavailable')
  assert.equal(await failureOf(apply(UNTOUCHED, sub)), 'unavailable', 'the restore is sent, and not recorded as done')
  assert.equal(mastodon.data.blocks.get('2002')?.severity, 'noop')
  assert.deepEqual((await apply(SUSPENDED, sub)).state, SUSPENDED)
})

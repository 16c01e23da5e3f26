import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instruction, PlatformState } from '@countersign/platform-kit'
import { DESK_SCOPES, DESK_TOKEN, givenStatus } from '../../../test/support/mastodon/mastodon-data.ts'
import { type Mastodon, startMastodon } from '../../../test/support/mastodon/start-mastodon.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../foundation/connector/effect-signer.ts'
import { UNTOUCHED } from '../../foundation/domain.ts'
import { mastodonConnector } from './mastodon-connector.ts'

const VALE = { kind: 'account', id: '109' } as const
const STRAY = { kind: 'account', id: '110' } as const
const SUSPENDED: PlatformState = { ...UNTOUCHED, visible: false, mayPost: false }
/** The time limit of a call that is not answered, long enough for the others on a busy machine. */
const IMPATIENT_MS = 1_500
const MANY = 100_000

async function connect(t: TestContext, options: { timeoutMs?: number; now?: () => Date } = {}) {
  const { now = () => new Date() } = options
  const mastodon = await startMastodon(t, { now })
  const connector = mastodonConnector({ url: mastodon.url, token: DESK_TOKEN, now, ...options })
  let generation = 0
  const apply = (subject: Instruction['subject'], desired: PlatformState, events: Instruction['events'] = []) => {
    const instruction = { subject, generation: ++generation, desired, baseline: UNTOUCHED, reverts: [], events }
    return connector.apply(instruction, { ...NO_GROUNDS, enforcements: [ENFORCEMENT] })
  }
  return { mastodon, connector, apply }
}

const ENFORCEMENT = { enforcement: 'enf_12', action: 'suspend', legalDuty: false, until: null }

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was answered'),
    (error: unknown) => (error instanceof ConnectorError ? error : assert.fail(String(error))),
  )

const posts = ({ requests }: Mastodon) => requests.filter((request) => request.startsWith('POST'))

/** Every state of an account of the server that a desk asks for, alone and together. */
const STATES: readonly PlatformState[] = [
  UNTOUCHED,
  SUSPENDED,
  { ...UNTOUCHED, spread: 'limited' },
  { ...UNTOUCHED, mayPost: false },
  { ...UNTOUCHED, labels: ['sensitive'] },
  { ...SUSPENDED, spread: 'limited', labels: ['sensitive'] },
  { ...UNTOUCHED, spread: 'limited', mayPost: false, labels: ['sensitive'] },
]

test('an account reaches each state from each other and reads back so', async (t) => {
  const { mastodon, connector, apply } = await connect(t)
  mastodon.remaining = MANY
  for (const from of STATES) {
    for (const to of STATES) {
      await apply(VALE, from)
      assert.deepEqual((await apply(VALE, to)).state, to)
      assert.deepEqual((await connector.readBack(VALE))?.state, to)
    }
  }
})

test('a repeated instruction changes nothing and sends no second mail', async (t) => {
  const { mastodon, apply } = await connect(t)
  await apply(VALE, SUSPENDED)
  await apply(VALE, SUSPENDED)
  assert.deepEqual(mastodon.data.log, [{ accountId: '109', act: 'suspend', text: 'enf_12', mailed: true }])
})

test('a milder state is reached without a moment of no restriction', async (t) => {
  const { mastodon, apply } = await connect(t)
  await apply(VALE, SUSPENDED)
  await apply(VALE, { ...UNTOUCHED, spread: 'limited', mayPost: false })
  assert.deepEqual(
    mastodon.data.log.map(({ act }) => act),
    ['suspend', 'silence', 'disable', 'unsuspend'],
  )
})

test('an effect whose answer was lost is not done twice', async (t) => {
  const { mastodon, apply } = await connect(t)
  mastodon.fault({ on: /POST .*action$/, kind: 'lost' })
  assert.equal((await failureOf(apply(VALE, SUSPENDED))).failure, 'unreachable')
  assert.deepEqual((await apply(VALE, SUSPENDED)).state, SUSPENDED)
  assert.equal(mastodon.data.log.length, 1)
})

test('an effect that did not arrive is done at the next attempt', async (t) => {
  const { mastodon, apply } = await connect(t)
  mastodon.fault({ on: /POST .*action$/, kind: 'down' })
  assert.equal((await failureOf(apply(VALE, SUSPENDED))).failure, 'unreachable')
  assert.equal(mastodon.data.log.length, 0)
  assert.deepEqual((await apply(VALE, SUSPENDED)).state, SUSPENDED)
})

test('a late suspension ends in time and shows in the next read-back', async (t) => {
  const { mastodon, connector, apply } = await connect(t, { timeoutMs: IMPATIENT_MS })
  mastodon.fault({ on: /POST .*action$/, kind: 'late' })
  assert.equal((await failureOf(apply(VALE, SUSPENDED))).failure, 'timeout')
  assert.deepEqual((await apply(VALE, UNTOUCHED)).state, UNTOUCHED)
  mastodon.release()
  assert.deepEqual((await connector.readBack(VALE))?.state, SUSPENDED, 'the desk sees it and restores again')
  assert.equal(connector.guarantees().fences, false)
})

test('an act that a moderator did meanwhile counts as done', async (t) => {
  const { mastodon, apply } = await connect(t)
  await apply(VALE, SUSPENDED)
  // The desk reads a suspended account; a moderator ends the suspension before the desk's own call arrives.
  mastodon.fault({ on: /GET .*accounts\/109$/, kind: 'stale' })
  const account = mastodon.data.accounts.get('109')
  assert.ok(account)
  account.suspended = false
  assert.deepEqual((await apply(VALE, UNTOUCHED)).state, UNTOUCHED)
  assert.equal(posts(mastodon).at(-1), 'POST /api/v1/admin/accounts/109/unsuspend')
})

test('a warning is mailed once and only to accounts of the server', async (t) => {
  const { mastodon, apply } = await connect(t)
  const event = { id: 'enf_9', kind: 'warn', policyId: 'scam', text: 'Fraud. No tickets that do not exist.' } as const
  await apply(VALE, UNTOUCHED, [event])
  await apply(VALE, UNTOUCHED, [event])
  assert.deepEqual(mastodon.data.log, [{ accountId: '109', act: 'none', text: event.text, mailed: true }])
  assert.equal((await failureOf(apply(STRAY, UNTOUCHED, [{ ...event, id: 'enf_10' }]))).failure, 'refused')
})

test('states that Mastodon cannot show are refused before any change', async (t) => {
  const { mastodon, apply } = await connect(t)
  givenStatus(mastodon.data, { id: '7' })
  const impossible: [Instruction['subject'], PlatformState][] = [
    [VALE, { ...UNTOUCHED, visible: false }],
    [VALE, { ...UNTOUCHED, labels: ['satire'] }],
    [VALE, { ...UNTOUCHED, blockedCountries: ['DE'] }],
    [STRAY, { ...UNTOUCHED, mayPost: false }],
    [
      { kind: 'content', id: '7' },
      { ...UNTOUCHED, visible: false },
    ],
  ]
  for (const [subject, desired] of impossible) {
    assert.equal((await failureOf(apply(subject, desired))).failure, 'refused', JSON.stringify(desired))
  }
  assert.deepEqual(posts(mastodon), [])
  // A restore of a post asks for nothing, so it ends.
  await apply({ kind: 'content', id: '7' }, UNTOUCHED)
})

test('an account of another server is suspended and restored', async (t) => {
  const { connector, apply } = await connect(t)
  await apply(STRAY, SUSPENDED)
  const read = await connector.readBack(STRAY)
  assert.deepEqual(read?.state, SUSPENDED)
  assert.equal(read.address, undefined, 'its page is on another server')
  assert.equal(read.reach, null, 'a suspended account has no followers to count')
  assert.deepEqual((await apply(STRAY, UNTOUCHED)).state, UNTOUCHED)
})

test('a visitor sees the page of an account until its suspension', async (t) => {
  const { connector, apply } = await connect(t)
  const address = (await connector.readBack(VALE))?.address ?? ''
  assert.equal(await connector.visit?.(address, VALE), 'shown')
  await apply(VALE, SUSPENDED)
  assert.equal(await connector.visit?.(address, VALE), 'not_shown')
})

test('the refusal to suspend staff of the same rank is final', async (t) => {
  const { apply } = await connect(t)
  const error = await failureOf(apply({ kind: 'account', id: '2' }, SUSPENDED))
  assert.equal(error.failure, 'refused')
  assert.match(error.message, /This action is not allowed/)
})

test('a missing account fails an effect and no read', async (t) => {
  const { connector, apply } = await connect(t)
  const nobody = { kind: 'account', id: '404' } as const
  assert.equal(await connector.readBack(nobody), undefined)
  assert.equal(await connector.facts(nobody), undefined)
  assert.equal((await failureOf(apply(nobody, SUSPENDED))).failure, 'no_such_subject')
})

test('another way to write an id names no account', async (t) => {
  const { connector, apply, mastodon } = await connect(t)
  const alias = { kind: 'account', id: '0109' } as const
  assert.equal(await connector.readBack(alias), undefined)
  assert.equal(await connector.facts(alias), undefined)
  assert.equal((await failureOf(apply(alias, SUSPENDED))).failure, 'no_such_subject')
  assert.equal(mastodon.data.accounts.get('109')?.suspended, false)
})

test('the check of a token names the scope that it lacks', async (t) => {
  const { mastodon, connector } = await connect(t)
  assert.equal((await connector.capabilities()).accountReads?.length, 2)
  for (const scope of DESK_SCOPES) {
    mastodon.data.tokens.set(DESK_TOKEN, { accountId: '1', scopes: DESK_SCOPES.filter((other) => other !== scope) })
    const error = await failureOf(connector.capabilities())
    assert.equal(error.failure, 'not_authorised')
    assert.match(error.message, new RegExp(`lacks ${scope}:`))
  }
  assert.deepEqual(mastodon.data.log, [], 'the check changes nothing')
})

test('a moderator without the permission to act is named', async (t) => {
  const { mastodon, connector } = await connect(t)
  const own = mastodon.data.accounts.get('1')
  assert.ok(own)
  own.permissions = '16'
  assert.match((await failureOf(connector.capabilities())).message, /lacks manageUsers:/)
})

test('the failure of a revoked token is not final', async (t) => {
  const { mastodon, apply } = await connect(t)
  mastodon.data.tokens.clear()
  assert.equal((await failureOf(apply(VALE, SUSPENDED))).failure, 'not_authorised')
})

test('restrictions leave requests of the rate limit to restores', async (t) => {
  const at = new Date('2026-05-04T09:01:00Z')
  const { mastodon, connector, apply } = await connect(t, { now: () => at })
  await apply(VALE, { ...UNTOUCHED, spread: 'limited' })
  mastodon.remaining = 55
  await connector.readBack(VALE)
  const before = posts(mastodon).length
  assert.equal((await failureOf(apply(VALE, SUSPENDED))).failure, 'over_budget')
  const look = await failureOf(connector.readBack(VALE, 'look'))
  assert.match(look.message, /in 240 seconds/)
  assert.equal(look.retryAfterMs, 240_000)
  assert.equal(posts(mastodon).length, before, 'nothing was sent')
  assert.deepEqual((await apply(VALE, UNTOUCHED)).state, UNTOUCHED, 'a restore is sent')
})

test('calls continue in the window after a used-up rate limit', async (t) => {
  let at = new Date('2026-05-04T09:01:00Z')
  const { mastodon, connector, apply } = await connect(t, { now: () => at })
  mastodon.remaining = 0
  assert.equal((await failureOf(apply(VALE, SUSPENDED))).failure, 'over_budget')
  at = new Date('2026-05-04T09:05:01Z')
  mastodon.remaining = 300
  await apply(VALE, SUSPENDED)
  assert.deepEqual((await connector.readBack(VALE))?.state, SUSPENDED)
})

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { startCoopPlatform } from '../../../test/support/coop/coop-platform.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../foundation/connector/effect-signer.ts'
import { type Subject, UNTOUCHED } from '../../foundation/domain.ts'
import { COOP } from './coop-kind.ts'
import { coopConnector } from './coop-connector.ts'

const ROSA: Subject = { kind: 'account', id: 'user/rosa' }
const POST: Subject = { kind: 'content', id: 'post/p%2F1/x' }
const SUSPENDED = { ...UNTOUCHED, visible: false, mayPost: false }

async function startWithRosa(...given: Parameters<typeof startCoopPlatform>) {
  const started = await startCoopPlatform(...given)
  started.platform.put('user', 'rosa', { handle: 'rosa_bakes', visible: true, mayPost: true, limited: false })
  started.platform.put('post', 'p%2F1/x', {
    ...{ text: 'Rye.', visible: true, limited: false, createdAt: '2026-05-04T09:00:00.000Z' },
    author: { id: 'rosa', typeId: 'user' },
  })
  const apply = (subject: Subject, desired: object, more = {}) =>
    started.connector.apply(
      {
        ...{
          subject,
          generation: 1,
          desired: { ...UNTOUCHED, ...desired },
          baseline: UNTOUCHED,
          reverts: [],
          events: [],
        },
        ...more,
      },
      { enforcements: [{ enforcement: 'enf_7', action: 'suspend', legalDuty: false, until: null }], approvals: [] },
    )
  const called = () => started.platform.callbacks.splice(0).map(({ body }) => body.action.id)
  return { ...started, apply, called }
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was answered'),
    (error: unknown) => (error instanceof ConnectorError ? error.failure : assert.fail(String(error))),
  )

test('each restriction is one callback, and its end another', async (t) => {
  const { apply, called } = await startWithRosa(t)
  const steps: [Subject, object, string[]][] = [
    [ROSA, SUSPENDED, ['suspend-id']],
    [ROSA, SUSPENDED, []],
    [ROSA, { mayPost: false }, ['lock-id', 'unsuspend-id']],
    [ROSA, SUSPENDED, ['suspend-id']],
    [ROSA, { spread: 'limited' }, ['limit-id', 'unsuspend-id', 'unlock-id']],
    [ROSA, {}, ['unlimit-id']],
    [POST, { visible: false }, ['hide-id']],
    [POST, {}, ['unhide-id']],
  ]
  for (const [subject, desired, expected] of steps) {
    const { state } = await apply(subject, desired)
    assert.deepEqual([called(), state], [expected, { ...UNTOUCHED, ...desired }])
  }
})

test('a callback has the form of Coop and names no person', async (t) => {
  const { apply, platform } = await startWithRosa(t)
  const statement = { id: 'stm_1', texts: [{ language: 'en', text: 'Sold tickets twice.' }], redress: [] }
  await apply(POST, { visible: false }, { statement })
  const events = [{ id: 'enf_8', kind: 'warn', policyId: 'fraud', text: 'Please be honest.' }]
  await apply(ROSA, {}, { events })
  await apply(ROSA, {}, { events })
  assert.deepEqual(platform.callbacks, [
    {
      path: '/actions/hide',
      body: {
        ...{ item: { id: 'p%2F1/x', typeId: 'post' }, action: { id: 'hide-id' }, policies: [], rules: [] },
        ...{ custom: { enforcements: ['enf_7'] }, decisionReason: 'Sold tickets twice.' },
      },
    },
    {
      path: '/actions/warn',
      body: {
        ...{ item: { id: 'rosa', typeId: 'user' }, action: { id: 'warn-id' }, rules: [] },
        policies: [{ id: 'fraud', name: 'fraud', penalty: 'NONE' }],
        ...{ custom: { enforcements: ['enf_7'] }, decisionReason: 'Please be honest.' },
      },
    },
  ])
})

test('a platform refuses callbacks that another key signed', async (t) => {
  const { options, platform } = await startWithRosa(t)
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const stranger = coopConnector({ ...options, key })
  assert.equal(await failureOf(stranger.readBack(ROSA)), 'not_authorised')
  assert.deepEqual(platform.callbacks, [])
})

test('states and actions that the platform lacks are refused', async (t) => {
  const { apply, options, called } = await startWithRosa(t)
  assert.equal(await failureOf(apply(ROSA, { labels: ['spam'] })), 'refused')
  assert.equal(await failureOf(apply(ROSA, { visible: false })), 'refused')
  assert.equal(await failureOf(apply(POST, { blockedCountries: ['DE'] })), 'refused')
  const bare = coopConnector({ ...options, actions: {}, warn: undefined })
  const instruction = { subject: ROSA, generation: 1, desired: SUSPENDED, baseline: UNTOUCHED, reverts: [], events: [] }
  assert.equal(await failureOf(bare.apply(instruction, NO_GROUNDS)), 'refused')
  assert.deepEqual(called(), [])
  assert.deepEqual(bare.guarantees().actions, { account: [], content: [] })
  assert.deepEqual(coopConnector(options).guarantees().actions, {
    account: ['warn', 'limit', 'lock', 'suspend', 'deactivate'],
    content: ['limit', 'hide', 'remove'],
  })
})

test('an item that does not say what it shows proves nothing', async (t) => {
  const { apply, connector, options, platform } = await startWithRosa(t)
  for (const visible of [undefined, null, 'true', 1]) {
    platform.put('user', 'rosa', { handle: 'rosa_bakes', visible })
    assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
  }
  for (const field of ['mayPost', 'limited']) {
    for (const misread of [undefined, null, 'false', 0]) {
      platform.put('user', 'rosa', { visible: true, mayPost: true, limited: false, [field]: misread })
      assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
      assert.equal(await failureOf(apply(ROSA, {})), 'unreadable', `no restore by ${field}: ${misread}`)
    }
  }
  platform.put('user', 'rosa', { visible: true })
  const { lock: _, limit: __, ...actions } = options.actions
  assert.deepEqual((await coopConnector({ ...options, actions }).readBack(ROSA))?.state, UNTOUCHED)
})

test('a hidden item that is left out proves nothing, and is restored', async (t) => {
  const { apply, called, platform } = await startWithRosa(t)
  platform.leavesOutHidden = true
  assert.equal(await failureOf(apply(POST, { visible: false })), 'unreadable')
  assert.equal(await failureOf(apply(POST, { visible: false })), 'no_such_subject')
  assert.deepEqual(called(), ['hide-id'])
  assert.deepEqual((await apply(POST, {})).state, UNTOUCHED)
  assert.deepEqual(called(), ['unhide-id', 'unlimit-id'])
  assert.equal(await failureOf(apply(ROSA, SUSPENDED)), 'unreadable')
  const baseline = { ...UNTOUCHED, mayPost: false }
  platform.put('user', 'rosa', { ...platform.find('user', 'rosa'), mayPost: false })
  assert.deepEqual((await apply(ROSA, baseline, { baseline })).state, baseline)
  assert.deepEqual(called(), ['suspend-id', 'unsuspend-id', 'unlimit-id'], 'a lock of the platform stays')
  assert.equal(await failureOf(apply({ kind: 'account', id: 'user/nobody' }, {})), 'no_such_subject')
})

test('404 to a callback does not make the item missing', async (t) => {
  const { apply, options, platform } = await startWithRosa(t)
  const undo = { id: 'of-no-action', path: '/wrong' }
  const actions = { ...options.actions, suspend: { ...options.actions.suspend, undo } }
  await apply(ROSA, SUSPENDED)
  const instruction = { subject: ROSA, generation: 2, desired: UNTOUCHED, baseline: UNTOUCHED, reverts: [], events: [] }
  const connector = coopConnector({ ...options, actions })
  assert.equal(await failureOf(connector.apply(instruction, NO_GROUNDS)), 'unavailable')
  assert.equal(platform.find('user', 'rosa')?.visible, false)
})

test('a long text is cut between characters', async (t) => {
  const { connector, platform } = await startWithRosa(t)
  const long = `${'x'.repeat(49_999)}\u{1f35e}`
  platform.put('user', 'rosa', { handle: long.slice(-257), displayName: long.slice(-1_025) })
  platform.put('post', 'p%2F1/x', { text: long, author: { id: 'rosa', typeId: 'user' } })
  const facts = await connector.facts(POST)
  assert.equal(facts?.content?.text, `${'x'.repeat(49_999)}\ufffd`)
  assert.equal(facts?.account.handle, `${'x'.repeat(255)}\ufffd`)
  assert.equal(facts?.account.displayName, `${'x'.repeat(1_023)}\ufffd`)
})

test('facts of a content include its author', async (t) => {
  const { connector, platform } = await startWithRosa(t)
  const facts = await connector.facts(POST)
  assert.deepEqual(
    [facts?.account.id, facts?.account.reach, facts?.content?.accountId, facts?.content?.text],
    ['user/rosa', null, 'user/rosa', 'Rye.'],
  )
  platform.put('post', 'p%2F1/x', { text: 'Rye.', visible: true })
  assert.equal(await failureOf(connector.facts(POST)), 'unreadable')
  assert.equal(await connector.readBack({ kind: 'content', id: 'no-type' }), undefined)
})

test('the settings allow no callback to another host', () => {
  const kind = COOP.secrets.SIGNING_KEY
  const short = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  assert.equal(kind?.parse(String(short)), undefined)
  const settings = (path: string) => ({
    ...{ url: 'https://forum.example/items', accounts: ['user'] },
    actions: { hide: { id: 'a', path, undo: { id: 'b', path: '/b' } } },
  })
  assert.ok(COOP.coop(settings('/a')))
  for (const path of ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'a'])
    assert.throws(() => COOP.coop(settings(path)), TypeError, path)
})

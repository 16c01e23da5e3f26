import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { type AlertReceiver, startAlertReceiver } from '../../../test/support/alert-receiver.ts'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { givenKey } from '../../../test/support/people.ts'
import { bearer } from '../../../test/support/server.ts'
import { proposeWebhookSecret } from '../../admin/setup/change-channel.ts'
import { webhookSecretRoutes } from '../../admin/setup/webhook-secret-routes.ts'
import { ALERT_KINDS } from '../../app/alert-kinds.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DESK, type KeyScope } from '../../foundation/domain.ts'
import { claimJobs } from '../../foundation/jobs.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { addKey, revokeKey } from '../../people/access/keys.ts'
import { channelRoutes } from '../notifications/channel-routes.ts'
import { deliver } from '../notifications/deliver.ts'
import { listEventKindsFor } from './event-rights.ts'
import { lastOfEach, spreadEvents } from './spread-events.ts'

const DAY_MS = 86_400_000

const eventsOf = ({ received }: AlertReceiver) => received.filter(({ type }) => type !== 'channel.tested')

/** Starts a webhook that follows with a key, and a desk whose worker runs only when the test says so. */
async function startFollowing(t: TestContext, scopes: readonly KeyScope[], events: readonly string[]) {
  const outbox = { allowPrivate: ['127.0.0.0/8'], timeoutMs: 2_000 }
  const office = await startChanging(t, { driven: true, outbox, routes: [channelRoutes, webhookSecretRoutes] })
  const { db, desk, database } = office
  const admin = await office.person(['admin'])
  const key = await givenKey(db, scopes)
  const hook = await startAlertReceiver(t)
  const post = async (url: string, payload: object) => {
    const answer = await office.app.inject({ method: 'POST', url, headers: bearer(admin.token), payload })
    return { status: answer.statusCode, body: answer.json() }
  }
  const add = (follows?: object, more: object = {}) =>
    post('/v1/channels', { kind: 'webhook', name: 'hook', address: hook.alerts.url, takes: 'events', follows, ...more })
  const added = await add({ events, keyId: key.id })
  assert.equal(added.status, 201, JSON.stringify(added.body))
  hook.secret = added.body.secret
  const happen = (subject: string, ...enforcements: string[]) =>
    inTransaction(db, async (tx) => {
      for (const enforcementId of enforcements)
        queueEntry(tx, { kind: 'needs_attention', why: 'a secret', by: DESK, subject, enforcementId })
    })
  const turn = async () => {
    await database.pool.query('select number_entries(5000)')
    await spreadEvents(desk)
    for (const job of await claimJobs(db, 'notice', 50))
      if (job.kind === 'deliver') await deliver(desk, job, ALERT_KINDS)
  }
  const told = () => eventsOf(hook).map(({ type, data }) => [type, data.id])
  return { ...office, admin, key, hook, post, add, happen, turn, told, channelId: String(added.body.id) }
}

test("a webhook gets its key's events once, with retries", async (t) => {
  const desk = await startFollowing(t, ['events'], ['enforcement'])
  await desk.turn()
  await desk.happen('account:vale', 'enf_1', 'enf_2', 'enf_1')
  desk.hook.answer = 503
  await desk.turn()
  desk.hook.answer = 204
  await desk.database.advance(10_000)
  await desk.turn()
  await desk.turn()
  const events = eventsOf(desk.hook)
  assert.deepEqual(desk.told(), [
    ['enforcement.changed', 'enf_2'],
    ['enforcement.changed', 'enf_2'],
    ['enforcement.changed', 'enf_1'],
  ])
  assert.match(String(events[0]?.timestamp), /^\d{4}-.*Z$/)
  assert.equal(events[0]?.timestamp, events[1]?.timestamp, 'the time is that of the event, at each attempt')
  assert.equal(typeof events[0]?.data.number, 'number')
  assert.deepEqual(
    [events[0]?.id, events[1]?.id === events[2]?.id],
    [events[1]?.id, false],
    'by its id it is known again',
  )
  assert.doesNotMatch(JSON.stringify(desk.hook.received), /vale|secret/)
  await revokeKey(desk.desk, desk.key.id, DESK)
  await desk.happen('account:vale', 'enf_3')
  await desk.turn()
  assert.equal(desk.told().length, 3, 'by the right of a key that was revoked nothing is told')
  assert.deepEqual(await findProblems(desk.db), [])
})

test('a webhook that missed too many events is told once', async (t) => {
  const desk = await startFollowing(t, ['account_events'], ['account'])
  await desk.turn()
  await desk.happen('account:otto', ...Array.from({ length: 2_001 }, (_, index) => `enf_${index}`))
  await desk.turn()
  await desk.turn()
  assert.deepEqual(desk.told(), [['events.stale', undefined]])
  await desk.happen('account:vale', 'enf_1')
  await desk.turn()
  assert.deepEqual(desk.told()[1], ['account.changed', 'vale'])
})

test('400: an event webhook needs a valid key and allowed events', async (t) => {
  const { add, key, person, app, db } = await startFollowing(t, ['events'], ['enforcement', 'breaker'])
  const refused = async (follows?: object, more?: object) => {
    const { status, body } = await add(follows, more)
    return [status, body.errors?.[0]?.field]
  }
  const { id: reports } = await givenKey(db, ['report'])
  assert.deepEqual(await refused(), [400, 'keyId'])
  assert.deepEqual(await refused({ events: ['enforcement'], keyId: 'key_999' }), [400, 'keyId'])
  assert.deepEqual(await refused({ events: ['enforcement'], keyId: reports }), [400, 'keyId'])
  for (const event of ['account', 'staff', 'change'])
    assert.deepEqual(await refused({ events: ['enforcement', event], keyId: key.id }), [400, 'events'])
  const follows = { events: ['enforcement'], keyId: key.id }
  assert.deepEqual(await refused(follows, { kind: 'slack' }), [400, 'takes'])
  assert.deepEqual(await refused(follows, { takes: 'all' }), [400, 'events'])
  const lead = await person(['lead'])
  const own = { method: 'POST', url: '/v1/me/channels', headers: bearer(lead.token) } as const
  const payload = { kind: 'slack', name: 'x', address: 'https://hooks.example/', takes: 'events', follows }
  assert.equal((await app.inject({ ...own, payload })).statusCode, 400)
})

test("201, 404: a webhook's new secret signs once a second person agrees", async (t) => {
  const desk = await startFollowing(t, ['events'], ['enforcement'])
  await desk.turn()
  const [old, at] = [desk.hook.secret, `/v1/channels/${desk.channelId}/secret`]
  assert.equal((await desk.post('/v1/channels/ch_999/secret', { reason: 'x' })).status, 404)
  const asked = await desk.post(at, { reason: 'the old one was in a log' })
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  /** Returns the secrets that sign the next message correctly. */
  const signedBy = async (enforcement: string) => {
    const by = []
    for (const secret of [old, asked.body.secret]) {
      const before = desk.hook.received.length
      desk.hook.secret = secret
      await desk.happen('account:vale', `${enforcement}-${by.length}`)
      await desk.turn()
      await desk.database.advance(10 * 60_000)
      by.push(desk.hook.received.length > before)
    }
    return by
  }
  assert.deepEqual(await signedBy('enf_1'), [true, false], 'one person alone changes nothing')
  await assert.rejects(desk.agree({ id: asked.body.changeId }, desk.admin), { code: 'not_allowed' })
  assert.equal((await desk.agree({ id: asked.body.changeId }, desk.crane)).state, 'applied')
  const { rows } = await desk.db.query<{ says: string; body: string }>(sql`select says, body from desk_change`)
  assert.ok(rows[0]?.says.includes(asked.body.fingerprint))
  assert.doesNotMatch(JSON.stringify(rows), /whsec_/)
  assert.deepEqual(await signedBy('enf_2'), [true, true])
  await desk.database.advance(DAY_MS)
  assert.deepEqual(await signedBy('enf_3'), [false, true])
  assert.deepEqual(await findProblems(desk.db), [])
})

test("no direct write changes a webhook's secret without an agreed change", async (t) => {
  const desk = await startFollowing(t, ['events'], ['enforcement'])
  await assert.rejects(desk.db.query(sql`update channel set secret = 'x'`), /permission denied/)
  const { change } = await proposeWebhookSecret(desk.desk, desk.channelId, { reason: 'x', by: desk.admin })
  const apply = sql`update desk_change set state = 'applied', moved_by = ${`staff:${desk.admin.id}`} where id = ${change.id}`
  await assert.rejects(desk.db.query(apply), /has no agreement of a second person/)
})

test('a key for account events takes two people after set-up', async (t) => {
  const { db, desk } = await startChanging(t)
  await endSetup(db)
  await addKey(desk, { name: 'wall', scopes: ['events'] }, DESK)
  await assert.rejects(addKey(desk, { name: 'wall', scopes: ['events', 'account_events'] }, DESK), /by a change/)
})

test('keys get no events about staff; account events need a scope', () => {
  const ordinary = ['enforcement', 'case', 'appeal', 'alert', 'freeze', 'breaker', 'queue']
  assert.deepEqual(listEventKindsFor(['report', 'facts', 'scim']), [])
  assert.deepEqual(listEventKindsFor(['events']), ordinary)
  assert.deepEqual(listEventKindsFor(['account_events']), ['account'])
})

test('the last event of each subject is delivered in order', () => {
  const [one, two] = [
    { kind: 'enforcement', id: 'enf_1' },
    { kind: 'case', id: 'enf_1' },
  ] as const
  assert.deepEqual(lastOfEach([]), [])
  assert.deepEqual(
    lastOfEach([
      { ...one, at: 1 },
      { ...two, at: 2 },
      { ...one, at: 3 },
    ]),
    [
      { ...two, at: 2 },
      { ...one, at: 3 },
    ],
  )
})

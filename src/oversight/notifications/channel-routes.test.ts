import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../../../test/support/desk-flow.ts'
import { minutes, startGate } from '../../../test/support/gate-flow.ts'
import { startMailServer } from '../../../test/support/mail-server.ts'
import { type AlertReceiver, startAlertReceiver } from '../../../test/support/alert-receiver.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger } from '../../../test/support/working-desk.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { inTransaction } from '../../foundation/database/db.ts'

const LOCAL = ['127.0.0.0/8']

async function startChannels(t: TestContext, allowPrivate: readonly string[] = LOCAL) {
  const mail = await startMailServer(t)
  const outbox = { mail: { url: mail.url, from: 'desk@platform.example' }, allowPrivate }
  const desk = await startGate(t, { outbox })
  const admin = await desk.person({ roles: ['admin'] })
  const add = (body: object, who = admin, path = '/v1/channels') => send(desk, who.token, 'POST', path, body)
  const list = async (who = admin, path = '/v1/channels') => {
    const { body } = await send(desk, who.token, 'GET', path)
    return body.items as { id: string; lastError: string | null; lastTookMs: number | null; shows: string }[]
  }
  const alert = (alert: Parameters<typeof queueAlert>[1]) =>
    inTransaction(desk.desk.db, async (tx) => queueAlert(tx, alert))
  return { ...desk, mail, admin, add, list, alert }
}

test('urgent alerts go to webhook, Slack and mail in their formats', async (t) => {
  const desk = await startChannels(t)
  const [hook, slack] = [await startAlertReceiver(t), await startAlertReceiver(t, { asksNoSignature: true })]
  const webhook = await desk.add({ kind: 'webhook', name: 'pager', address: hook.alerts.url })
  assert.equal(webhook.status, 201, JSON.stringify(webhook.body))
  hook.secret = String(webhook.body.secret)
  assert.match(hook.secret, /^whsec_/)
  const room = await desk.add({ kind: 'slack', name: 'room', address: `${slack.alerts.url}?token=s3cret` })
  assert.deepEqual([room.status, room.body.secret], [201, null])
  assert.equal((await desk.add({ kind: 'mail', name: 'leads', address: 'leads@desk.example' })).status, 201)
  slack.answer = 200
  desk.work()
  await waitFor(
    'tests to have come',
    async () => hook.received.length === 1 && slack.came.length === 1 && desk.mail.mails.length === 1,
  )
  assert.equal(hook.received[0]?.type, 'channel.tested')
  await desk.alert({ kind: 'fate', to: { role: 'lead' }, why: 'It was declined.' })
  await desk.alert({ kind: 'freeze', to: { role: 'lead' }, why: 'Frozen: <b>stolen & sold</b>.' })
  await waitFor(
    'the call to have come',
    async () => hook.received.length === 2 && slack.came.length === 2 && desk.mail.mails.length === 2,
  )
  assert.equal(hook.received[1]?.data.kind, 'freeze')
  assert.equal(
    JSON.parse(slack.came[1]?.text ?? '').text,
    'Frozen: &lt;b&gt;stolen &amp; sold&lt;/b&gt;. <https://desk.example/inbox|Open it at the desk>',
  )
  const [, mail] = desk.mail.mails
  assert.deepEqual(mail?.to, ['leads@desk.example'])
  assert.match(mail?.text ?? '', /Subject: Now: All restrictive actions are frozen\./)
  assert.match(mail?.text ?? '', /Message-ID: <alert_\d+_[0-9a-z]+@platform\.example>/i)
  assert.match(mail?.text ?? '', /https:\/\/desk\.example\/inbox/)
  const listed = JSON.stringify(await desk.list())
  assert.doesNotMatch(listed, /s3cret|leads@|whsec_/)
  const { rows } = await desk.desk.db.query(
    sql`select encode(address, 'escape') || coalesce(encode(secret, 'escape'), '') as kept from channel`,
  )
  assert.doesNotMatch(JSON.stringify(rows), /s3cret|leads@|whsec_|127\.0/)
  assert.equal((await desk.list()).length, 3)
  const { rows: told } = await desk.desk.db.query(
    sql`select distinct to_role from alert where kind = 'channel' order by to_role`,
  )
  assert.deepEqual(told, [{ to_role: 'admin' }, { to_role: 'lead' }])
  await checkLedger(desk.desk)
})

test('alerts open incidents at PagerDuty and Opsgenie, once each', async (t) => {
  const desk = await startChannels(t)
  const [pagerDuty, opsgenie] = [await startAlertReceiver(t), await startAlertReceiver(t)]
  const add = (kind: string, { alerts }: AlertReceiver, more: object, path?: string) =>
    desk.add({ kind, name: kind, address: alerts.url, ...more }, desk.admin, path)
  const refusalOf = async (adding: ReturnType<typeof add>) => {
    const { status, body } = await adding
    return [status, (body.errors as { field: string }[])[0]?.field]
  }
  assert.deepEqual(await refusalOf(add('pagerduty', pagerDuty, {})), [400, 'integrationKey'])
  assert.deepEqual(await refusalOf(add('slack', pagerDuty, { integrationKey: 'r0uting-key' })), [400, 'integrationKey'])
  const own = '/v1/me/channels'
  assert.deepEqual(await refusalOf(add('opsgenie', opsgenie, { integrationKey: 'genie-key' }, own)), [400, 'kind'])
  assert.equal((await add('pagerduty', pagerDuty, { integrationKey: 'r0uting-key' })).status, 201)
  assert.equal((await add('opsgenie', opsgenie, { integrationKey: 'genie-key' })).status, 201)
  desk.work()
  const haveCome = (count: number) => async () =>
    pagerDuty.came.length >= count && opsgenie.came.length >= count && desk.mail.mails.length === 0
  // The receiver refuses unsigned messages until then, like a service that is down.
  await waitFor('the tests to have been refused', haveCome(1))
  for (const receiver of [pagerDuty, opsgenie]) receiver.takesUnsigned = true
  await desk.alert({ kind: 'freeze', to: { role: 'lead' }, why: `Frozen: ${'💥'.repeat(700)}` })
  const lastOf = ({ came }: AlertReceiver) => JSON.parse(came.at(-1)?.text ?? '{}')
  await waitFor(
    'the alert',
    async () => /Frozen/.test(lastOf(opsgenie).description) && lastOf(pagerDuty).payload.severity === 'critical',
  )
  const { payload, links, ...event } = lastOf(pagerDuty)
  assert.deepEqual(event, {
    ...{ routing_key: 'r0uting-key', event_action: 'trigger', dedup_key: event.dedup_key },
    ...{ client: 'countersign', client_url: 'https://desk.example/inbox' },
  })
  assert.match(event.dedup_key, /^alert_\d+_[0-9a-z]+$/)
  assert.equal(payload.summary.length, 1_023, 'cut before the half of a character that has no room')
  assert.ok(payload.summary.isWellFormed())
  assert.match(payload.timestamp, /^\d{4}-.*Z$/)
  assert.deepEqual(links, [{ href: 'https://desk.example/inbox', text: 'Open it at the desk' }])
  const { message, alias, priority } = lastOf(opsgenie)
  assert.deepEqual([message, alias, priority], ['Now: All restrictive actions are frozen.', event.dedup_key, 'P1'])
  assert.equal(opsgenie.came.at(-1)?.headers.authorization, 'GenieKey genie-key')
  const { rows } = await desk.desk.db.query(sql`select encode(secret, 'escape') as kept from channel`)
  assert.doesNotMatch(JSON.stringify([rows, await desk.list()]), /r0uting-key|genie-key/)
  await checkLedger(desk.desk)
})

test('no alert channel reaches a private network', async (t) => {
  const desk = await startChannels(t, ['127.0.0.2/32'])
  const hook = await startAlertReceiver(t)
  for (const address of [
    hook.alerts.url,
    'https://127.0.0.1/',
    'https://10.0.0.7/x',
    'https://[::1]/',
    'https://169.254.169.254/latest',
  ]) {
    const answer = await desk.add({ kind: 'webhook', name: 'x', address })
    assert.equal(answer.status, 400, address)
    assert.equal((answer.body.errors as { field: string }[])[0]?.field, 'address')
  }
  for (const address of [
    'ftp://hooks.example/',
    'https://me:pass@hooks.example/',
    'hooks.example',
    'http://hooks.example/',
  ])
    assert.equal((await desk.add({ kind: 'slack', name: 'x', address })).status, 400, address)
  const named = await desk.add({
    kind: 'webhook',
    name: 'named',
    address: `https://localhost:${new URL(hook.alerts.url).port}/`,
  })
  assert.equal(named.status, 201, 'where a name leads is seen when it is called')
  desk.work()
  const refused = async () => /private network/.test((await desk.list())[0]?.lastError ?? '')
  await waitFor('it to be refused for where the name leads', refused)
  assert.equal(hook.came.length, 0)
})

test('an alert channel follows no redirect', async (t) => {
  const desk = await startChannels(t)
  const [hook, inside] = [await startAlertReceiver(t), await startAlertReceiver(t)]
  hook.redirectTo = inside.alerts.url
  await desk.add({ kind: 'slack', name: 'x', address: hook.alerts.url })
  desk.work()
  await waitFor('it to have failed', async () => (await desk.list())[0]?.lastError)
  assert.equal(inside.came.length, 0)
})

test('channel rights decide who adds, tests and removes alert channels', async (t) => {
  const desk = await startChannels(t)
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const hook = await startAlertReceiver(t, { asksNoSignature: true })
  const asked = { kind: 'slack', name: 'room', address: hook.alerts.url, takes: 'all' }
  for (const who of [ana, lead]) assert.equal((await desk.add(asked, who)).status, 403)
  const { id } = (await desk.add(asked)).body
  assert.equal((await desk.add({ ...asked, takes: 'digest' })).status, 400)
  assert.equal((await send(desk, ana.token, 'GET', '/v1/channels')).status, 403)
  assert.equal((await send(desk, lead.token, 'POST', `/v1/channels/${id}/test`)).status, 204)
  assert.equal((await send(desk, ana.token, 'POST', `/v1/me/channels/${id}/test`)).status, 404, 'not theirs')
  desk.work()
  // The channel takes all alerts, so the one about its own addition arrives too.
  const tests = () => hook.came.filter(({ text }) => text.includes('This is a test of'))
  await waitFor('both tests to have come', async () => tests().length === 2)
  const remove = (who: typeof ana, channelId: unknown, body: object = { reason: 'The room was closed.' }) =>
    send(desk, who.token, 'POST', `/v1/channels/${channelId}/remove`, body)
  assert.equal((await remove(lead, id)).status, 403)
  for (const refused of [{}, { reason: ' ' }, { reason: 'x'.repeat(1_501) }])
    assert.equal((await remove(desk.admin, id, refused)).status, 400)
  for (const _repeated of [1, 2]) assert.equal((await remove(desk.admin, id)).status, 204)
  const { rows } = await desk.desk.db.query(sql`
    select array_agg(distinct to_role order by to_role) as told, count(*) as count from alert
    where kind = 'channel' and why like '%The reason given: The room was closed.'`)
  assert.deepEqual(rows, [{ told: ['admin', 'lead'], count: 2 }], 'told once, with the reason')
  assert.equal((await remove(desk.admin, 'ch_999')).status, 404)
  assert.equal((await send(desk, ana.token, 'DELETE', `/v1/channels/${id}`)).status, 404, 'no removal without a reason')
  assert.equal((await send(desk, ana.token, 'DELETE', `/v1/me/channels/${id}`)).status, 404, 'not theirs')
  await desk.alert({ kind: 'freeze', to: { role: 'lead' }, why: 'Frozen.' })
  await waitFor('nothing to be due', async () => {
    const { rowCount } = await desk.desk.db.query(sql`select from job where priority = 'notice'`)
    return rowCount === 0
  })
  assert.ok(!hook.came.some(({ text }) => /Frozen/.test(text)))
  await checkLedger(desk.desk)
})

test('people get their own alerts by mail and Slack until they leave', async (t) => {
  const desk = await startChannels(t)
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const hook = await startAlertReceiver(t)
  const mine = (who: typeof ana, body: object) => desk.add(body, who, '/v1/me/channels')
  const refused = await mine(ana, { kind: 'slack', name: 'me', address: hook.alerts.url })
  assert.equal(refused.status, 400, 'the desk itself tells nothing there')
  assert.equal((await mine(ana, { kind: 'webhook', name: 'me', address: hook.alerts.url })).status, 400)
  assert.equal((await mine(ana, { kind: 'mail', name: 'me', address: 'not an address' })).status, 400)
  for (const [who, name] of [
    [ana, 'ana'],
    [ben, 'ben'],
  ] as const)
    assert.equal((await mine(who, { kind: 'mail', name, address: `${name}@desk.example`, takes: 'all' })).status, 201)
  assert.equal((await desk.list()).length, 0, 'nobody else sees them')
  const german = { language: 'de', timeZone: null, tourClosed: true, checklistClosed: true }
  assert.equal((await send(desk, ben.token, 'PUT', '/v1/me/preferences', german)).status, 204)
  desk.work()
  await waitFor('tests to have come', async () => desk.mail.mails.length === 2)
  // Quoted-printable breaks long lines.
  const textTo = (name: string) =>
    String(desk.mail.mails.findLast(({ to }) => to[0] === `${name}@desk.example`)?.text).replaceAll('=\r\n', '')
  assert.match(textTo('ana'), /Subject: A test from the desk.*Nothing happened\./s)
  assert.match(textTo('ben'), /Subject: Ein Test von Countersign.*Nichts ist geschehen\./s)
  await desk.alert({ kind: 'fate', to: { staff: ana.id }, why: 'Yours was declined.' })
  await desk.alert({
    kind: 'no_approver',
    to: { role: 'lead' },
    why: message('alert.channel.dead', { channel: 'pager', count: 10, error: 'HTTP 500' }),
  })
  await waitFor('both to have come', async () => desk.mail.mails.length === 4)
  const last = desk.mail.mails.slice(2).map(({ to, text }) => [to[0], /declined/.test(text)])
  assert.deepEqual(last.sort(), [
    ['ana@desk.example', true],
    ['ben@desk.example', false],
  ])
  assert.match(textTo('ben'), / hat 10-mal nacheinander nichts angenommen/)
  await desk.desk.db.query(sql`update staff set ends_at = desk_now() where id = ${ana.id}`).catch(() => undefined)
  await desk.advance(minutes(1))
  const before = desk.mail.mails.length
  await desk.alert({ kind: 'no_approver', to: { role: 'lead' }, why: 'Again no approver.' })
  await waitFor('who is here to be told', async () => desk.mail.mails.length > before)
})

test('a mail server that refuses an alert gets it again later', async (t) => {
  const desk = await startChannels(t)
  desk.mail.refuse = true
  await desk.add({ kind: 'mail', name: 'leads', address: 'leads@desk.example' })
  desk.work()
  await waitFor('the test to have failed', async () => (await desk.list())[0]?.lastError)
  await desk.alert({ kind: 'freeze', to: { role: 'lead' }, why: 'Frozen.' })
  await waitFor('a try', async () => {
    const { rowCount } = await desk.desk.db.query(sql`select from delivery where kind = 'alert' and attempt > 0`)
    return rowCount === 1
  })
  desk.mail.refuse = false
  await desk.advance(minutes(10))
  await waitFor('it to come', async () => desk.mail.mails.length === 1)
  // The success is stored a moment after the delivery.
  await waitFor('nothing to be said against it', async () => (await desk.list())[0]?.lastError === null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto'
import sql from 'sql-template-tag'
import {
  type LabelerDesk,
  makeToken,
  ROSA,
  SPAM,
  sendReport,
  startLabelerDesk,
  VALE,
} from '../../../test/support/atproto.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { reportRoutes } from './report-routes.ts'

const countReports = ({ desk }: LabelerDesk) => desk.db.onlyValue<number>(sql`select count(*)::int from report`)
const seconds = () => Math.floor(Date.now() / 1_000)

test('200: a signed report becomes a report, once for each token', async (t) => {
  const desk = await startLabelerDesk(t)
  const token = await makeToken(desk.rosa)
  const first = await sendReport(desk, token)
  assert.equal(first.statusCode, 200, first.body)
  assert.deepEqual(
    { ...first.json<object>(), id: 0, createdAt: '' },
    { ...SPAM, id: 0, reportedBy: ROSA, createdAt: '' },
  )
  assert.deepEqual(await desk.desk.db.list(sql`select subject from review_case`), [
    { subject: `account:bluesky~${VALE}` },
  ])
  assert.deepEqual((await sendReport(desk, token)).json(), first.json())
  assert.equal((await sendReport(desk, token, { ...SPAM, reason: 'Another one.' })).statusCode, 409)
  const uri = `at://${VALE}/app.bsky.feed.post/3n3kkyvpqlc2n`
  const record = { ...SPAM, subject: { $type: 'com.atproto.repo.strongRef', uri, cid: 'bafyreic24mxs7crvyles7' } }
  assert.equal((await sendReport(desk, await makeToken(desk.rosa), record)).statusCode, 200)
  assert.equal(await countReports(desk), 2)
  assert.deepEqual(await desk.desk.db.listValues<string>(sql`select reference from evidence`), [uri])
})

test('200: a reported list becomes the case of a list', async (t) => {
  const desk = await startLabelerDesk(t)
  const uri = `at://${VALE}/app.bsky.graph.list/3n3kkyvpqlc2n`
  const subject = { $type: 'com.atproto.repo.strongRef', uri, cid: 'bafyreic24mxs7crvyles7' }
  assert.equal((await sendReport(desk, await makeToken(desk.rosa), { ...SPAM, subject })).statusCode, 200)
  assert.deepEqual(await desk.desk.db.listValues(sql`select subject from review_case`), [
    `account:bluesky~@list:${uri}`,
  ])
  assert.deepEqual(await desk.desk.db.listValues<string>(sql`select reference from evidence`), [uri])
})

test('200: a token without a time may be sent again', async (t) => {
  const desk = await startLabelerDesk(t)
  for (const claims of [{ iat: undefined }, { iat: seconds() + 100, exp: seconds() + 200 }]) {
    const token = await makeToken(desk.rosa, claims)
    const first = await sendReport(desk, token)
    assert.equal(first.statusCode, 200, first.body)
    const again = await sendReport(desk, token)
    assert.deepEqual([again.statusCode, again.json()], [200, first.json()])
  }
  assert.equal(await countReports(desk), 2)
})

test('401: a token of another key, service, method or time is refused', async (t) => {
  const desk = await startLabelerDesk(t)
  const thief = await Secp256k1Keypair.create()
  const good = await makeToken(desk.rosa)
  const [header = '', , signature = ''] = good.split('.')
  const others = (await makeToken(desk.rosa, { iss: VALE })).split('.')[1]
  const tokens: Record<string, string | undefined> = {
    none: undefined,
    'no token': 'a.b.c',
    'another key': await makeToken(thief),
    'another account': `${header}.${others}.${signature}`,
    'an account that is not there': await makeToken(thief, { iss: VALE }),
    'another service': await makeToken(desk.rosa, { aud: 'did:web:other.example' }),
    'a part of another service': await makeToken(desk.rosa, { aud: 'did:web:desk.example#bsky_appview' }),
    'another method': await makeToken(desk.rosa, { lxm: 'com.atproto.repo.createRecord' }),
    'every method': await makeToken(desk.rosa, { lxm: undefined }),
    'no id': await makeToken(desk.rosa, { jti: undefined }),
    expired: await makeToken(desk.rosa, { exp: seconds() - 1 }),
    'valid for a day': await makeToken(desk.rosa, { exp: seconds() + 86_400 }),
    'made in the future': await makeToken(desk.rosa, { iat: seconds() + 600, exp: seconds() + 660 }),
    'an access token': await makeToken(desk.rosa, {}, { typ: 'at+jwt' }),
    'no algorithm': await makeToken(desk.rosa, {}, { alg: 'none' }),
    'another algorithm': await makeToken(desk.rosa, {}, { alg: 'ES256' }),
    'no signature': `${good.split('.').slice(0, 2).join('.')}.`,
  }
  for (const [name, token] of Object.entries(tokens)) {
    const answer = await sendReport(desk, token)
    assert.deepEqual([answer.statusCode, answer.json().error], [401, 'BadJwt'], name)
  }
  assert.equal(await countReports(desk), 0)
  assert.equal((await sendReport(desk, good)).statusCode, 200)
})

test('a changed key of an account counts at its next report', async (t) => {
  const desk = await startLabelerDesk(t)
  assert.equal((await sendReport(desk, await makeToken(desk.rosa))).statusCode, 200)
  const next = await P256Keypair.create()
  desk.directory.put(ROSA, next)
  assert.equal((await sendReport(desk, await makeToken(next))).statusCode, 200)
  assert.equal((await sendReport(desk, await makeToken(desk.rosa))).statusCode, 401)
  for (const old of [await P256Keypair.create(), await Secp256k1Keypair.create()]) {
    desk.directory.putOld(ROSA, old)
    assert.equal((await sendReport(desk, await makeToken(old))).statusCode, 200)
  }
})

test('a token makes the desk call no address of its own network', async (t) => {
  const desk = await startLabelerDesk(t)
  const { host } = new URL(desk.directory.url)
  for (const name of [host, host.replace('127.0.0.1', 'localhost'), '169.254.169.254']) {
    const token = await makeToken(desk.rosa, { iss: `did:web:${name.replace(':', '%3A')}` })
    const answer = await sendReport(desk, token)
    assert.deepEqual([answer.statusCode, answer.json().error], [503, 'UpstreamFailure'], name)
  }
  assert.equal(desk.directory.reads(), 0)
})

test('429: tokens that are refused, and reports of one account, are limited', async (t) => {
  const desk = await startLabelerDesk(t)
  const send = async (times: number, token: () => Promise<string>, from: string) => {
    const statuses: number[] = []
    for (let at = 0; at < times; at++) {
      statuses.push((await sendReport(desk, await token(), { ...SPAM, subject: {} }, from)).statusCode)
    }
    return Object.entries(Object.groupBy(statuses, String)).map(([status, all]) => [status, all?.length])
  }
  assert.deepEqual(await send(61, async () => 'a.b.c', '198.51.100.8'), [
    ['401', 60],
    ['429', 1],
  ])
  assert.deepEqual(await send(101, () => makeToken(desk.rosa), '198.51.100.9'), [
    ['400', 100],
    ['429', 1],
  ])
})

test('400, 403, 413: a report without subject, key or bound is refused', async (t) => {
  const desk = await startLabelerDesk(t)
  const report = async (changes: object) => sendReport(desk, await makeToken(desk.rosa), { ...SPAM, ...changes })
  for (const [changes, field] of [
    [{ subject: {} }, 'subject/did'],
    [{ subject: { did: 'rosa.test' } }, 'subject/did'],
    [{ subject: { uri: 'at://rosa.test/app.bsky.feed.post/1', cid: 'b' } }, 'subject/uri'],
    [{ subject: { uri: `at://${VALE}/app.bsky.feed.post/${'a'.repeat(200)}` } }, 'subject/uri'],
    [{ reason: 'x'.repeat(10_001) }, 'reason'],
    [{ reason: 'a\u0000' }, 'reason'],
  ] as const) {
    const answer = await report(changes)
    assert.deepEqual([answer.statusCode, answer.json().errors?.[0]?.field], [400, field], JSON.stringify(changes))
  }
  assert.equal((await report({ more: 'x'.repeat(70_000) })).statusCode, 413)
  await desk.database.ownerPool.query('update api_key set revoked_at = desk_now()')
  assert.equal((await report({})).statusCode, 403)
  assert.equal((await sendReport(await startLabelerDesk(t, { scopes: ['facts'] }), 'a.b.c')).statusCode, 401)
})

test('the DID document names the key and the address of the desk', async (t) => {
  const desk = await startLabelerDesk(t)
  const read = async ({ app }: Pick<LabelerDesk, 'app'>) => app.inject({ url: '/.well-known/did.json' })
  const { id, verificationMethod, service } = (await read(desk)).json()
  const key = (await Secp256k1Keypair.import(desk.labeler.signingKey)).did()
  assert.deepEqual([id, `did:key:${verificationMethod[0].publicKeyMultibase}`], ['did:web:desk.example', key])
  assert.equal(service[0].serviceEndpoint, 'https://desk.example')
  assert.equal((await read(await startTestDesk(t, { routes: [reportRoutes] }))).statusCode, 404)
  const labeler = { ...desk.labeler, did: ROSA }
  assert.equal((await read(await startTestDesk(t, { routes: [reportRoutes], labeler }))).statusCode, 404)
})

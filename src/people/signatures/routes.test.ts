import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { givenKey, givenPasskey } from '../../../test/support/people.ts'
import { bearer } from '../../../test/support/server.ts'
import { sign } from '../../../test/support/sign.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { ACTS } from '../../foundation/acts.ts'
import { deleteLapsed } from './queries.ts'

const HOUR_MS = 3_600_000
const FAR = new Date('2100-01-01T00:00:00Z')

async function start(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES, driven: true })
  const { db, person, propose, crane, plover } = changing
  const ben = await person(['policy'], { tokenExpiresAt: FAR })
  await givenPasskey(db, ben.id)
  const change = await propose({ kind: 'role', op: 'grant', staffId: crane.id, role: 'senior' }, plover)
  const ask = (body: object, token = ben.token) => send(changing, token, 'POST', '/v1/signings', body)
  return { ...changing, ben, change, ask }
}

test('201: a signature covers exact bytes with a fresh nonce', async (t) => {
  const { ben, change, ask } = await start(t)
  const [one, other] = [
    await ask({ act: 'change_agree', about: change.id }),
    await ask({ act: 'change_agree', about: change.id }),
  ]
  assert.equal(one.status, 201, JSON.stringify(one.body))
  const { core, asShown, options, text } = one.body as Record<string, string> & { options: Record<string, unknown> }
  const hashed = createHash('sha256').update(`{"asShown":${asShown},"core":${core}}`).digest('base64url')
  assert.deepEqual([options.challenge, options.userVerification, options.rpId], [hashed, 'required', 'desk.example'])
  const said = JSON.parse(core ?? '')
  const approver = createHash('sha256').update(`${change.id}:${ben.id}:${said.nonce}`).digest('base64url')
  assert.deepEqual([said.act, said.change, said.approver], ['change_agree', change.id, approver])
  assert.notEqual(said.nonce, JSON.parse(String(other.body.core)).nonce)
  assert.equal(`${core}${asShown}`.includes(`"${ben.id}"`), false, 'and nobody outside learns who it is')
  assert.match(text ?? '', /gets the role senior/)
})

test('201: a text is signed in the language that its signer accepts', async (t) => {
  const { app, desk, db, ben, change } = await start(t)
  const prepare = async (language: string) => {
    const headers = { ...bearer(ben.token), 'accept-language': language }
    const payload = { act: 'change_agree', about: change.id }
    const { signingId, text, asShown, options } = (
      await app.inject({ method: 'POST', url: '/v1/signings', headers, payload })
    ).json()
    return { text, shown: JSON.parse(asShown), signing: { signingId, challenge: options.challenge } }
  }
  const [english, german] = [await prepare('en'), await prepare('de-AT, en;q=0.5')]
  for (const [{ text, shown }, language] of [
    [english, 'en'],
    [german, 'de'],
  ] as const)
    assert.deepEqual([shown.text, shown.language, shown.timeZone], [text, language, 'UTC'])
  assert.match(english.text, /^You approve this change/)
  assert.match(german.text, /^Sie genehmigen diese Änderung/)
  const signature = await sign(desk, ben.id, german.signing)
  const answer = await send({ app }, ben.token, 'POST', `/v1/changes/${change.id}/agree`, { signature })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  assert.deepEqual(await findProblems(db), [], 'the ledger covers the German text')
})

test('400: preparing a signature for an unknown act or object fails', async (t) => {
  const { ask } = await start(t)
  assert.equal((await ask({ act: 'decline', about: 'enf_1' })).status, 400)
  assert.equal((await ask({ act: 'agree', about: 'everything' })).status, 400)
  assert.equal((await ask({ act: 'agree' })).status, 400)
})

test('401, 403: anonymous callers, keys and people without the right cannot sign', async (t) => {
  const { app, db, change, ask, person, plover } = await start(t)
  const asked = { act: 'change_agree', about: change.id }
  assert.equal((await app.inject({ method: 'POST', url: '/v1/signings', payload: asked })).statusCode, 401)
  assert.equal((await ask(asked, (await givenKey(db)).token)).status, 403)
  assert.equal((await ask(asked, (await person(['auditor'], { tokenExpiresAt: FAR })).token)).status, 403)
  const own = await ask(asked, plover.token)
  assert.deepEqual([own.status, own.body.why], [403, 'own'])
})

test('404: an unknown object is reported for every act to sign', async (t) => {
  const { ask, person, db } = await start(t)
  const all = await person(['reviewer', 'senior', 'lead', 'policy'], { onShift: true, tokenExpiresAt: FAR })
  await givenPasskey(db, all.id)
  const named = {
    change_agree: 'chg_99',
    freeze_extend: '99',
    exception_agree: 'case_99',
    keys: 'keys:99',
    staff_rights: 'staff_99:session',
  } as Record<string, string>
  const admin = await person(['admin'], { tokenExpiresAt: FAR })
  await givenPasskey(db, admin.id)
  // A reviewer's act alone on a protected account is prepared at a route of its own.
  for (const act of ACTS.filter((each) => each !== 'propose')) {
    const { token } = act === 'staff_end' ? admin : all
    assert.equal((await ask({ act, about: named[act] ?? 'enf_99' }, token)).status, 404, act)
  }
  assert.equal((await ask({ act: 'restore_second', about: 'restore_99' }, all.token)).status, 404)
})

test('409: a signature for a decided object is refused', async (t) => {
  const { ask, agree, change, ben } = await start(t)
  await agree(change, ben)
  assert.equal((await ask({ act: 'change_agree', about: change.id })).status, 409)
})

test('an unsigned prepared text expires; a signed one stays', async (t) => {
  const { ask, agree, ben, change, database, db } = await start(t)
  await ask({ act: 'change_agree', about: change.id })
  await agree(change, ben)
  await database.advance(HOUR_MS)
  assert.equal(await deleteLapsed(db), 0)
  await database.advance(HOUR_MS)
  assert.equal(await deleteLapsed(db), 2)
  assert.equal((await db.query(sql`select from signature`)).rowCount, 1)
})

test("200: a demo's software key signs a prepared text", async (t) => {
  const { app, ask, change, ben, database } = await start(t)
  await database.ownerPool.query(`update database_mark set kind = 'demo'`)
  const { signingId } = (await ask({ act: 'change_agree', about: change.id })).body
  const signed = await send({ app }, ben.token, 'POST', '/v1/demo/sign', { signingId })
  assert.equal(signed.status, 200, JSON.stringify(signed.body))
  const url = `/v1/changes/${change.id}/agree`
  assert.equal((await send({ app }, ben.token, 'POST', url, { signature: signed.body })).status, 200)
})

test("404: a demo's software key signs only there and for its owner", async (t) => {
  const { app, ask, change, ben, crane, database } = await start(t)
  const { signingId } = (await ask({ act: 'change_agree', about: change.id })).body
  const sign = async (token = ben.token, more: { headers?: object; remoteAddress?: string } = {}) => {
    const headers = { ...bearer(token), ...more.headers }
    const request = { method: 'POST', url: '/v1/demo/sign', payload: { signingId } } as const
    const from = more.remoteAddress === undefined ? {} : { remoteAddress: more.remoteAddress }
    return (await app.inject({ ...request, ...from, headers })).statusCode
  }
  assert.equal(await sign(), 404, 'not a demo')
  await database.ownerPool.query(`update database_mark set kind = 'demo'`)
  assert.equal(await sign(crane.token), 404)
  assert.equal(await sign(ben.token, { remoteAddress: '192.0.2.7' }), 404)
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    assert.equal(await sign(ben.token, { headers: { [name]: '127.0.0.1' } }), 404, name)
  }
  assert.equal(await sign(), 200)
})

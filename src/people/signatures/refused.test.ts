import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { assertionOf, type Wish } from '../../../test/support/authenticator.ts'
import { type Actor, startChanging } from '../../../test/support/changes.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { givenPasskey } from '../../../test/support/people.ts'
import { ROUTES } from '../../app/http/routes.ts'
import type { SoftwareKey } from '../passkeys/software-authenticator.ts'
import type { GivenSignature } from '../../foundation/acts.ts'

const MINUTE_MS = 60_000
const FAR = new Date('2100-01-01T00:00:00Z')

/** Starts a pending change with two people who may approve it, and the first one's prepared signing. */
async function start(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES, driven: true })
  const { desk, db, database, propose, crane } = changing
  const [ben, cleo] = [
    await changing.person(['policy'], { tokenExpiresAt: FAR }),
    await changing.person(['policy'], { tokenExpiresAt: FAR }),
  ]
  const keys = new Map<Actor, SoftwareKey>()
  for (const who of [ben, cleo]) keys.set(who, await givenPasskey(db, who.id))
  const change = await propose({ kind: 'role', op: 'grant', staffId: crane.id, role: 'senior' }, changing.plover)
  const prepare = async (who: Actor, about = change.id): Promise<{ signingId: string; challenge: string }> => {
    const { body } = await send(changing, who.token, 'POST', '/v1/signings', { act: 'change_agree', about })
    const { challenge } = body.options as { challenge: string }
    return { signingId: String(body.signingId), challenge }
  }
  const agree = (who: Actor, signature: GivenSignature, about = change.id) =>
    send(changing, who.token, 'POST', `/v1/changes/${about}/agree`, { signature })
  /** Returns ben's signature, with the given deviations. */
  const signed = async (wish: Partial<Wish> = {}): Promise<GivenSignature> =>
    assertionOf(keys.get(ben) as SoftwareKey, { ...(await prepare(ben)), party: desk.relyingParty, ...wish })
  /** Asserts that the signature is refused and nothing stored, and that a correct one is accepted. */
  const refuses = async (who: Actor, signature: GivenSignature, why: string) => {
    const { status, body } = await agree(who, signature)
    assert.deepEqual([status, body.why], [403, why], JSON.stringify(body))
    const { rowCount } = await db.query(sql`select from change_answer union all select from signature`)
    assert.equal(rowCount, 0)
    assert.equal((await agree(ben, await signed())).status, 200, 'and rightly signed it is done')
  }
  return { ...changing, change, ben, cleo, keys, prepare, agree, signed, refuses, owner: database.ownerPool }
}

/** The same bytes but for one. */
function flip(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes.toString('base64url')
}

test('a signature that was used does nothing a second time', async (t) => {
  const { app, desk, person, keys } = await start(t)
  const [ana, dan] = [
    await person(['lead'], { onShift: true, tokenExpiresAt: FAR }),
    await person(['lead'], { onShift: true, tokenExpiresAt: FAR }),
  ]
  keys.set(dan, await givenPasskey(desk.db, dan.id))
  const frozen = await send({ app }, ana.token, 'POST', '/v1/freezes', { reason: 'a stolen laptop' })
  const about = String(frozen.body.id)
  const { body } = await send({ app }, dan.token, 'POST', '/v1/signings', { act: 'freeze_extend', about })
  const { challenge } = body.options as { challenge: string }
  const wish = { signingId: String(body.signingId), challenge, party: desk.relyingParty }
  const signature = assertionOf(keys.get(dan) as SoftwareKey, wish)
  const extend = () => send({ app }, dan.token, 'POST', `/v1/freezes/${about}/extend`, { signature })
  assert.equal((await extend()).status, 200)
  const again = await extend()
  assert.deepEqual([again.status, again.body.why], [403, 'used'])
})

test('the application role cannot use a signature twice', async (t) => {
  const { db, change, ben, agree, signed } = await start(t)
  const signature = await signed()
  assert.equal((await agree(ben, signature)).status, 200)
  const again = db.query(sql`
    insert into change_answer (change_id, staff_id, answer, core, signature_id)
    select change_id, staff_id, answer, core, signature_id from change_answer where change_id = ${change.id}`)
  await assert.rejects(again, { code: 'CS001' })
  await assert.rejects(db.query(sql`update signature set act = 'agree'`), { code: '42501' })
  await assert.rejects(db.query(sql`delete from signature`), { code: '42501' })
  await assert.rejects(db.query(sql`delete from signature_use`), { code: '42501' })
})

test('a signature is refused if the signed act was altered', async (t) => {
  const { owner, ben, signed, refuses } = await start(t)
  const signature = await signed()
  await owner.query(`update signing set core = replace(core, '"looser"', '"mixed"')`)
  await refuses(ben, signature, 'challenge')
})

test('a signature is refused if the shown text was altered', async (t) => {
  const { owner, ben, signed, refuses } = await start(t)
  const signature = await signed()
  await owner.query(`update signing set as_shown = replace(as_shown, 'senior', 'reviewer')`)
  await refuses(ben, signature, 'challenge')
})

test('a signature is refused if its authenticator data were altered', async (t) => {
  const { ben, signed, refuses } = await start(t)
  const signature = await signed()
  await refuses(ben, { ...signature, authenticatorData: flip(signature.authenticatorData) }, 'signature')
})

test('a signature is refused if its client data were altered', async (t) => {
  const { ben, signed, refuses } = await start(t)
  const signature = await signed()
  const spaced = Buffer.from(signature.clientDataJSON, 'base64url').toString().replace('{', '{ ')
  await refuses(ben, { ...signature, clientDataJSON: Buffer.from(spaced).toString('base64url') }, 'signature')
})

test('a signature with altered bytes is refused', async (t) => {
  const { ben, signed, refuses } = await start(t)
  const signature = await signed()
  await refuses(ben, { ...signature, signature: flip(signature.signature) }, 'signature')
})

test('a signature over another challenge is refused', async (t) => {
  const { ben, signed, refuses } = await start(t)
  await refuses(ben, await signed({ challenge: Buffer.alloc(32, 7).toString('base64url') }), 'challenge')
})

test('a signature is refused five minutes after its text was prepared', async (t) => {
  const { database, ben, signed, refuses } = await start(t)
  const signature = await signed()
  await database.advance(5 * MINUTE_MS)
  await refuses(ben, signature, 'expired')
})

test('a text prepared for one person is signed by no other', async (t) => {
  const { cleo, signed, refuses } = await start(t)
  await refuses(cleo, await signed(), 'unknown')
})

test('another person’s passkey cannot sign a prepared text', async (t) => {
  const { desk, ben, cleo, keys, prepare, refuses } = await start(t)
  const wish = { ...(await prepare(ben)), party: desk.relyingParty }
  await refuses(ben, assertionOf(keys.get(cleo) as SoftwareKey, wish), 'no_key')
})

test('a signature for one change is refused for another', async (t) => {
  const { change, propose, crane, agree, ben, signed, plover } = await start(t)
  const other = await propose({ kind: 'role', op: 'grant', staffId: crane.id, role: 'admin' }, plover)
  const { status, body } = await agree(ben, await signed(), other.id)
  assert.deepEqual([status, body.why], [403, 'other'])
  assert.notEqual(other.id, change.id)
})

test('a signature by a removed passkey is refused', async (t) => {
  const { owner, db, ben, keys, signed, agree } = await start(t)
  const signature = await signed()
  await owner.query('update passkey set removed_at = desk_now() where staff_id = $1', [ben.id])
  const { status, body } = await agree(ben, signature)
  assert.deepEqual([status, body.why], [403, 'removed'])
  keys.set(ben, await givenPasskey(db, ben.id))
  assert.equal((await agree(ben, await signed())).status, 200, 'and with another of theirs it does')
})

test('a passkey that does not count yet signs no approval', async (t) => {
  const { desk, db, ben, prepare, refuses } = await start(t)
  const countsFrom = new Date(Date.now() + 365 * 24 * 60 * MINUTE_MS)
  const fresh = await givenPasskey(db, ben.id, { countsFrom })
  await refuses(ben, assertionOf(fresh, { ...(await prepare(ben)), party: desk.relyingParty }), 'too_new')
})

test('a person without a valid passkey learns it before signing', async (t) => {
  const { app, change, person } = await start(t)
  const eve = await person(['policy'], { tokenExpiresAt: FAR })
  const asked = { act: 'change_agree', about: change.id }
  const { status, body } = await send({ app }, eve.token, 'POST', '/v1/signings', asked)
  assert.deepEqual([status, body.why], [403, 'no_key'])
})

test('a signature without user verification is refused', async (t) => {
  const { ben, signed, refuses } = await start(t)
  await refuses(ben, await signed({ flags: 0x01 }), 'user_not_verified')
})

test("a signature made on another site's page is refused", async (t) => {
  const { desk, ben, signed, refuses } = await start(t)
  await refuses(ben, await signed({ party: { ...desk.relyingParty, origin: 'https://desk.exarnple' } }), 'origin')
})

test('a signature for another relying party is refused', async (t) => {
  const { desk, ben, signed, refuses } = await start(t)
  await refuses(ben, await signed({ party: { ...desk.relyingParty, rpId: 'desk.exarnple' } }), 'relying_party')
})

test("a signature made inside another site's frame is refused", async (t) => {
  const { ben, signed, refuses } = await start(t)
  await refuses(ben, await signed({ crossOrigin: true }), 'origin')
})

test('a malformed passkey signature is refused', async (t) => {
  const { ben, signed, refuses } = await start(t)
  await refuses(ben, await signed({ type: 'webauthn.create' }), 'type')
})

test('a signature by a passkey with a lower counter is refused', async (t) => {
  const { ben, signed, owner, agree } = await start(t)
  await owner.query('update passkey set counter = 9 where staff_id = $1', [ben.id])
  const { status, body } = await agree(ben, await signed({ counter: 9 }))
  assert.deepEqual([status, body.why], [403, 'counter'])
  const { rows } = await owner.query(`select to_role, to_staff from alert where kind = 'passkey' order by id`)
  assert.deepEqual(rows, [
    { to_role: 'lead', to_staff: null },
    { to_role: null, to_staff: ben.id },
  ])
  assert.equal((await agree(ben, await signed({ counter: 10 }))).status, 200)
})

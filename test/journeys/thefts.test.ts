import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { after, type TestContext, test } from 'node:test'
import { type Assertion, type KeyList, type OwnAction, RESTORE_ACT, restoreAbout } from '@countersign/platform-kit'
import { listNotices } from '../../demo/on-call-routes.ts'
import { type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import { signingKeyOf } from '../../src/foundation/outgoing/signing-key.ts'
import { webhookConnector } from '../../src/connectors/webhook/webhook-connector.ts'
import { DESK, UNTOUCHED } from '../../src/foundation/domain.ts'
import { canonicalJson } from '../../src/foundation/canonical.ts'
import { approverOf, challengeOf, freshNonce } from '../../src/people/signatures/challenge.ts'
import { makeKeyList } from '../../src/people/passkeys/key-list.ts'
import { findSoftwareKey } from '../../src/people/passkeys/queries.ts'
import { signWithSoftwareKey } from '../../src/people/passkeys/software-authenticator.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, type Person, startGate } from '../support/gate-flow.ts'
import { givenPasskey } from '../support/people.ts'
import { isHeld, readApprovals } from '../support/held-enforcements.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, SECRET } from '../support/working-desk.ts'
import { listClaims, type Theft } from '../thefts/claims.ts'
import { answerTo, enforcement, instruct, OFFLINE } from '../thefts/send-stolen.ts'

const HIDDEN = { ...UNTOUCHED, visible: false }
const POST = { kind: 'content', id: 'vale-1' } as const
const PLATFORM_HOLD_MINUTES = 10
const ROWS = 'both, and the rows of the database'
const account = (id: string) => ({ kind: 'account', id }) as const
const [ROSA, INES, KOFI, JUNO, MAYOR] = ['rosa', 'ines', 'kofi', 'juno', 'orr'].map(account) as [
  Who,
  Who,
  Who,
  Who,
  Who,
]
type Who = ReturnType<typeof account>

const played: Theft[] = []
after(() => {
  const file = process.env.THEFTS_FILE
  if (file) writeFileSync(file, JSON.stringify(played))
})

/** Plays a thief's attempt, and records the platform's answer. */
async function play(stolen: string, tried: string, attempt: () => Promise<string>): Promise<void> {
  const theft = { stolen, tried, answer: await attempt() }
  played.push(theft)
  const claim = listClaims().find((row) => row.stolen === stolen && row.tried === tried)
  assert.deepEqual(theft, claim, 'as SECURITY.md says')
}

/** A platform that pinned the people of its desk when it was set up; it holds for its own minutes and has limits of its own. */
async function startPinned(t: TestContext) {
  let list: KeyList | undefined
  const pinned = () => list
  const desk = await startGate(t, { platformHoldMs: minutes(PLATFORM_HOLD_MINUTES), pinned, limits: { perMinute: 3 } })
  const { relyingParty, db } = desk.desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior'], team: 'north' })
  const cleo = await desk.person({ roles: ['lead'], team: 'south' })
  const dan = await desk.person({ roles: ['lead'], team: 'south' })
  for (const { id } of [ana, ben, cleo, dan]) await givenPasskey(db, id)
  list = JSON.parse((await makeKeyList(desk.desk, { relyingParty, days: 365, by: DESK })).body)
  const thief = async (stolen: { secret?: boolean; key?: boolean }): Promise<Connector> =>
    webhookConnector({
      url: `${desk.demo.url}/countersign`,
      secret: stolen.secret ? SECRET : `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
      findKey: stolen.key ? desk.findKey : signingKeyOf(tempDir(t), undefined),
      now: desk.now,
    })
  return { ...desk, thief, people: { ana, ben, cleo, dan } }
}

type Pinned = Awaited<ReturnType<typeof startPinned>>

/** The minister is to go offline, and two people agree; with `duty` it is released half an hour later. */
async function givenAgreed({ gate, people }: Pinned, by: readonly Person[], duty?: Person): Promise<string> {
  const caseId = await gate.claim(MINISTER, people.ana)
  const named = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(caseId, people.ana, { action: 'deactivate' }, named)).body.enforcements)
  for (const one of by) {
    const { status, body } = await gate.approve(enforcementId, one)
    assert.equal(status, 200, JSON.stringify(body))
  }
  if (duty) assert.equal((await gate.sendAnswer(enforcementId, duty, 'duty')).body.state, 'held')
  return enforcementId
}

test('theft of the secret, the signing key, or both', async (t) => {
  const { thief, visit, now } = await startPinned(t)
  const one = await thief({ secret: true })
  const takeOffline = 'take an unprotected account offline'
  await play('the webhook secret', takeOffline, () => answerTo(one, instruct(ROSA, 1)))
  await play('the webhook secret', 'bring an account back', () => answerTo(one, instruct(ROSA, 1, UNTOUCHED)))
  const other = await thief({ key: true })
  await play('the signing key', takeOffline, () => answerTo(other, instruct(ROSA, 1)))
  const both = await thief({ secret: true, key: true })
  const stolen = 'the webhook secret and the signing key'
  await play(stolen, 'take an account offline that the platform protects', () => answerTo(both, instruct(MINISTER, 1)))
  assert.equal(await visit('account:vale'), 200)
  await play(stolen, 'hide a post that the platform protects, by claiming a legal duty', () =>
    answerTo(both, instruct(POST, 1, HIDDEN), {
      enforcements: [{ ...enforcement('enf_7', true), action: 'hide' }],
      approvals: [],
    }),
  )
  await play(stolen, 'lock an account that the platform protects for an hour, as one person may', () => {
    const until = [{ at: new Date(now().getTime() + minutes(60)).toISOString(), desired: UNTOUCHED }]
    const locked = instruct(MINISTER, 1, { ...UNTOUCHED, mayPost: false }, until)
    return answerTo(both, locked, { enforcements: [{ ...enforcement('enf_8'), action: 'lock' }], approvals: [] })
  })
  await play(stolen, 'do to an unprotected account what can’t be undone', () => {
    const refund: OwnAction = { action: 'refund', takes: ['money'], reversible: false, parameters: { order: 'o-7' } }
    const stated = { enforcement: 'enf_9', ...refund, legalDuty: false, until: null }
    const done = instruct(ROSA, 1, { ...UNTOUCHED, actions: [refund] })
    return answerTo(both, done, { enforcements: [stated], approvals: [] })
  })
  await play(stolen, takeOffline, () => answerTo(both, instruct(ROSA, 1)))
  assert.equal(
    await answerTo(both, instruct(INES, 1), { enforcements: [enforcement('enf_1', true)], approvals: [] }),
    'carried out',
  )
  assert.equal(await answerTo(both, instruct(KOFI, 1)), 'carried out')
  await play(stolen, 'take many accounts offline in a minute', () => answerTo(both, instruct(JUNO, 1)))
  await play(stolen, 'bring an account back', () => answerTo(both, instruct(ROSA, 2, UNTOUCHED)))
  await play(stolen, 'use up the generations, so that nothing can follow', () =>
    answerTo(both, instruct(ROSA, Number.MAX_SAFE_INTEGER, UNTOUCHED)),
  )
  await play(stolen, 'undo what the law asked for', () => answerTo(both, instruct(INES, 2, UNTOUCHED)))
})

test('theft of secret and key against two people who restore', async (t) => {
  const desk = await startPinned(t)
  const both = await desk.thief({ secret: true, key: true })
  const stolen = 'the webhook secret and the signing key'
  await play(
    stolen,
    'keep an account offline against two people of the list, who sign that it comes back',
    async () => {
      for (const generation of [1, 2 ** 20])
        assert.equal(await answerTo(both, instruct(ROSA, generation)), 'carried out')
      const signatures = [desk.people.ben, desk.people.cleo].map(({ id }) => signRestore(desk, id))
      await both.restore?.(ROSA, 1, await Promise.all(signatures))
      const late = await answerTo(both, instruct(ROSA, 2 ** 20 + 1))
      return (await desk.visit('account:rosa')) === 200 ? `given back, and late calls ${late}` : 'nothing'
    },
  )
})

/** Signs the next epoch of Rosa's account as the person's authenticator does. */
async function signRestore({ desk, now }: Pinned, staffId: string): Promise<Assertion> {
  const about = restoreAbout(ROSA, 1)
  const nonce = freshNonce()
  const expiresAt = new Date(now().getTime() + minutes(5)).toISOString()
  const approver = approverOf(about, staffId, nonce)
  const core = canonicalJson({ act: RESTORE_ACT, subject: 'account:rosa', epoch: 1, expiresAt, approver, nonce })
  const asShown = canonicalJson({ text: 'Restore account:rosa.' })
  const key = await findSoftwareKey(desk.db, staffId)
  assert.ok(key)
  const signed = signWithSoftwareKey(key, challengeOf(core, asShown), desk.relyingParty)
  const { credentialId, ...assertion } = signed
  const keyRef = createHash('sha256').update(`${about}.${credentialId}`).digest('base64url')
  return { core, asShown, keyRef, ...assertion }
}

test("theft of secret, key and the database's rows", async (t) => {
  const desk = await startPinned(t)
  const both = await desk.thief({ secret: true, key: true })
  const enforcementId = await givenAgreed(desk, [desk.people.ben, desk.people.cleo])
  const approvals = await readApprovals(desk, enforcementId)
  assert.equal(approvals.length, 3, 'two who agreed, and who proposed it')
  const agreed = approvals.filter(({ core }) => JSON.parse(core).act === 'agree')
  const of = (id: string) => ({
    enforcements: [enforcement(id)],
    approvals: approvals.map((found) => ({ ...found, enforcement: id })),
  })
  const asSigned = [{ at: new Date(desk.now().getTime() + minutes(5)).toISOString(), desired: UNTOUCHED }]
  const takeOffline = (who: Who, generation: number) => instruct(who, generation, OFFLINE, asSigned)
  await play(ROWS, 'use what people signed for another account', () =>
    answerTo(both, takeOffline(MAYOR, 1), of(enforcementId)),
  )
  await play(ROWS, 'use what people signed for another enforcement', () =>
    answerTo(both, takeOffline(MINISTER, 1), of('enf_999')),
  )
  await play(ROWS, 'use what people signed for longer than until it must be confirmed', () =>
    answerTo(both, instruct(MINISTER, 1), of(enforcementId)),
  )
  await play(ROWS, 'use what people agreed to without the signature of its proposer', () =>
    answerTo(both, takeOffline(MINISTER, 1), { ...of(enforcementId), approvals: agreed }),
  )
  await play(ROWS, 'use what people signed before its time', async () => {
    const answer = await answerTo(both, takeOffline(MINISTER, 1), of(enforcementId))
    return (await isStopped(desk, enforcementId)) ? `${answer}, and stopped by its own people` : answer
  })
  await play(ROWS, 'use what people signed once more', () =>
    answerTo(both, takeOffline(MINISTER, 2), of(enforcementId)),
  )
  assert.equal(await desk.visit('account:vale'), 200)
})

test('a database owner inserts approvals by invented keys', async (t) => {
  const desk = await startPinned(t)
  const eve = await desk.person({ roles: ['senior'], team: 'east' })
  const mallory = await desk.person({ roles: ['lead'], team: 'west' })
  for (const { id } of [eve, mallory]) await givenPasskey(desk.desk.db, id)
  const enforcementId = await givenAgreed(desk, [eve, mallory], desk.people.dan)
  let refusal = ''
  const { platform } = desk.desk
  const listening = {
    ...desk.desk,
    platform: {
      ...platform,
      apply: (...given: Parameters<Connector['apply']>) =>
        platform.apply(...given).catch((error) => {
          if (error instanceof ConnectorError) refusal ||= error.failure
          throw error
        }),
    },
  }
  desk.workAs(listening)
  await play('the owner of the database, and the desk', 'enrol keys of their own and agree with those', async () => {
    await desk.advance(minutes(30))
    await desk.enforcementIn(enforcementId, 'failed')
    return `refused: ${refusal}`
  })
  assert.equal(await desk.visit('account:vale'), 200)
  await checkLedger(desk.desk)
})

for (const looks of [true, false]) {
  test(`theft of the live process; the platform's people ${looks ? 'look' : 'do not look'}`, async (t) => {
    const desk = await startPinned(t)
    const enforcementId = await givenAgreed(desk, [desk.people.ben, desk.people.cleo], desk.people.dan)
    desk.work()
    const tried = `show one thing and have another signed, while ${looks ? 'somebody' : 'nobody'} looks`
    await play('the whole live process', tried, async () => {
      await desk.advance(minutes(30))
      await waitFor('the platform to hold it', async () => listNotices(desk.demo.store).length > 0)
      assert.equal(await desk.visit('account:vale'), 200)
      const stopped = looks && (await isStopped(desk, enforcementId))
      await desk.advance(minutes(PLATFORM_HOLD_MINUTES))
      if ((await desk.visit('account:vale')) !== 200) return 'carried out'
      return stopped ? 'held, and stopped by its own people' : 'nothing'
    })
  })
}

test('a database owner prolongs effects that no person confirmed', async (t) => {
  const desk = await startPinned(t)
  const { dan } = desk.people
  const enforcementId = await givenAgreed(desk, [desk.people.ben, desk.people.cleo], dan)
  desk.work()
  await desk.advance(minutes(30))
  await waitFor('the platform to hold it, and the desk to know', () => isHeld(desk, enforcementId))
  await desk.advance(minutes(PLATFORM_HOLD_MINUTES))
  await waitFor('it to be offline', async () => (await desk.visit('account:vale')) === 410)
  // In effect by the desk's own record too: sending a generation of one's own before that is another theft.
  await desk.enforcementIn(enforcementId, 'in_effect')
  const both = await desk.thief({ secret: true, key: true })
  const grounds = { enforcements: [enforcement(enforcementId)], approvals: await readApprovals(desk, enforcementId) }
  await play(ROWS, 'keep offline what nobody confirmed', () => answerTo(both, instruct(MINISTER, 99), grounds))
  const confirmed = await desk.gate.sendAnswer(enforcementId, dan, 'confirm')
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  await desk.enforcementIn(enforcementId, 'confirmed')
  await desk.advance(minutes(10))
  assert.equal(await desk.visit('account:vale'), 410, 'with a further signature it stays')
  await checkLedger(desk.desk)
})

/**
 * True when the platform's own staff were notified of this enforcement by their own channel, and could stop it without
 * the desk.
 */
async function isStopped({ demo }: Pinned, enforcementId: string): Promise<boolean> {
  const told = listNotices(demo.store).some(({ enforcements }) => enforcements.includes(enforcementId))
  return told && (await demo.platform.stopHeld(MINISTER))
}

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { resetCredentials, tamper } from '../../demo/act-on-own-will.ts'
import { reviewProtections } from '../../src/admin/protections/review-protections.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { type GateDesk, hideAlone, markIrreversibleHarm } from '../support/acting-alone.ts'
import { makeToken, sendReport, startLabelerDesk } from '../support/atproto.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { endSetup } from '../support/changes.ts'
import { send } from '../support/desk-flow.ts'
import { startEveryAct } from '../support/every-act.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, startGate } from '../support/gate-flow.ts'
import { lockAgainstHijacker } from '../support/hijack-desk.ts'
import { deliver, reportCreated, startReceivingDesk } from '../support/mastodon/deliver.ts'
import { PICTURED } from '../support/match-lists.ts'
import { givenKey, givenPasskey, givenStaff } from '../support/people.ts'
import { bearer, startTestDesk, TEST_PARTY } from '../support/server.ts'
import { sendSigned, signProposal } from '../support/sign.ts'
import { waitFor } from '../support/wait-for.ts'
import { judgeAppeal, sendCounterNotices } from './answered-appeals.ts'
import { checkAnswers } from './ask-operation.ts'
import { COOP } from './hostile-desk.ts'

const DAY_MS = minutes(24 * 60)

/** Calls the routes of a demo: lists its invented people, signs one in, and translates a text. */
export async function actInADemo(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const translator = { translate: async () => ({ text: 'Good morning', from: 'pt' }) }
  const test = await startTestDesk(t, { routes: ROUTES, translator })
  await test.database.ownerPool.query(`update database_mark set kind = 'demo'`)
  await checkAnswers(test, answered, repeated)
  const { id } = await givenStaff(test.desk.db)
  await givenPasskey(test.desk.db, id)
  const { items } = (await test.app.inject({ url: '/v1/demo/people' })).json<{ items: { pseudonym: string }[] }>()
  const headers = { 'content-type': 'application/json', origin: TEST_PARTY.origin, host: 'desk.example' }
  const payload = { pseudonym: items[0]?.pseudonym }
  await test.app.inject({ method: 'POST', url: '/v1/demo/sign-in', headers, payload })
  const { db } = test.desk
  const accountId = await givenAccount(db)
  await db.query(sql`
    insert into content (id, account_id, kind, text, language, source, facts_at)
    values ('t1', ${accountId}, 'post', 'Bom dia', 'pt', 'test', desk_now())`)
  const caseId = await givenCase(db, { subject: 'content:t1', accountId })
  const { token } = await givenStaff(db, { onShift: true })
  await send(test, token, 'POST', `/v1/cases/${caseId}/translation`, { to: 'en' })
}

/** Receives an event of a Mastodon server. */
export async function receiveAnEvent(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const desk = await startReceivingDesk(t)
  await checkAnswers(desk, answered, repeated)
  await deliver(desk, reportCreated())
}

/** Receives a report of an account of the AT Protocol, and shows the document and the labels of the service. */
export async function reportOnce(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const desk = await startLabelerDesk(t)
  await checkAnswers(desk, answered, repeated)
  await sendReport(desk, await makeToken(desk.rosa))
  await desk.app.inject({ url: '/.well-known/did.json' })
  await desk.app.inject({ url: '/xrpc/com.atproto.label.queryLabels?uriPatterns=*' })
}

/** Performs every signed act once, with a platform that answers and a worker. */
export async function signEverything(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const stage = await startEveryAct(t)
  const { desk } = stage
  await checkAnswers(desk, answered, repeated)
  for await (const { act, who, url, body, proposal, done } of stage.acts()) {
    const own = proposal ? await signProposal(desk, who, proposal) : undefined
    const answer = own
      ? await send(desk, who.token, 'POST', url, { ...body, signature: own.signature })
      : await sendSigned(desk, who, url, body)
    assert.equal(answer.status, done, `${act}: ${JSON.stringify(answer.body)}`)
  }
}

/**
 * Performs the acts that follow an effect or a message of the platform. None leaves a case that the next claim would
 * receive.
 */
export async function actThroughAPlatform(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const desk = await startGate(t)
  desk.work()
  await checkAnswers(desk, answered, repeated)
  await completeOne(desk)
  await judgeAppeal(desk)
  await sendCounterNotices(desk)
  await appealThroughCoop(desk)
  await decideBulkActions(desk)
  await compareMedia(desk)
  await undoAll(desk)
  await lockHijacked(desk)
  await readRecords(desk)
  await reviewProtection(desk)
  await stopChange(desk)
}

/** A proposer identifies the account and assesses the public interest, once the desk requires both. */
async function completeOne(desk: GateDesk): Promise<void> {
  const { gate } = desk
  const subject = { kind: 'account', id: 'mara' } as const
  await copyAccount(desk, 'vale', { id: subject.id, handle: 'mayor_mara', name: 'Mara' })
  const who = await desk.person()
  const enforcementId = only(
    (await gate.ask(await gate.claim(subject, who), who, { action: 'deactivate' })).body.enforcements,
  )
  await gate.post(who, `/v1/enforcements/${enforcementId}/identify`, identified(subject, 'mayor_mara').identified)
  await gate.post(who, `/v1/enforcements/${enforcementId}/assessment`, ASSESSMENT.assessment)
}

/** Adds an account to the platform that has another id and other names than one there. */
const copyAccount = (
  desk: GateDesk,
  from: string,
  { id, handle, name }: { id: string; handle: string; name: string },
) =>
  desk.demo.store.inTransaction(
    (tx) => tx.run`
    insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
      select ${id}, ${handle}, ${name}, bio, reach, verified, tags, created_at from account where id = ${from}`,
  )

/** A client of Coop appeals for a person whose account is suspended. */
async function appealThroughCoop(desk: GateDesk): Promise<void> {
  Object.assign(desk.desk, { coop: COOP })
  const user = { id: 'rosa', typeId: 'user' }
  await copyAccount(desk, 'rosa', { id: 'user/rosa', handle: 'rosa_at_coop', name: 'Rosa' })
  const { id } = await desk.enforcement({ subject: 'account:user/rosa', action: 'suspend' })
  await desk.enforcementIn(id, 'in_effect')
  const { token } = await givenKey(desk.desk.db, ['appeals'])
  const appeal = { appealId: 'coop', appealedBy: user, appealedAt: desk.now().toISOString(), actionsTaken: [] }
  await send(desk, token, 'POST', '/api/v1/report/appeal', { ...appeal, actionedItem: { ...user, data: {} } })
}

/** Judges one bulk action and declines it; approves another, and continues it after its first stage. */
async function decideBulkActions(desk: GateDesk): Promise<void> {
  const { gate } = desk
  const [ana, ben] = [await desk.person({ roles: ['senior'] }), await desk.person({ roles: ['lead'], team: 'north' })]
  const asked = {
    policyId: 'spam',
    enforcement: { action: 'limit' },
    foundBy: 'the same words',
    rationale: 'One hand.',
  }
  const judge = async (list: string): Promise<string> => {
    const { body } = await gate.post(ana, '/v1/bulk-actions', { ...asked, list })
    const url = `/v1/bulk-actions/${String(body.id)}`
    const drawn = await waitFor('a sample to be drawn', async () => {
      const { status, body: told } = await gate.post(ben, `${url}/sample`)
      return status === 200 && (told.sample as { place: number }[])
    })
    for (const { place } of drawn) await gate.post(ben, `${url}/sample/${place}`, { conclusion: 'violation' })
    return url
  }
  await gate.post(ben, `${await judge('rosa\npills')}/decline`, { reason: 'Not the same hand.' })
  const agreed = await judge('rosa\npills')
  await gate.signed(ben, `${agreed}/approve`)
  await waitFor('the first stage to end', async () => {
    await desk.advance(1_000)
    return (await gate.post(ben, `${agreed}/continue`, { stage: 0 })).status === 200
  })
}

/**
 * Shows pictures of a post and its account, compares one with the verified lists, and reads where another, restricted
 * picture can be seen.
 */
async function compareMedia(desk: GateDesk): Promise<void> {
  const eve = await desk.person({ clearances: ['protected', 'safety', 'restricted'] })
  const caseId = await desk.gate.claim(PICTURED, eve)
  await desk.gate.post(eve, `/v1/cases/${caseId}/match-checks`)
  const { media } = (await desk.gate.get(eve, `/v1/cases/${caseId}`)).body as unknown as { media: { id: string }[] }
  const { rows } = await desk.database.ownerPool.query<{ id: string }>(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values (${PICTURED.id}, 'rep_1', 1, 'image', 'image/png', 'restricted', sha256('rep_1')) returning id`)
  await desk.gate.post(eve, `/v1/cases/${caseId}/restricted/${rows[0]?.id}/views`, {
    reason: 'To name it to an authority.',
  })
  for (const shown of [`media/${media[0]?.id}`, 'avatar'])
    await desk.app.inject({ url: `/v1/cases/${caseId}/${shown}`, headers: bearer(eve.token) })
}

/** One person hides a minister's post alone; another restores everything that this person hid. */
async function undoAll(desk: GateDesk): Promise<void> {
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const [eve, ben] = [await desk.person(), await desk.person()]
  const at = desk.now().toISOString()
  const subject = { kind: 'content', id: 'speech-0' } as const
  await desk.demo.store.inTransaction(
    (tx) =>
      tx.run`insert into content (id, account_id, kind, text, created_at) values (${subject.id}, 'vale', 'post', 'A speech.', ${at})`,
  )
  const { decided } = await hideAlone(desk, eve, { subject, policyId: 'minors', ground: { kind: 'harm' } })
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const enforcementId = only(decided.body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  await desk.gate.post(ben, `/v1/enforcements/${enforcementId}/undo-unconfirmed`, { reason: 'A play.' })
}

/**
 * The platform reports a takeover: one person's lock stays, another person confirms it, and the reset of the
 * credentials ends it.
 */
async function lockHijacked(desk: GateDesk): Promise<void> {
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  await tamper(desk.demo.store, desk, MINISTER, { credentials: true })
  const caseId = await gate.claim(MINISTER, ana)
  await gate.preview(caseId, ana, { action: 'lock', interim: true, hijack: true })
  const { body } = await lockAgainstHijacker(gate, ana, caseId)
  assert.equal(body.hijack, true, JSON.stringify(body))
  const id = String(body.id)
  await desk.enforcementIn(id, 'in_effect')
  for (const path of [
    `enforcements/${id}`,
    `enforcements/${id}/statement`,
    'live',
    'unconfirmed',
    `accounts/${MINISTER.id}/history?reason=asked`,
  ])
    assert.equal((await gate.get(ben, `/v1/${path}`)).status, 200, path)
  assert.equal((await gate.signed(ben, `/v1/enforcements/${id}/confirm`)).status, 200)
  await desk.enforcementIn(id, 'confirmed')
  await resetCredentials(desk.demo.store, desk, MINISTER)
  await waitFor('the reset to end the lock', async () => {
    await desk.advance(minutes(1))
    return (await gate.get(ben, `/v1/enforcements/${id}`)).body.state === 'restored'
  })
}

/** Restores an enforcement as a mistake, reads the incident, and reads an entry of the ledger. */
async function readRecords(desk: GateDesk): Promise<void> {
  const [lead, auditor] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['auditor'] })]
  const { id } = await desk.enforcement({ subject: 'account:otto', action: 'suspend' })
  await desk.enforcementIn(id, 'in_effect')
  await desk.gate.post(lead, `/v1/enforcements/${id}/restore`, { reason: 'Liquorice.' })
  await desk.enforcementIn(id, 'restored')
  const { items } = (await desk.gate.get(lead, '/v1/incidents')).body as unknown as { items: { id: string }[] }
  await desk.gate.get(lead, `/v1/incidents/${items[0]?.id}`)
  await waitFor(
    'an entry to have its number',
    async () => (await desk.gate.get(auditor, '/v1/ledger/1')).status === 200,
  )
}

/** Two people agree to a change once the desk is set up, and a third person stops it before it takes effect. */
async function stopChange(desk: GateDesk): Promise<void> {
  const [ana, cleo] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const [eve, lead] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['lead'] })]
  await endSetup(desk.desk.db)
  const wanted = { kind: 'role', op: 'grant', staffId: ana.id, role: 'lead' }
  const { body } = await desk.gate.post(cleo, '/v1/changes', { change: wanted, reason: 'She leads the night.' })
  await desk.gate.signed(eve, `/v1/changes/${String(body.id)}/agree`)
  await desk.gate.post(lead, `/v1/changes/${String(body.id)}/stop`, { reason: 'Not without a trial.' })
}

/** Confirms, half a year later, that a protection is still right. */
async function reviewProtection(desk: GateDesk): Promise<void> {
  const crane = await desk.person({ roles: ['policy'], onShift: false })
  await desk.advance(181 * DAY_MS)
  await reviewProtections(desk.desk)
  await desk.gate.post(crane, '/v1/protection-reviews', { subject: MINISTER, reason: 'Still in office.' })
}

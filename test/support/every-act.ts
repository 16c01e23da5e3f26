import type { TestContext } from 'node:test'
import type { Act } from '../../src/foundation/acts.ts'
import { makeKeyList } from '../../src/people/passkeys/key-list.ts'
import { endSetup } from './changes.ts'
import { givenClaim, send } from './desk-flow.ts'
import { PROPOSE_EXCEPTION } from './escalation-flow.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, type Person, STAR, startGate } from './gate-flow.ts'
import { judgedBy } from './judgement-input.ts'
import { givenSession } from './people.ts'
import { waitFor } from './wait-for.ts'

/** One signed act, prepared for signing. */
export interface Ready {
  act: Act
  /** The set of enforcements, where there is an act of that kind for one, too. */
  of?: 'set'
  who: Person
  url: string
  body: object
  /** The proposal whose signature is prepared where it is planned. */
  proposal?: object
  done: number
}

const DEACTIVATE = { action: 'deactivate' }
const LAWFUL = {
  legalDuty: true,
  policyId: 'intimate-images',
  judgedBy: judgedBy({}, { 'enforcement.legal_duty': true }),
} as const
const LONG_AGO = '2026-01-01T00:00:00Z'

export type Staged = Awaited<ReturnType<typeof startEveryAct>>

/** Starts a desk and prepares every kind of signed act, one after the other, on demand. */
export async function startEveryAct(t: TestContext) {
  const desk = await startGate(t)
  const people = {
    ...{ ana: await desk.person(), ben: await desk.person({ roles: ['senior'], team: 'north' }) },
    ...{ cleo: await desk.person({ roles: ['lead'], team: 'south' }), dan: await desk.person({ roles: ['lead'] }) },
    ...{ eve: await desk.person({ roles: ['policy'] }), lead: await desk.person({ roles: ['lead'] }) },
  }
  const stage = { desk, ...people }
  async function* acts(): AsyncGenerator<Ready> {
    yield exception(stage)
    yield* confirming(stage)
    yield* agreeing(stage)
    yield* resubmitting(stage)
    yield* restoring(stage)
    yield change(stage)
    yield freeze(stage)
    yield keyList(stage)
    yield prepareBulkAction(stage)
    yield interim(stage)
    yield* removing(stage)
  }
  return { desk, ...people, acts }
}

type Stage = { desk: Awaited<ReturnType<typeof startGate>> } & Record<
  'ana' | 'ben' | 'cleo' | 'dan' | 'eve' | 'lead',
  Person
>

async function exception({ desk, ana, eve }: Stage): Promise<Ready> {
  const caseId = await desk.gate.claim({ kind: 'content', id: 'rosa-2' }, ana)
  const proposed = await desk.gate.post(ana, `/v1/cases/${caseId}/decisions`, PROPOSE_EXCEPTION)
  if (proposed.status !== 201) throw new Error(`no exception was proposed: ${JSON.stringify(proposed.body)}`)
  await givenClaim(desk, eve.token)
  const body = { answer: 'Voters should hear it.', agrees: true }
  return { act: 'exception_agree', who: eve, url: `/v1/cases/${caseId}/answer`, body, done: 204 }
}

async function* agreeing({ desk, ana, ben, dan, lead }: Stage): AsyncGenerator<Ready> {
  const { gate } = desk
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  await gate.consider(enforcementId, ben)
  yield {
    act: 'agree',
    who: ben,
    url: `/v1/enforcements/${enforcementId}/approve`,
    body: { reason: 'I see the same.' },
    done: 200,
  }
  await gate.post(dan, `/v1/enforcements/${enforcementId}/stop`)
  yield { act: 'resume', who: lead, url: `/v1/enforcements/${enforcementId}/resume`, body: {}, done: 201 }
}

async function* confirming({ desk, ana, ben, cleo, dan }: Stage): AsyncGenerator<Ready> {
  const { gate } = desk
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  for (const who of [ben, cleo]) await gate.approve(enforcementId, who)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  yield { act: 'confirm', who: dan, url: `/v1/enforcements/${enforcementId}/confirm`, body: {}, done: 200 }
}

async function* resubmitting({ desk, ana, lead }: Stage): AsyncGenerator<Ready> {
  const { gate } = desk
  const { id: offline } = await desk.enforcement({ subject: 'account:pills', action: 'suspend' })
  await desk.enforcementIn(offline, 'in_effect')
  await gate.post(ana, `/v1/enforcements/${offline}/restore`)
  await desk.enforcementIn(offline, 'restored')
  yield { act: 'reinstate', who: lead, url: `/v1/enforcements/${offline}/reinstate`, body: {}, done: 201 }
}

async function* restoring({ desk, ana, ben, lead }: Stage): AsyncGenerator<Ready> {
  const { gate } = desk
  const taken = await desk.enforcement({ ...LAWFUL, subject: 'content:rosa-1', action: 'hide' })
  await desk.enforcementIn(taken.id, 'in_effect')
  const url = `/v1/enforcements/${taken.id}/restore`
  await gate.post(ben, url)
  yield { act: 'restore_second', who: lead, url, body: { reason: 'not her' }, done: 202 }
  const by = { kind: 'staff', id: ana.id }
  const { body } = await send(desk, ben.token, 'POST', '/v1/restores', { by, since: LONG_AGO })
  const start = `/v1/restores/${String(body.id)}/start`
  await gate.post(ben, start, { reason: 'a stolen laptop' })
  yield { act: 'restore_second', of: 'set', who: lead, url: start, body: { reason: 'a stolen laptop' }, done: 202 }
}

async function change({ desk, cleo, eve, ana }: Stage): Promise<Ready> {
  const wanted = { kind: 'role', op: 'grant', staffId: ana.id, role: 'senior' }
  const { body } = await desk.gate.post(cleo, '/v1/changes', { change: wanted, reason: 'she leads the night' })
  return { act: 'change_agree', who: eve, url: `/v1/changes/${String(body.id)}/agree`, body: {}, done: 200 }
}

async function keyList({ desk: { desk }, lead }: Stage): Promise<Ready> {
  const { relyingParty } = desk
  for (const days of [1, 2]) await makeKeyList(desk, { relyingParty, days, by: { kind: 'staff', id: lead.id } })
  return { act: 'keys', who: lead, url: '/v1/key-lists/2/signatures', body: {}, done: 200 }
}

async function prepareBulkAction({ desk, ben, cleo }: Stage): Promise<Ready> {
  const asked = {
    policyId: 'spam',
    enforcement: { action: 'limit' },
    foundBy: 'the same words',
    rationale: 'One hand.',
  }
  const { body } = await desk.gate.post(ben, '/v1/bulk-actions', { ...asked, list: 'rosa\npills' })
  const url = `/v1/bulk-actions/${String(body.id)}`
  const drawn = await waitFor('a sample to be drawn', async () => {
    const { status, body: told } = await desk.gate.post(cleo, `${url}/sample`)
    return status === 200 && (told.sample as { place: number }[])
  })
  for (const { place } of drawn) await desk.gate.post(cleo, `${url}/sample/${place}`, { conclusion: 'violation' })
  return { act: 'bulk_action_agree', who: cleo, url: `${url}/approve`, body: {}, done: 200 }
}

async function interim({ desk }: Stage): Promise<Ready> {
  const who = await desk.person()
  const wish = { caseId: await desk.gate.claim(STAR, who), policyId: 'scam', action: 'lock' }
  const [url, proposal] = ['/v1/interim-measures', { ...wish, interim: true }]
  return { act: 'propose', who, url, body: { ...wish, reason: 'it goes on' }, proposal, done: 201 }
}

/** An administrator restricts one person and ends another. */
async function* removing({ desk }: Stage): AsyncGenerator<Ready> {
  const [who, restricted, ended] = [await desk.person({ roles: ['admin'] }), await desk.person(), await desk.person()]
  const body = { reason: 'a stolen laptop' }
  await endSetup(desk.desk.db) // While a desk is set up, one person may take sessions from another unsigned.
  await givenSession(desk.desk.db, { staffId: ended.id, credentialId: null }, 'http://localhost')
  yield { act: 'staff_restrict', who, url: `/v1/staff/${restricted.id}/restrict`, body, done: 200 }
  yield { act: 'staff_rights', who, url: `/v1/staff/${ended.id}/sessions/revoke`, body, done: 200 }
  yield { act: 'staff_end', who, url: `/v1/staff/${ended.id}/end`, body: {}, done: 200 }
}

async function freeze({ desk, ana, lead }: Stage): Promise<Ready> {
  const { body } = await desk.gate.post(ana, '/v1/freezes', { reason: 'a stolen laptop' })
  return { act: 'freeze_extend', who: lead, url: `/v1/freezes/${String(body.id)}/extend`, body: {}, done: 200 }
}

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  makeSoftwareKey,
  registerSoftwareKey,
  signWithSoftwareKey,
} from '../../src/staff/passkey/software-authenticator.ts'
import { givenPasskey } from '../support/people.ts'
import { readEvidence } from '../support/read-evidence.ts'
import { TEST_PARTY } from '../support/server.ts'
import { signingAt } from '../support/sign.ts'
import type { Operation } from './api-document.ts'
import { enterOrders } from './ask-authorities.ts'
import { useAutomation } from './ask-automation.ts'
import { changeTheDesk } from './ask-changes.ts'
import { useChannels } from './ask-channels.ts'
import { keepDirectory } from './ask-directory.ts'
import { planDrills, seeToFindings } from './ask-drills-and-findings.ts'
import { decideMany } from './ask-many.ts'
import { checkContract } from './check-contract.ts'
import { type HostileGround, startHostileGround } from './hostile-ground.ts'
import { NOT_ASKED } from './not-asked.ts'

const FACTS_AT = '2026-02-03T04:05:06Z'

const OPEN = 'healthz readyz docs v1/openapi.json v1/sign-on v1/me v1/policies v1/live'
const LISTS = 'protection-reviews watch?account=office findings?open=true legal-clocks referrals preservation-holds'

/** Asks one operation, and holds the answer against what the description promises. */
type Ask = (route: string, body?: unknown, as?: 'another' | 'admin') => Promise<Record<string, string>>

test('every answer that is no problem is one the description promises', async (t) => {
  const ground = await startHostileGround(t)
  const answered = new Set<string>()
  const ask = asking(ground, answered)
  for (const path of [...OPEN.split(' '), ...LISTS.split(' ').map((list) => `v1/${list}`)]) await ask(`GET /${path}`)
  await tellAndReport(ask)
  await workOnCases(ask, ground)
  await exceptOne(ask)
  await askOthers(ask, ground)
  await freeze(ask)
  const agree = (route: string, body: object) => askSigned(ask, route, body, 'another')
  await changeTheDesk(ask, agree, ground)
  await planDrills(ask, agree)
  await seeToFindings(ask, ground)
  await partWithSomebody(ask, ground)
  await undoOrders(ask, ground)
  await enterOrders(ask)
  await workAShift(ask)
  for (const use of [keepDirectory, useChannels, useAutomation]) await use(ask)
  await signIn(ask, ground)
  const promised = ground.operations.flatMap(({ method, path, responses }) =>
    Object.keys(responses).flatMap((status) => (status < '300' ? [`${method} ${path} ${status}`] : [])),
  )
  assert.deepEqual(
    promised.filter((each) => !answered.has(each)),
    NOT_ASKED,
  )
})

function asking(ground: HostileGround, answered: Set<string>): Ask {
  return async (route, body, as) => {
    const [method = '', url = ''] = route.split(' ')
    const operation = operationAt(ground, method, url.split('?', 1)[0] ?? '')
    const [type = 'application/json'] = operation.takes
    const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const headers: Record<string, string> = payload === undefined ? {} : { 'content-type': type }
    const answer = await ground.send(operation, { url, headers, payload }, as)
    assert.ok(answer.status < 300, `${route}: ${answer.status} ${answer.body}`)
    checkContract(ground.document, operation, answer)
    answered.add(`${operation.method} ${operation.path} ${answer.status}`)
    return /^application\/(scim\+)?json/.test(answer.type) && answer.body !== '' ? JSON.parse(answer.body) : {}
  }
}

/** An address as it is described comes before one with a place that the same would fill. */
function operationAt({ operations }: HostileGround, method: string, path: string): Operation {
  const [found] = operations
    .filter((each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)
  assert.ok(found, `${method} ${path} is not described`)
  return found
}

/** Asks for what takes a passkey, as a person does in a demo: by the key that stands for them. */
async function askSigned(
  ask: Ask,
  route: string,
  body: object = {},
  as?: 'another' | 'admin',
  signed: object = signingAt(route.split(' ')[1] ?? ''),
): Promise<void> {
  const signing = await ask('POST /v1/signings', signed, as)
  const signature = await ask('POST /v1/demo/sign', { signingId: signing.signingId }, as)
  await ask(route, { ...body, signature }, as)
}

async function tellAndReport(ask: Ask): Promise<void> {
  const told = { createdAt: null, factsAt: FACTS_AT }
  const account = { handle: 'fern', displayName: '', reach: null, verified: 'absent', tags: [] }
  await ask('PUT /v1/accounts/a-7', { ...account, ...told })
  await ask('PUT /v1/contents/t-7', { accountId: 'a-7', kind: 'post', text: 'Hello.', ...told })
  const report = makeReport()
  await ask('POST /v1/reports', report)
  await ask('POST /v1/reports', report)
  await ask('POST /v1/reports/batch', `${JSON.stringify(makeReport())}\n{\n${JSON.stringify(report)}\n`)
}

const makeReport = () => ({
  id: randomUUID(),
  subject: { kind: 'content', id: randomUUID() },
  ground: 'terms',
  category: 'SCAMS_AND_FRAUD',
  reporterId: 'r-1',
  reportedAt: FACTS_AT,
})

/** Looks at cases, moves them, asks and answers, and decides until nothing waits. */
async function workOnCases(ask: Ask, { known }: HostileGround): Promise<void> {
  const [first = '', second = ''] = known.caseId ?? []
  const looks = [
    'cases?limit=1',
    `cases/${first}`,
    'accounts/a-1/history?reason=asked',
    'search?q=mossy&kind=account&reason=asked',
    'views',
  ]
  for (const rest of looks) await ask(`GET /v1/${rest}`)
  const { reports } = (await ask(`GET /v1/cases/${first}`)) as unknown as { reports: { items: { id: string }[] } }
  await ask(`GET /v1/cases/${first}/reports/${reports.items[0]?.id}/reporter?reason=asked`)
  await ask(`POST /v1/cases/${first}/claim/renew`)
  await ask(`POST /v1/cases/${first}/notes`, { text: 'Seen before.' })
  const told = { kind: 'threat_to_life', authority: 'Police', reference: 'HP-1', sentAt: FACTS_AT, what: 'The post.' }
  await ask(`POST /v1/cases/${first}/referrals`, told, 'another')
  const hold = await ask(
    'POST /v1/preservation-holds',
    { subject: { kind: 'account', id: 'a-1' }, reason: 'Asked for.' },
    'another',
  )
  await ask(`GET /v1/preservation-holds/${hold.id}/facts`)
  await ask(`POST /v1/cases/${first}/claim/take-over`, { reason: 'On a break.' }, 'another')
  await ask(`POST /v1/cases/${first}/transfer`, { to: { queue: 'general' }, reason: 'No haste.' }, 'another')
  const question = { conclusion: 'escalate', escalateTo: 'lead', urgency: 'immediate', rationale: 'Is it satire?' }
  await ask(`POST /v1/cases/${second}/decisions`, { draftId: 'd-1', ...question })
  const asked = await ask('POST /v1/cases/claim-next', undefined, 'another')
  await ask(`POST /v1/cases/${asked.id}/answer`, { answer: 'It is.' }, 'another')
  const released = await ask('POST /v1/cases/claim-next')
  await ask(`POST /v1/cases/${released.id}/claim/release`)
  for (;;) {
    const { id } = await ask('POST /v1/cases/claim-next')
    if (id === undefined) return
    const decision = { draftId: `d-${id}`, conclusion: 'no_violation', rationale: 'Nothing here.' }
    await ask(`POST /v1/cases/${id}/decisions`, decision)
    await ask(`POST /v1/cases/${id}/decisions`, decision)
  }
}

/** One person proposes an exception, another agrees to it and ends it. */
async function exceptOne(ask: Ask): Promise<void> {
  await ask('POST /v1/reports', makeReport())
  const { id } = await ask('POST /v1/cases/claim-next')
  const weighed = { whoSpeaks: 'A mayor.', publicInterest: 'Voters.', harm: 'Little.', alternatives: 'A label.' }
  const exception = {
    conclusion: 'newsworthy_exception',
    policyId: 'scam',
    rationale: 'See there.',
    assessment: weighed,
  }
  await ask(`POST /v1/cases/${id}/decisions`, exception)
  const asked = await ask('POST /v1/cases/claim-next', undefined, 'another')
  assert.equal(asked.id, id)
  await askSigned(ask, `POST /v1/cases/${id}/answer`, { answer: 'It is.', agrees: true }, 'another')
  const [held] = (await ask('GET /v1/newsworthy-exceptions')).items as unknown as { id: string }[]
  await ask(`POST /v1/newsworthy-exceptions/${held?.id}/end`, { reason: 'No longer mayor.' })
  const again = await ask('POST /v1/cases/claim-next')
  await ask(`POST /v1/cases/${again.id}/decisions`, { conclusion: 'no_violation', rationale: 'Nothing here.' })
}

const OFFICE = { handle: 'gate', displayName: '', reach: 31, verified: 'absent', tags: ['public_office'] }

/** A word to somebody in public office takes a second person, and nothing of the platform's. */
async function askOthers(ask: Ask, ground: HostileGround): Promise<void> {
  await ask('POST /v1/approvals/next', undefined, 'another')
  await ask('PUT /v1/accounts/office', { ...OFFICE, createdAt: null, factsAt: FACTS_AT })
  const [agreed, declined] = [await warn(ask), await warn(ask)]
  for (const orderId of [agreed, declined]) {
    const offered = await ask('POST /v1/approvals/next', undefined, 'another')
    assert.equal(offered.orderId, orderId)
    await ask(`GET /v1/orders/${orderId}/offer`, undefined, 'another')
    await ask(`POST /v1/orders/${orderId}/own-verdict`, { conclusion: 'violation', rationale: 'It is.' }, 'another')
    const reason = 'As I see it.'
    await readEvidence(ground.database.ownerPool)
    if (orderId === agreed) await askSigned(ask, `POST /v1/orders/${orderId}/approve`, { reason }, 'another')
    else await ask(`POST /v1/orders/${orderId}/decline`, { material: offered.material, reason }, 'another')
  }
  const [stopped, undone] = [await warn(ask), await warn(ask)]
  const passed = await ask('POST /v1/approvals/next', undefined, 'another')
  for (const how of ['pass', 'reveal']) await ask(`POST /v1/orders/${passed.orderId}/${how}`, {}, 'another')
  await ask(`POST /v1/orders/${stopped}/stop`)
  await askSigned(ask, `POST /v1/orders/${stopped}/resume`)
  await ask(`POST /v1/orders/${undone}/restore`)
  const lock = { caseId: await claimOffice(ask), policyId: 'scam', action: 'lock' }
  const { token: previewToken } = await ask('POST /v1/orders/preview', { ...lock, interim: true })
  const { signingId } = await ask('POST /v1/proposal-signings', { ...lock, interim: true })
  const own = { signature: await ask('POST /v1/demo/sign', { signingId }), previewToken, reason: 'It goes on.' }
  await ask('POST /v1/lesser-measures', { ...lock, ...own })
  const pages = (await ask('GET /v1/pages')).items as unknown as { id: number }[]
  await ask(`POST /v1/pages/${pages[0]?.id}/seen`)
}

async function claimOffice(ask: Ask): Promise<string> {
  await ask('POST /v1/reports', { ...makeReport(), subject: { kind: 'account', id: 'office' } })
  return String((await ask('POST /v1/cases/claim-next')).id)
}

async function warn(ask: Ask): Promise<string> {
  const caseId = await claimOffice(ask)
  const wish = { action: 'warn' }
  const preview = await ask('POST /v1/orders/preview', { caseId, policyId: 'scam', ...wish })
  const actions = [{ ...wish, previewToken: preview.token }]
  const decision = { conclusion: 'violation', policyId: 'scam', rationale: 'Sells it.', actions }
  const { orders } = await ask(`POST /v1/cases/${caseId}/decisions`, decision)
  return String(orders?.[0])
}

async function freeze(ask: Ask): Promise<void> {
  const { id } = await ask('POST /v1/freezes', { reason: 'A stolen laptop.' })
  await ask('GET /v1/freezes')
  await ask('GET /v1/budgets')
  await askSigned(ask, `POST /v1/freezes/${id}/extend`, {}, 'another')
  await ask(`POST /v1/freezes/${id}/end`)
}

async function partWithSomebody(ask: Ask, { known }: HostileGround): Promise<void> {
  const [somebody = ''] = known.staffId ?? []
  await ask('GET /v1/staff?ended=true')
  await ask('GET /v1/reachable')
  await ask(`GET /v1/staff/${somebody}/passkeys`)
  const nights = { turn: 'primary', zone: 'Europe/Berlin', days: [1, 2], begins: '22:00', ends: '06:00' }
  const { id } = await ask('POST /v1/rota', { staffId: somebody, ...nights, fromDay: '2031-05-01' })
  await ask('GET /v1/rota')
  await askSigned(ask, `POST /v1/rota/${id}/remove`, {}, undefined, { act: 'staff_rights', about: somebody })
  await ask(`POST /v1/staff/${somebody}/notice`, { kind: 'voluntary', endsAt: '2100-01-01T00:00:00Z' })
  await ask(`POST /v1/staff/${somebody}/postpone`)
  await askSigned(ask, `POST /v1/staff/${somebody}/restrict`, { reason: 'A stolen laptop.' })
  await askSigned(ask, `POST /v1/staff/${somebody}/end`, {}, 'admin')
}

async function undoOrders(ask: Ask, { database, known }: HostileGround): Promise<void> {
  const [first = '', second = ''] = known.orderId ?? []
  const [bulk = ''] = known.restoreId ?? []
  for (const path of 'orders?limit=1 incidents drills insights/queue shadow-report ledger ledger/verification'.split(
    ' ',
  ))
    await ask(`GET /v1/${path}`)
  await ask(`GET /v1/orders/${first}`)
  await ask(`POST /v1/orders/${first}/stop`)
  await ask(`POST /v1/orders/${second}/restore`, { cause: 'mistake', reason: 'The wrong one.' })
  // As if the platform showed it again, and its reach stayed away.
  await database.ownerPool.query('update order_restore set visible_at = desk_now() where order_id = $1', [first])
  await ask(`POST /v1/orders/${first}/accept`, { reason: 'Its followers left.' })
  await decideMany(ask, bulk, FACTS_AT)
}

async function workAShift(ask: Ask): Promise<void> {
  await ask('PUT /v1/me/care', { blur: true, grey: true, mute: false })
  await ask('GET /v1/me/facts')
  await ask('GET /v1/me/shift')
  await ask('POST /v1/me/shift', { plannedMinutes: 60 })
  for (const step of ['break', 'back', 'end']) await ask(`POST /v1/me/shift/${step}`)
  for (const path of ['me/shift', 'me/shifts', 'shifts?days=30']) await ask(`GET /v1/${path}`)
}

/** Somebody invites themselves, makes a passkey and signs in with it; asks for another, and for the first to go. */
async function signIn(ask: Ask, { desk }: HostileGround): Promise<void> {
  const key = makeSoftwareKey()
  const { id: staffId } = await ask('GET /v1/me')
  const { link = '' } = await ask('POST /v1/invitations', { staffId })
  const [, invitation] = link.split('#')
  const begun = await ask('POST /v1/enrolments/begin', { invitation })
  const registration = registerSoftwareKey(key, String(begun.challenge), TEST_PARTY)
  await ask('POST /v1/enrolments/finish', { invitation, label: 'first', transports: ['internal'], registration })
  const { challenge = '' } = await ask('POST /v1/sign-in/begin')
  await ask('POST /v1/sign-in/finish', signWithSoftwareKey(key, challenge, TEST_PARTY))
  const { items } = await ask('GET /v1/me/sessions')
  const [session] = items as unknown as { id: string }[]
  await ask(`POST /v1/me/sessions/${session?.id}/revoke`)
  const own = ['POST /v1/sign-out', 'GET /v1/me/passkeys', 'GET /v1/invitations']
  const theirs = [`GET /v1/staff/${staffId}/sessions`, `POST /v1/staff/${staffId}/sessions/revoke`]
  for (const route of [...own, ...theirs]) await ask(route)
  const more = await ask('POST /v1/me/passkeys/begin')
  const second = registerSoftwareKey(makeSoftwareKey(), String(more.challenge), TEST_PARTY)
  await ask('POST /v1/me/passkeys/finish', { label: 'second', registration: second })
  const { id: unused } = await ask('POST /v1/invitations', { staffId })
  await ask(`POST /v1/invitations/${unused}/revoke`)
  await givenPasskey(desk.db, staffId ?? '')
  await ask('POST /v1/me/passkeys/remove', { credentialId: key.credentialId, reason: 'Lost.' })
}

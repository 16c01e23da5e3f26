import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { OWN_NAMES } from '../../src/foundation/coop/coop-item.ts'
import { KEY_SCOPES, type Role } from '../../src/foundation/domain.ts'
import { DEFAULT_PLATFORM } from '../../src/foundation/platforms.ts'
import { rulesOf, useRules } from '../support/automation.ts'
import { startLyingProvider } from '../support/lying-provider.ts'
import { givenKey, givenStaff } from '../support/people.ts'
import { bearer, startTestDesk, type TestDesk } from '../support/server.ts'
import { ensureKey } from '../support/sign.ts'
import { type ApiDocument, type Operation, readOperations } from './api-document.ts'
import type { Known } from './make-request.ts'
import { type Stored, tableContentsReader } from './table-contents.ts'
import type { Wire } from './wire.ts'

/** The answer to a request. */
export interface Answer {
  status: number
  type: string
  headers: Readonly<Record<string, unknown>>
  body: string
}

/** A desk with data to attack, and callers that may use every operation. */
export interface HostileDesk extends TestDesk {
  document: ApiDocument
  operations: readonly Operation[]
  known: Known
  /** Sends a request as a person who may use the operation, as another who may, or as an administrator. */
  send(operation: Pick<Operation, 'method' | 'path'>, wire: Wire, as?: 'another' | 'admin'): Promise<Answer>
  takeStock(): Promise<Stored>
}

const SUBJECTS = 4
const CLEARANCES = ['protected', 'safety', 'minors', 'legal', 'child_safety', 'threat_to_life']
const POLICIES = ['spam', 'scam', 'hate', 'impersonation']

/** The default platform speaks Coop's API too. */
export const COOP = new Map([[DEFAULT_PLATFORM, { accounts: ['user'], items: {}, fields: OWN_NAMES }]])

/** Creates reports, cases held and decided, enforcements, and a bulk restore, all by the desk's own routes. */
export async function startHostileDesk(t: TestContext): Promise<HostileDesk> {
  const { identityProvider } = await startLyingProvider(t)
  const test = await startTestDesk(t, { routes: ROUTES, identityProvider, coop: COOP })
  useRules(test, rulesOf([]))
  // A database of a demo, so that signed acts can be signed over HTTP too.
  await test.database.ownerPool.query(`update database_mark set kind = 'demo'`)
  const send = await callersOf(test)
  const document = (await test.app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const known = await liveALittle((method, url, body) =>
    ask(send, method, url, body === undefined ? undefined : JSON.stringify(body)),
  )
  // A person whose access can end, and who can be restricted, without consequences for the others.
  const { id: staffId } = await givenStaff(test.desk.db)
  const takeStock = await tableContentsReader(test.database.ownerPool)
  return {
    ...test,
    document,
    operations: readOperations(document),
    known: { ...known, staffId: [staffId, 'staff_999'] },
    send,
    takeStock,
  }
}

/** Adds two people for each set of roles that one person can have. An auditor and an admin have routes of their own. */
async function callersOf({ app, desk }: TestDesk): Promise<HostileDesk['send']> {
  // A key for orders belongs to one authority and has no other scope:
  // test/attacks/a-forged-order-of-an-authority.test.ts uses one.
  const scopes = KEY_SCOPES.filter((scope) => scope !== 'orders')
  const key = await givenKey(desk.db, scopes)
  const pairs = new Map<Cast, Caller[]>()
  for (const [cast, roles] of Object.entries(CAST) as [Cast, readonly Role[]][]) {
    const given = { roles, languages: [], clearances: CLEARANCES, onShift: true }
    const pair = [await givenStaff(desk.db, given), await givenStaff(desk.db, given)]
    for (const { id } of pair) await ensureKey(desk.db, id)
    pairs.set(cast, pair)
  }
  // A separate person begins and ends shifts, because the other routes need callers who stay on shift.
  const shifting = await givenStaff(desk.db, { roles: CAST.working })
  const callerOf = (operation: string, path: string, as?: 'another' | 'admin') => {
    if (FOR_KEYS.has(operation)) return key
    if (path.startsWith('/v1/me')) return shifting
    if (as === 'admin') return pairs.get('admin')?.[0] ?? key
    return pairs.get(castOf(operation))?.[as === 'another' ? 1 : 0] ?? key
  }
  return async ({ path, method }, { url, headers, payload }, as) => {
    const { token } = callerOf(`${method} ${path}`, path, as)
    const request = { method: method as 'GET', url, headers: { ...headers, ...bearer(token) } }
    const response = await app.inject(payload === undefined ? request : { ...request, payload })
    const type = String(response.headers['content-type'] ?? '')
    return { status: response.statusCode, type, headers: response.headers, body: response.body }
  }
}

type Caller = Pick<Awaited<ReturnType<typeof givenStaff>>, 'token'>
const CAST = {
  working: ['reviewer', 'senior', 'lead', 'policy'],
  admin: ['admin'],
  auditor: ['auditor'],
} as const satisfies Record<string, readonly Role[]>
type Cast = keyof typeof CAST

/** Returns the callers that may use an operation, by the table of rights; reviewers, wherever they may. */
function castOf(operation: string): Cast {
  const right = RIGHT_OF.get(operation)
  if (right === undefined || right === 'anyone' || 'key' in right) return 'working'
  const roles: readonly Role[] = [...(right.roles ?? []), ...(right.onShift ?? [])]
  const casts = Object.keys(CAST) as Cast[]
  return casts.find((cast) => CAST[cast].some((role) => roles.includes(role))) ?? 'working'
}

/** By operation, as the description writes it. */
const RIGHT_OF = new Map(Object.entries(RIGHTS).map(([route, right]) => [route.replace(/:(\w+)/g, '{$1}'), right]))

/** The operations that accept an API key. */
const FOR_KEYS = new Set(
  [...RIGHT_OF].flatMap(([operation, right]) => (typeof right === 'object' && 'key' in right ? [operation] : [])),
)

async function ask(send: HostileDesk['send'], method: string, url: string, payload?: string): Promise<Answer> {
  const headers = payload === undefined ? {} : { 'content-type': 'application/json' }
  const path = url.replace(/^\/v1\/(account|content)s\/.*/, '/v1/$1s/{$1Id}')
  const answer = await send({ method, path }, { url, headers, payload })
  if (answer.status >= 300) throw new Error(`${method} ${url} was answered ${answer.status}: ${answer.body}`)
  return answer
}

type Ask = (method: string, url: string, body?: unknown) => Promise<Answer>

async function liveALittle(proposeFor: Ask): Promise<Known> {
  const factsAt = '2026-01-02T03:04:05Z'
  const account = { handle: 'mossy', displayName: 'Mossy', reach: 31, verified: false, tags: [], createdAt: factsAt }
  await proposeFor('PUT', '/v1/accounts/a-1', { ...account, factsAt })
  const told = { accountId: 'a-1', kind: 'post', text: 'Buy now.', createdAt: factsAt, factsAt }
  const numbers = Array.from({ length: SUBJECTS }, (_, index) => index + 1)
  for (const number of numbers) await proposeFor('PUT', `/v1/contents/t-${number}`, told)
  for (const number of numbers) await report(proposeFor, `t-${number}`)
  const decided = await claim(proposeFor)
  const actions = [
    // No platform answers here, and hiding waits for one.
    { action: 'lock', on: 'account', durationMs: 86_400_000 },
    { action: 'label', label: 'repeated' },
  ]
  const decision = { conclusion: 'violation', policyId: 'scam', rationale: 'The same a hundred times.', actions }
  const { enforcements } = JSON.parse((await proposeFor('POST', `/v1/cases/${decided}/decisions`, decision)).body)
  const held = [await claim(proposeFor), await claim(proposeFor)]
  const bulk = { by: { kind: 'source', id: 'person' }, since: factsAt }
  const { id } = JSON.parse((await proposeFor('POST', '/v1/restores', bulk)).body)
  const user = JSON.parse((await proposeFor('POST', '/scim/v2/Users', { userName: 'ana', externalId: 'x-1' })).body).id
  const group = JSON.parse((await proposeFor('POST', '/scim/v2/Groups', { displayName: 'lead' })).body).id
  return {
    userId: [user, 'user_999'],
    groupId: [group, 'group_999'],
    caseId: [...held, decided, 'case_999'],
    enforcementId: [...enforcements, 'enf_999'],
    restoreId: [id, 'restore_999'],
    policyId: POLICIES,
    accountId: ['a-1', 'a-2'],
    contentId: ['t-1', 't-9'],
  }
}

async function report(proposeFor: Ask, contentId: string): Promise<void> {
  await proposeFor('POST', '/v1/reports', {
    id: randomUUID(),
    subject: { kind: 'content', id: contentId },
    ground: 'terms',
    category: 'SCAMS_AND_FRAUD',
    reporterId: randomUUID(),
    reportedAt: '2026-05-04T09:00:00+02:00',
    comment: 'Unasked for: 100 times.',
    evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: 'Buy now.' }],
    account: { reach: 5 },
  })
}

const claim = async (proposeFor: Ask): Promise<string> =>
  JSON.parse((await proposeFor('POST', '/v1/cases/claim-next')).body).id

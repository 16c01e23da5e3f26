import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { givenAuthority } from '../../../test/support/authority.ts'
import { type GivenStaff, givenKey, givenOnCall, givenShift, givenStaff } from '../../../test/support/people.ts'
import { startTestDesk, TEST_PARTY } from '../../../test/support/server.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, KEY_SCOPES, type KeyScope, ROLES, type Role } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { revokeKey } from '../../people/access/keys.ts'
import { beginSession, revokeSessions } from '../../people/sessions/sessions.ts'
import { startBreak } from '../../people/shifts/shifts.ts'
import { revokeStaffToken } from '../../people/access/staff-tokens.ts'
import { makeSecret } from '../../people/access/tokens.ts'
import { PUBLIC_ROUTES } from '../../review/public/public-routes.ts'
import { CONSOLE_PAGES } from './console-pages.ts'
import { missingStep, refusalOf, type Right } from './refuse-by-right.ts'
import { RIGHTS } from './rights.ts'
import { ROUTES } from './routes.ts'
import type { StageRoutes } from '../../policy/stage/stage.ts'
import { buildServer } from './server.ts'

type Answer = 401 | 403 | 'in'
interface Kind {
  name: string
  /** The header they send. */
  makeHeader(desk: Desk): Promise<string | undefined>
  expect(right: Right): Answer
}

const HOUR_MS = 3_600_000
/** As many as one person can have. */
const MANY: readonly Role[] = ['reviewer', 'senior', 'lead', 'policy']
const from = (offsetMs: number) => new Date(Date.now() + offsetMs)
const bearerOf = async (given: Promise<{ token: string }>) => `Bearer ${(await given).token}`
const stranger = (name: string, makeHeader: Kind['makeHeader']): Kind => ({
  name,
  makeHeader,
  expect: (right) => (right === 'anyone' ? 'in' : 401),
})

const STRANGERS: readonly Kind[] = [
  stranger('nobody', async () => undefined),
  stranger('somebody with another scheme', async () => 'Basic YW5hOmFuYQ=='),
  stranger('somebody with an empty bearer', async () => 'Bearer '),
  stranger('garbage', async () => 'Bearer cs_pat_nonsense'),
  stranger('an unknown token', async () => `Bearer ${makeSecret('pat').text}`),
  stranger('an unknown key', async () => `Bearer ${makeSecret('key').text}`),
  stranger('a revoked key', async (desk) => {
    const { id, token } = await givenKey(desk.db)
    await revokeKey(desk, id, DESK)
    return `Bearer ${token}`
  }),
  stranger('a revoked token', async (desk) => {
    const { token, tokenId } = await givenStaff(desk.db, { roles: MANY, onShift: true })
    await revokeStaffToken(desk, tokenId, DESK)
    return `Bearer ${token}`
  }),
  stranger('an expired token', (desk) =>
    bearerOf(givenStaff(desk.db, { roles: MANY, onShift: true, tokenExpiresAt: from(-HOUR_MS) })),
  ),
  stranger('somebody whose last day has come', (desk) =>
    bearerOf(givenStaff(desk.db, { roles: MANY, onShift: true, endsAt: from(-HOUR_MS), startsAt: from(-2 * HOUR_MS) })),
  ),
  stranger('somebody ended', async (desk) => {
    const { id, token } = await givenStaff(desk.db, { roles: MANY, onShift: true })
    await desk.db.query({ text: 'update staff set ended_at = desk_now() where id = $1', values: [id] })
    return `Bearer ${token}`
  }),
  stranger('somebody who has not begun', (desk) =>
    bearerOf(givenStaff(desk.db, { roles: MANY, onShift: true, startsAt: from(HOUR_MS) })),
  ),
]

const isOrKey = (right: Right, scope: KeyScope) =>
  typeof right === 'object' && 'orKey' in right && right.orKey === scope

const MACHINES: readonly Kind[] = KEY_SCOPES.map((scope) => ({
  name: `a key with the scope ${scope}`,
  makeHeader: (desk) =>
    bearerOf(scope === 'orders' ? givenAuthority({ desk }, randomUUID()) : givenKey(desk.db, [scope])),
  expect: (right) =>
    right === 'anyone' || ('key' in right && right.key === scope) || isOrKey(right, scope) ? 'in' : 403,
}))

const PEOPLE: readonly Kind[] = ROLES.flatMap((role) => {
  const admits = (right: Right, key: 'roles' | 'onShift') =>
    right !== 'anyone' && !('key' in right) && (right[key]?.includes(role) ?? false)
  const isWork = (right: Right) => right !== 'anyone' && !('key' in right) && right.notOnBreak === true
  const isDuty = (right: Right) => right !== 'anyone' && !('key' in right) && right.onCall === true
  const offShift = (right: Right): Answer => (right === 'anyone' || admits(right, 'roles') ? 'in' : 403)
  const onShift = (right: Right): Answer => (admits(right, 'onShift') ? 'in' : offShift(right))
  return [
    {
      name: `a ${role} off shift`,
      makeHeader: (desk) => bearerOf(givenStaff(desk.db, { roles: [role] })),
      expect: offShift,
    },
    {
      name: `a ${role} on shift`,
      makeHeader: (desk) => bearerOf(givenStaff(desk.db, { roles: [role], onShift: true })),
      expect: onShift,
    },
    {
      name: `a ${role} on call`,
      makeHeader: async (desk) => {
        const { id, token } = await givenStaff(desk.db, { roles: [role] })
        await givenOnCall(desk.db, id)
        return `Bearer ${token}`
      },
      expect: (right) => (isDuty(right) ? onShift(right) : offShift(right)),
    },
    {
      name: `a ${role} on a break`,
      makeHeader: async (desk) => {
        const { id, token } = await givenStaff(desk.db, { roles: [role] })
        await givenShift(desk.db, id)
        await startBreak(desk, id)
        return `Bearer ${token}`
      },
      expect: (right) => (isWork(right) ? offShift(right) : onShift(right)),
    },
  ] satisfies Kind[]
})

/** With a session, at the desk's own pages or elsewhere. */
const sessionOf = async (desk: Desk, roles: readonly Role[], given: GivenStaff = {}) => {
  const { id } = await givenStaff(desk.db, { roles, onShift: true, ...given })
  const { secret, id: sessionId } = await inTransaction(desk.db, (tx) =>
    beginSession(tx, { staffId: id, credentialId: null }),
  )
  return { id, sessionId, header: `Session ${secret}` }
}
const SESSIONS: readonly Kind[] = [
  ...ROLES.map(
    (role): Kind => ({
      name: `a ${role} on shift, by their session`,
      makeHeader: async (desk) => (await sessionOf(desk, [role])).header,
      expect: (right) => PEOPLE.find(({ name }) => name === `a ${role} on shift`)?.expect(right) ?? 401,
    }),
  ),
  stranger('a session that was revoked', async (desk) => {
    const { id, header } = await sessionOf(desk, MANY)
    await revokeSessions(desk, { staffId: id, secret: header.replace('Session ', '') }, { kind: 'staff', id })
    return header
  }),
  stranger('the session of somebody whose last day has come', async (desk) => {
    const dates = { startsAt: from(-2 * HOUR_MS), endsAt: from(-HOUR_MS) }
    return (await sessionOf(desk, MANY, dates)).header
  }),
  stranger('the session of somebody ended', async (desk) => {
    const { id, header } = await sessionOf(desk, MANY)
    await desk.db.query({ text: 'update staff set ended_at = desk_now() where id = $1', values: [id] })
    return header
  }),
  stranger('an unknown session', async () => `Session ${makeSecret('web').text}`),
]

const KINDS = [...SESSIONS, ...STRANGERS, ...MACHINES, ...PEOPLE]

async function call(app: FastifyInstance, route: string, authorization: string | undefined): Promise<number> {
  const [method = '', pattern = ''] = route.split(' ')
  const url = pattern
    .replace(':caseId', 'case_999')
    .replace(':enforcementId', 'enf_999')
    .replace(':restoreId', 'restore_999')
    .replace(':entryId', 'rota_999')
    .replace(/:\w+/, 'somebody')
  const headers = authorization === undefined ? {} : headersOf(authorization)
  const answer = await app.inject({ method: method as 'GET', url, headers })
  return answer.statusCode
}

const headersOf = (header: string): Record<string, string> =>
  header.startsWith('Session ')
    ? { cookie: `__Host-countersign=${header.slice('Session '.length)}`, origin: TEST_PARTY.origin }
    : { authorization: header }

async function walk(t: TestContext, app: FastifyInstance, desk: Desk, routes: readonly string[]): Promise<void> {
  assert.ok(routes.length > 0)
  for (const kind of KINDS) {
    await t.test(`${kind.name} is admitted exactly to the routes of the rights table`, async () => {
      let header: { value: string | undefined } | undefined
      // A stream of events has no end: tests of its own ask who may follow it.
      for (const route of routes.filter((each) => each !== 'GET /v1/events')) {
        const right = RIGHTS[route]
        assert.ok(right !== undefined, `${route} is in the table`)
        header ??= { value: await kind.makeHeader(desk) }
        const status = await call(app, route, header.value)
        if (/\/me\/shift|\/sign-out/.test(route)) header = undefined // They stand elsewhere now.
        const got = status === 401 || status === 403 ? status : 'in'
        assert.equal(got, kind.expect(right), `${kind.name} at ${route} was answered ${status}`)
      }
    })
  }
}

function listRoutes(desk: Desk, routes: readonly StageRoutes[]): { app: FastifyInstance; listed: string[] } {
  const listed: string[] = []
  const listing: StageRoutes = (app) => {
    app.addHook('onReady', async () => {
      for (const [url, methods] of Object.entries(app.swagger().paths ?? {})) {
        for (const method of Object.keys(methods ?? {})) {
          listed.push(`${method.toUpperCase()} ${url.replace(/\{(\w+)\}/g, ':$1')}`)
        }
      }
    })
  }
  return { app: buildServer(desk, { routes: [...routes, listing], ready: () => true }), listed }
}

test('every existing route admits exactly the callers of the rights table', async (t) => {
  const { desk } = await startTestDesk(t)
  const { app, listed } = listRoutes(desk, ROUTES)
  await app.ready()
  await walk(t, app, desk, listed)
})

/** The console, the pages for people outside and the description, which has no part of itself. */
const PAGES = new Set<string>(['GET /assets/*', 'GET /v1/openapi.json', ...CONSOLE_PAGES.map((url) => `GET ${url}`)])
const isListed = (route: string) => !PAGES.has(route) && !PUBLIC_ROUTES.some((page) => page === route)

test('the rights table and the routes match one to one', async (t) => {
  const { desk } = await startTestDesk(t)
  const { app, listed } = listRoutes(desk, ROUTES)
  await app.ready()
  assert.deepEqual(listed.filter(isListed).sort(), Object.keys(RIGHTS).filter(isListed).sort())
})

test('no route returns personal data without a right', () => {
  const open = Object.keys(RIGHTS).filter((route) => RIGHTS[route] === 'anyone' && isListed(route))
  assert.deepEqual(open, [
    // The request of a sign-in identifies the caller: by a passkey's signature, an invitation.
    ...['GET /healthz', 'GET /readyz', 'GET /docs', 'POST /v1/sign-in/begin', 'POST /v1/sign-in/finish'],
    // The answers of an identity provider.
    ...['GET /v1/sign-on', 'POST /v1/sign-on/begin', 'GET /v1/sign-on/callback', 'GET /v1/sign-on/sign-out'],
    ...['POST /v1/sign-on/logout', 'GET /v1/sign-on/saml/metadata', 'POST /v1/sign-on/saml'],
    ...['GET /v1/demo/people', 'POST /v1/demo/sign-in'],
    ...['POST /v1/enrolments/begin', 'POST /v1/enrolments/finish'],
    'POST /v1/platforms/:platform/mastodon-events',
    ...['POST /xrpc/com.atproto.moderation.createReport', 'GET /.well-known/did.json'],
    ...['GET /xrpc/com.atproto.label.queryLabels', 'GET /xrpc/com.atproto.label.subscribeLabels'],
  ])
})

test('stops and restores work on breaks and have their own connections', () => {
  for (const [route, right] of Object.entries(RIGHTS)) {
    if (!/\/(stop|restore|accept|restores|start)$/.test(route) || typeof right === 'string' || 'key' in right) continue
    assert.deepEqual([right.notOnBreak, right.pool], [undefined, 'restore'], route)
  }
})

test('a route without a right prevents the start of the server', async (t) => {
  const { desk } = await startTestDesk(t)
  const forgotten: StageRoutes = (app) => {
    app.post('/v1/forgotten', async () => 'in')
  }
  const app = buildServer(desk, { routes: [forgotten], ready: () => true })
  await assert.rejects(async () => app.ready(), /table of rights lacks POST \/v1\/forgotten/)
})

test('a person who loses a right is refused at the next request', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES })
  const person = await givenStaff(desk.db, { onShift: true })
  const asPerson = () => call(app, 'POST /v1/cases/claim-next', `Bearer ${person.token}`)
  const before = await asPerson()
  assert.ok(before !== 401 && before !== 403)
  await revokeStaffToken(desk, person.tokenId, DESK)
  assert.equal(await asPerson(), 401)
})

test('every refusal names the missing role, shift or scope', () => {
  const reviewer = { kind: 'staff', id: 'staff_1', pseudonym: 'wren', roles: ['reviewer'] } as const
  const auditor = { ...reviewer, roles: ['auditor'] } as const
  const key = { kind: 'key', id: 'key_1', scopes: ['report'] } as const
  const rest = { leaving: false, onCall: false, restricted: false, lastHour: false }
  const standing = { active: true, onShift: false, onBreak: false, ...rest }
  const minutes = { minutesOnShift: 0, minutesSinceBreak: 0, minutesToShiftEnd: 0 }
  const explain = (...asked: Parameters<typeof refusalOf>) => {
    const refusal = refusalOf(...asked)
    return refusal === undefined ? '' : renderMessage(refusal)
  }
  const work = { onShift: ['reviewer', 'senior', 'lead'], notOnBreak: true } as const
  assert.match(explain({ key: 'facts' }, key), /scope facts, and this one has report/)
  assert.match(explain({ key: 'facts' }, reviewer), /API key with the scope facts/)
  assert.match(explain(work, key), /an API key cannot/)
  assert.match(explain(work, auditor), /reviewer, senior or lead, and you have auditor/)
  assert.match(explain(work, reviewer, { ...standing, ...minutes }), /not on shift.*POST \/v1\/me\/shift/)
  const onBreak = { ...standing, ...minutes, onShift: true, onBreak: true }
  assert.match(explain(work, reviewer, onBreak), /on a break.*\/back/)
  assert.equal(refusalOf(work, reviewer, { ...onBreak, onBreak: false }), undefined)
  const stepFor = (...asked: Parameters<typeof refusalOf>) =>
    missingStep(refusalOf(...asked) ?? message('right.peopleOnly'))
  assert.equal(stepFor(work, reviewer, { ...standing, ...minutes }), 'shift')
  assert.equal(stepFor(work, reviewer, onBreak), 'back')
  assert.equal(stepFor(work, auditor), undefined)
})

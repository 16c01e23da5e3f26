import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { CALLER_KINDS } from '../../../test/support/caller-kinds.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk, TEST_PARTY } from '../../../test/support/server.ts'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { revokeStaffToken } from '../../people/access/staff-tokens.ts'
import type { Desk } from '../../policy/desk.ts'
import type { StageRoutes } from '../../policy/stage/stage.ts'
import { PUBLIC_ROUTES } from '../../review/public/public-routes.ts'
import { CONSOLE_PAGES } from './console-pages.ts'
import { missingStep, refusalOf } from './refuse-by-right.ts'
import { RIGHTS } from './rights.ts'
import { ROUTES } from './routes.ts'
import { buildServer } from './server.ts'

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

interface Listed {
  app: FastifyInstance
  listed: readonly string[]
  /** False: a request that is admitted ends there, with an answer of its own. */
  carriesOut: { now: boolean }
}

async function walk(t: TestContext, desk: Desk, { app, listed, carriesOut }: Listed): Promise<void> {
  assert.ok(listed.length > 0)
  for (const [place, kind] of CALLER_KINDS.entries()) {
    carriesOut.now = kind.isCarriedOut === true
    await t.test(`${kind.name} is admitted exactly to the routes of the rights table`, async () => {
      let header: { value: string | undefined } | undefined
      for (const route of carriesOut.now ? listed : chooseOfEachRight(listed, place)) {
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

/**
 * One route of each right, for reading and for writing, another one for each kind of caller: what admits a caller knows of a
 * route nothing else. All routes are asked by the kinds whose requests are carried out.
 */
function chooseOfEachRight(listed: readonly string[], place: number): string[] {
  const alike = Map.groupBy(listed, (route) => `${/^GET/.test(route)} ${JSON.stringify(RIGHTS[route])}`)
  return [...alike.values()].flatMap((routes) => routes[place % routes.length] ?? [])
}

function listRoutes(desk: Desk, routes: readonly StageRoutes[]): Listed {
  const listed: string[] = []
  const carriesOut = { now: true }
  const listing: StageRoutes = (app) => {
    app.addHook('onReady', async () => {
      for (const [url, methods] of Object.entries(app.swagger().paths ?? {})) {
        for (const method of Object.keys(methods ?? {})) {
          listed.push(`${method.toUpperCase()} ${url.replace(/\{(\w+)\}/g, ':$1')}`)
        }
      }
    })
  }
  const app = buildServer(desk, { routes: [...routes, listing], ready: () => true })
  app.addHook('onRequest', async (_request, reply) => carriesOut.now || reply.code(204).send())
  return { app, listed, carriesOut }
}

test('every existing route admits exactly the callers of the rights table', async (t) => {
  const { desk } = await startTestDesk(t)
  const routes = listRoutes(desk, ROUTES)
  await routes.app.ready()
  // A stream of events has no end: tests of its own ask who may follow it.
  const listed = routes.listed.filter((each) => each !== 'GET /v1/events')
  await walk(t, desk, { ...routes, listed })
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

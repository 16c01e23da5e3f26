import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayReadToConfirm } from '../../enforcement/alone/confirm-door.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Caller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { authenticate } from '../../people/access/authenticate.ts'
import { CALLER, READMIT, readCredential } from '../../people/access/caller.ts'
import { KeyCache } from '../../people/access/key-cache.ts'
import { isFromOurPage, readSessionCookie } from '../../people/sessions/session-cookie.ts'
import { findStaffBySession } from '../../people/sessions/session-queries.ts'
import { beginRestAnew } from '../../people/shifts/shifts.ts'
import { readStanding } from '../../people/staff/standing.ts'
import { hashSecret, secretKind } from '../../people/access/tokens.ts'
import { missingStep, needsStanding, refusalOf, type Right } from './refuse-by-right.ts'
import { RIGHTS } from './rights.ts'

/** The methods that change nothing. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD'])
/** The time for which an admitted caller counts as still admitted without another check. */
const LET_IN_FOR_MS = 100

/** Admits callers only as the table of rights states. A route that isn't in it prevents the server from starting. */
export function enforceRights(app: FastifyInstance, desk: Desk): void {
  app.decorateRequest(CALLER, null)
  app.decorateRequest(READMIT, null)
  const keys = new KeyCache()
  const forgotten: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    forgotten.push(...[method].flat().flatMap((each) => (findRight(each, url) ? [] : [`${each} ${url}`])))
  })
  app.addHook('onReady', async () => {
    if (forgotten.length === 0) return
    throw new Error(`the table of rights lacks ${forgotten.join(', ')}: add a row for each`)
  })
  // Rights are checked before the body is read: a stranger can't make the desk parse a megabyte.
  app.addHook('onRequest', async (request) => {
    const { url } = request.routeOptions
    if (url === undefined) return // There is no such route, so there is nothing to protect.
    const right = findRight(request.method, url)
    if (right === undefined) throw new Error(`${request.method} ${url} is served and has no row in the table of rights`)
    if (right === 'anyone') return
    request.setDecorator<Caller>(CALLER, await admit(desk, keys, { right, request, idle: readIdle(request) }))
    // The checks during a long answer are no input of the person, so they keep no session alive.
    const readmit = () => admit(desk, keys, { right, request, idle: undefined })
    request.setDecorator<() => Promise<Caller>>(READMIT, readmit)
  })
  // Checks the caller again when the body took long to arrive: their rights may have ended by now.
  app.addHook('preHandler', async (request, reply) => {
    const right = findRight(request.method, request.routeOptions.url ?? '')
    if (right === undefined || right === 'anyone' || reply.elapsedTime < LET_IN_FOR_MS) return
    request.setDecorator<Caller>(CALLER, await admit(desk, keys, { right, request, idle: readIdle(request) }))
  })
}

/** Returns the method and address of a route. A HEAD is a GET whose body is not sent, so every table has it as GET. */
export const nameRoute = (method: string, url: string | undefined): string =>
  `${method === 'HEAD' ? 'GET' : method} ${url}`

/** Returns the row of a route in the table of rights. */
export const findRight = (method: string, url: string): Right | undefined => RIGHTS[nameRoute(method, url)]

interface Asked {
  right: Exclude<Right, 'anyone'>
  request: FastifyRequest
  /** The seconds since the person's last input. Undefined: not reported. */
  idle: number | undefined
}

async function admit(desk: Desk, keys: KeyCache, { right, request, idle }: Asked): Promise<Caller> {
  const bearer = readCredential(request)
  // The connections for restores are for people: a machine takes none of them.
  const isKey = bearer !== undefined && secretKind(bearer) === 'key'
  const db = 'pool' in right && right.pool === 'restore' && !isKey ? desk.restoreDb : desk.db
  const caller =
    bearer === undefined
      ? await findByCookie(desk, db, { request, idle })
      : (keys.find(bearer) ?? keys.remember(bearer, await authenticate(db, bearer)))
  // The answer is the same for every cause: a caller who isn't signed in must not learn which it was.
  if (!caller) {
    throw new DeskError('not_signed_in', message('request.notSignedIn'))
  }
  const standing = needsStanding(right, caller) ? await readStanding(db, caller.id) : undefined
  const refusal = refusalOf(right, caller, standing)
  if (refusal !== undefined && !(await isToConfirm(db, right, caller, request))) {
    const missing = missingStep(refusal)
    throw new DeskError('not_allowed', refusal, missing && { missing })
  }
  if (standing?.onBreak && !READS.has(request.method)) await breakRest(desk, caller.id)
  return caller
}

/** True when the caller may confirm the object in the address: they read its evidence off duty and on a break, too. */
async function isToConfirm(
  db: Queryable,
  right: Exclude<Right, 'anyone'>,
  caller: Caller,
  request: FastifyRequest,
): Promise<boolean> {
  const what = 'key' in right ? undefined : right.toConfirm
  if (what === undefined || caller.kind !== 'staff' || caller.confined) return false
  const params = request.params as Readonly<Record<string, string | undefined>>
  const id = params[what === 'case' ? 'caseId' : 'enforcementId']
  return id !== undefined && mayReadToConfirm(db, caller.id, { what, id })
}

/**
 * Restarts the person's rest, because they act during their break. A failed write is logged and never blocks a stop or
 * a restore.
 */
const breakRest = (desk: Desk, staffId: string): Promise<void> =>
  beginRestAnew(desk, staffId).catch((error: unknown) =>
    desk.log.error({ staffId, error }, 'what was done in a break could not be written down'),
  )

/**
 * Finds the caller by the session that the browser sent. Never cached: a revoked session is refused at the next
 * request. A request that changes something must come from a page of the desk, because a browser sends its cookies for
 * any site.
 */
async function findByCookie(
  desk: Desk,
  db: Queryable,
  { request, idle }: Pick<Asked, 'request' | 'idle'>,
): Promise<Caller | undefined> {
  const secret = readSessionCookie(desk.relyingParty, request.headers.cookie)
  if (secret === undefined || secretKind(secret) !== 'web') return undefined
  if (!READS.has(request.method) && !isFromOurPage(desk.relyingParty, request.headers)) {
    throw new DeskError('not_allowed', message('request.otherOrigin', { origin: desk.relyingParty.origin }))
  }
  return findStaffBySession(db, hashSecret(secret), idle)
}

/** The seconds for which the console's page had no input from the person. */
const IDLE_HEADER = 'countersign-idle'

function readIdle({ headers }: FastifyRequest): number | undefined {
  const header = headers[IDLE_HEADER]
  return typeof header === 'string' && /^\d{1,8}$/.test(header) ? Number(header) : undefined
}

import { randomUUID } from 'node:crypto'
import type { Right } from '../../src/app/http/refuse-by-right.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK, KEY_SCOPES, type KeyScope, ROLES, type Role } from '../../src/foundation/domain.ts'
import { revokeKey } from '../../src/people/access/keys.ts'
import { revokeStaffToken } from '../../src/people/access/staff-tokens.ts'
import { makeSecret } from '../../src/people/access/tokens.ts'
import { beginSession, revokeSessions } from '../../src/people/sessions/sessions.ts'
import { startBreak } from '../../src/people/shifts/shifts.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { givenAuthority } from './authority.ts'
import { type GivenStaff, givenKey, givenOnCall, givenShift, givenStaff } from './people.ts'

type Answer = 401 | 403 | 'in'
/** Callers who came in alike, and where the table of rights admits them. */
export interface CallerKind {
  name: string
  /** True: an admitted request is carried out. Of other callers only the answer of the rights is read. */
  isCarriedOut?: true
  /** The header they send. */
  makeHeader(desk: Desk): Promise<string | undefined>
  expect(right: Right): Answer
}

const HOUR_MS = 3_600_000
/** As many as one person can have. */
const MANY: readonly Role[] = ['reviewer', 'senior', 'lead', 'policy']
const from = (offsetMs: number) => new Date(Date.now() + offsetMs)
const bearerOf = async (given: Promise<{ token: string }>) => `Bearer ${(await given).token}`
const stranger = (name: string, makeHeader: CallerKind['makeHeader']): CallerKind => ({
  name,
  makeHeader,
  expect: (right) => (right === 'anyone' ? 'in' : 401),
})

const STRANGERS: readonly CallerKind[] = [
  { ...stranger('a caller without a token', async () => undefined), isCarriedOut: true },
  stranger('a caller with another scheme', async () => 'Basic YW5hOmFuYQ=='),
  stranger('a caller with an empty bearer', async () => 'Bearer '),
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
  stranger('a person whose last day has come', (desk) =>
    bearerOf(givenStaff(desk.db, { roles: MANY, onShift: true, endsAt: from(-HOUR_MS), startsAt: from(-2 * HOUR_MS) })),
  ),
  stranger('a person who was ended', async (desk) => {
    const { id, token } = await givenStaff(desk.db, { roles: MANY, onShift: true })
    await desk.db.query({ text: 'update staff set ended_at = desk_now() where id = $1', values: [id] })
    return `Bearer ${token}`
  }),
  stranger('a person who has not begun', (desk) =>
    bearerOf(givenStaff(desk.db, { roles: MANY, onShift: true, startsAt: from(HOUR_MS) })),
  ),
]

const isOrKey = (right: Right, scope: KeyScope) =>
  typeof right === 'object' && 'orKey' in right && right.orKey === scope

const MACHINES: readonly CallerKind[] = KEY_SCOPES.map((scope) => ({
  name: `a key with the scope ${scope}`,
  isCarriedOut: true,
  makeHeader: (desk) =>
    bearerOf(scope === 'orders' ? givenAuthority({ desk }, randomUUID()) : givenKey(desk.db, [scope])),
  expect: (right) =>
    right === 'anyone' || ('key' in right && right.key === scope) || isOrKey(right, scope) ? 'in' : 403,
}))

const PEOPLE: readonly CallerKind[] = ROLES.flatMap((role) => {
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
      isCarriedOut: true,
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
  ] satisfies CallerKind[]
})

/** With a session, at the desk's own pages or elsewhere. */
const sessionOf = async (desk: Desk, roles: readonly Role[], given: GivenStaff = {}) => {
  const { id } = await givenStaff(desk.db, { roles, onShift: true, ...given })
  const { secret, id: sessionId } = await inTransaction(desk.db, (tx) =>
    beginSession(tx, { staffId: id, credentialId: null }),
  )
  return { id, sessionId, header: `Session ${secret}` }
}
const SESSIONS: readonly CallerKind[] = [
  ...ROLES.map(
    (role): CallerKind => ({
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
  stranger('the session of a person whose last day has come', async (desk) => {
    const dates = { startsAt: from(-2 * HOUR_MS), endsAt: from(-HOUR_MS) }
    return (await sessionOf(desk, MANY, dates)).header
  }),
  stranger('the session of a person who was ended', async (desk) => {
    const { id, header } = await sessionOf(desk, MANY)
    await desk.db.query({ text: 'update staff set ended_at = desk_now() where id = $1', values: [id] })
    return header
  }),
  stranger('an unknown session', async () => `Session ${makeSecret('web').text}`),
]

export const CALLER_KINDS: readonly CallerKind[] = [...SESSIONS, ...STRANGERS, ...MACHINES, ...PEOPLE]

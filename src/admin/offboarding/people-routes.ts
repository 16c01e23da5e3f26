import { Type } from '@fastify/type-provider-typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { ROLES } from '../../foundation/domain.ts'
import {
  EnforcementId,
  GivenTime,
  Page,
  PageQuery,
  Problem,
  StaffId,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { staffOf } from '../../people/access/caller.ts'
import { PasskeyReply, toPasskeyReply } from '../../people/passkeys/passkey-reply.ts'
import { listPasskeyPage } from '../../people/passkeys/queries.ts'
import { SignatureBody, SignedBody } from '../../people/signatures/signature-body.ts'
import { type ListedStaff, listStaffPage } from '../../people/staff/list-staff.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { type Ending, endBySignature } from './end-people.ts'
import { giveNoticeBySignature, NOTICE_KINDS } from './give-notice.ts'
import { postponeEnd } from './postpone-end.ts'
import { restrictStaff } from './restrict-staff.ts'

const Moment = Type.Union([Timestamp, Type.Null()])
const params = Type.Object({ staffId: StaffId })
const Enforcements = Type.Array(EnforcementId)
const platformsOf = (role: string) =>
  Type.Optional(Type.Array(Type.String(), { description: `The platforms at which the role ${role} counts.` }))

const Member = Type.Object({
  id: StaffId,
  pseudonym: Type.String(),
  roles: Type.Array(Type.Enum([...ROLES])),
  rolePlatforms: Type.Object(
    { reviewer: platformsOf('reviewer'), senior: platformsOf('senior'), lead: platformsOf('lead') },
    { description: 'The platforms at which roles count, by role. A role that is not named counts at each platform.' },
  ),
  languages: Type.Array(Type.String()),
  clearances: Type.Array(Type.String()),
  employer: Type.String(),
  site: Type.String(),
  team: Type.String(),
  startsAt: Timestamp,
  endsAt: Type.Union([Timestamp, Type.Null()], {
    description:
      'The end of access, as far as the caller may see: only administrators see an involuntary end. Null: none.',
  }),
  endedAt: Moment,
  onShift: Type.Boolean(),
  onCall: Type.Boolean(),
  restricted: Type.Boolean(),
  notice: Type.Optional(
    Type.Union([Type.Enum([...NOTICE_KINDS]), Type.Null()], {
      description: 'The kind of notice, for administrators. Null: none, or withheld.',
    }),
  ),
})

const EndingReply = Type.Object({
  staffId: StaffId,
  pseudonym: Type.String(),
  ended: Type.Boolean({
    description:
      'False when you reached the limit of one person: this person keeps stop, restore and undo, and ends in a day.',
  }),
  until: Moment,
  enforcementsStopped: Enforcements,
  enforcementsRestored: Type.Array(EnforcementId, {
    description: 'The enforcements that were restored: they were under way or unconfirmed.',
  }),
  claimsTakenBack: Type.Integer(),
})

/** Routes about the people of the desk, their departures, and their restrictions. */
export function peopleRoutes(app: App, desk: Desk): void {
  app.get('/v1/staff', { schema: list }, async (request) => {
    const asAdmin = staffOf(request).roles.includes('admin')
    const { ended = false, text } = request.query
    const filter = { ended, asAdmin, text }
    const page = await listStaffPage(desk.db, filter, pageOf(request.query))
    return mapPage(page, (person) => toMember(person, asAdmin))
  })
  app.get('/v1/staff/:staffId/passkeys', { schema: keys }, async ({ params, query }) =>
    mapPage(await listPasskeyPage(desk.db, params.staffId, pageOf(query)), toPasskeyReply),
  )
  const end = {
    summary: 'End the access of a person now',
    description:
      'Signed with your passkey, as staff_end about this person. Beyond the limit of one person, the ended person keeps a day in which they can stop, restore and undo it.',
    params,
    body: SignedBody,
    response: { 200: EndingReply, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/staff/:staffId/end', { schema: end }, async (request) => {
    const { staffId } = request.params
    return toEnding(await endBySignature(desk, { staffId, by: staffOf(request), ...request.body }))
  })
  app.post('/v1/staff/:staffId/notice', { schema: notice }, async (request, reply) => {
    const { kind, endsAt, signature } = request.body
    const { staffId } = request.params
    await giveNoticeBySignature(desk, {
      staffId,
      kind,
      endsAt: readTime(endsAt, 'endsAt'),
      by: staffOf(request),
      signature,
    })
    return reply.code(204).send(null)
  })
  app.post('/v1/staff/:staffId/postpone', { schema: postpone }, async (request) => {
    const endsAt = await postponeEnd(desk, { staffId: request.params.staffId, by: staffOf(request) })
    return { endsAt }
  })
  app.post('/v1/staff/:staffId/restrict', { schema: restrict }, async (request) => {
    const { staffId } = request.params
    const { restrictedAt, ...restricted } = await restrictStaff(desk, {
      staffId,
      by: staffOf(request),
      ...request.body,
    })
    return {
      ...restricted,
      enforcementsStopped: [...restricted.enforcementsStopped],
      restrictedAt,
    }
  })
}

const TEXT_LENGTH_MAX = 64

const list = {
  summary: 'List the people of the organisation',
  querystring: Type.Object(
    {
      ...PageQuery,
      ended: Type.Optional(Type.Boolean({ description: 'True to include people whose access has ended.' })),
      text: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: TEXT_LENGTH_MAX,
          description:
            'Words that must all stand in the pseudonym, id, roles, team, site or employer. Names and e-mail addresses are sealed, and never searched.',
        }),
      ),
    },
    strict,
  ),
  response: { 200: Page(Member) },
}

const keys = {
  summary: 'List the passkeys of a person',
  params,
  querystring: Type.Object(PageQuery, strict),
  response: { 200: Page(PasskeyReply) },
}
const notice = {
  summary: 'Record the departure of a person and its time',
  params,
  description:
    'A second notice can only bring the departure nearer. Signed with your passkey, as staff_end about this person, unless the departure is voluntary and at least 72 hours ahead: every lead is notified of those, and any lead can postpone one.',
  body: Type.Object(
    { kind: Type.Enum([...NOTICE_KINDS]), endsAt: GivenTime, signature: Type.Optional(SignatureBody) },
    strict,
  ),
  response: { 204: Type.Null(), 400: Problem, 403: Problem, 404: Problem, 409: Problem },
}
const postpone = {
  summary: 'Postpone a departure by a week, once',
  params,
  response: { 200: Type.Object({ endsAt: Timestamp }), 403: Problem, 409: Problem },
}
const restrict = {
  summary: 'Remove every restrictive right of a person at once',
  description:
    'The person keeps stop and restore, and two people lift the restriction. Signed with your passkey, as staff_restrict about this person.',
  params,
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1_000 }), signature: SignatureBody }, strict),
  response: {
    200: Type.Object({
      staffId: StaffId,
      pseudonym: Type.String(),
      restrictedAt: Timestamp,
      enforcementsStopped: Enforcements,
    }),
    403: Problem,
    404: Problem,
    409: Problem,
  },
}

function toMember({ name: _name, notice: kind, startsAt, endsAt, endedAt, ...person }: ListedStaff, asAdmin: boolean) {
  return {
    ...person,
    roles: [...person.roles],
    rolePlatforms: toLimits(person.rolePlatforms),
    languages: [...person.languages],
    clearances: [...person.clearances],
    startsAt,
    endsAt,
    endedAt,
    ...(asAdmin ? { notice: kind } : {}),
  }
}

const toEnding = (ending: Ending) => ({
  staffId: ending.staffId,
  pseudonym: ending.pseudonym,
  ended: ending.ended,
  until: ending.ended ? null : ending.until,
  enforcementsStopped: [...ending.enforcementsStopped],
  enforcementsRestored: ending.ended ? [...ending.enforcementsRestored] : [],
  claimsTakenBack: ending.ended ? ending.claimsTakenBack : 0,
})

const toLimits = (limits: ListedStaff['rolePlatforms']) =>
  Object.fromEntries(Object.entries(limits).map(([role, platforms]) => [role, [...platforms]]))

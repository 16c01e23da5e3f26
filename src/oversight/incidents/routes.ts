import { said } from '../../foundation/schemas/said.ts'
import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { findKept } from '../../enforcement/approve/kept-from.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTIONS, parseSubjectKey, RESTORE_CAUSES } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  EnforcementId,
  orNull,
  Problem,
  SubjectSchema,
  Timestamp,
  Page,
  PageQuery,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { listIncidents } from './queries.ts'
import { readIncident } from './read-incident.ts'
import { OwnActionReply, ownActionReply } from '../../policy/items/own-action-reply.ts'

const Drill = Type.Boolean({ description: 'True for a drill on a test account.' })

const ListedIncident = Type.Object({
  id: EnforcementId,
  subject: SubjectSchema,
  at: Timestamp,
  handle: orNull(Type.String({ description: 'As the account is called now.' })),
  action: Type.Enum([...ACTIONS]),
  own: OwnActionReply,
  reach: orNull(Type.Integer()),
  cause: Type.Enum([...RESTORE_CAUSES], { description: 'The cause of the restore.' }),
  offlineFrom: orNull(Timestamp),
  offlineUntil: orNull(Timestamp),
  drill: Drill,
})

const IncidentReply = Type.Object({
  id: EnforcementId,
  subject: SubjectSchema,
  handle: orNull(Type.String({ description: 'As the account is called now.' })),
  now: GivenTime,
  reach: orNull(Type.Integer({ description: 'How many people the account reached just before.' })),
  offlineMs: Type.Integer(),
  detectMs: orNull(
    Type.Integer({ description: 'From the moment offline until a person or the desk began to restore.' }),
  ),
  restoreMs: orNull(Type.Integer({ description: 'From then until it was read to be visible again.' })),
  offline: Type.Array(Type.Object({ from: GivenTime, until: orNull(GivenTime) })),
  marks: Type.Array(
    Type.Object({
      at: GivenTime,
      kind: Type.String(),
      says: said(),
      by: Type.String({ description: 'A pseudonym, key:ID, or desk.' }),
      whom: orNull(
        Type.String({ description: 'Who was asked or told: a pseudonym, a role as role:lead, or on_call.' }),
      ),
    }),
    { description: 'The events in the order of time, from the ledger alone.' },
  ),
  gaps: Type.Array(Type.Object({ from: GivenTime, until: GivenTime, says: said() })),
  missing: Type.Array(said(), { description: 'The controls that were missing, never people.' }),
  drill: Drill,
  public: Type.String({
    description:
      'The public text in the language that you accept, without people, guards and ids. Its times are in UTC.',
  }),
})

/** Shows incidents minute by minute, from the ledger alone. */
export function incidentRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List incidents, newest first',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(ListedIncident) },
  }
  app.get('/v1/incidents', { schema: list }, async ({ query }) =>
    mapPage(await listIncidents(desk.db, pageOf(query)), ({ enforcementId, subject, own, ...listed }) => ({
      ...listed,
      own: ownActionReply(own),
      id: enforcementId,
      subject: parseSubjectKey(subject),
    })),
  )
  const read = {
    summary: 'Read one incident, minute by minute',
    params: Type.Object({ incidentId: EnforcementId }),
    response: { 200: IncidentReply, 403: Problem, 404: Problem },
  }
  app.get('/v1/incidents/:incidentId', { schema: read }, async (request) => {
    const { incidentId } = request.params
    const told = await readIncident(desk.db, incidentId)
    if (told === undefined) throw new DeskError('not_found', message('incident.none', { enforcementId: incidentId }))
    // An incident names people: a person who may be asked for an independent review there reads it afterwards.
    if ((await findKept(desk.db, staffOf(request).id, [incidentId]))(incidentId).size > 0)
      throw new DeskError('not_allowed', message('incident.reviewFirst'))
    const language = negotiateLanguage(request.headers['accept-language'])
    return { ...told, subject: parseSubjectKey(told.subject), public: renderMessage(told.public, language) }
  })
}

import { type Static, Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import {
  AppealId,
  EnforcementId,
  orNull,
  Page,
  PageQuery,
  Problem,
  SettlementId,
  SubjectSchema,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { recordSettlement, SETTLEMENT_EFFECTS } from './record-settlement.ts'
import { listSettlements, SETTLEMENT_OUTCOMES, type Settlement } from './settlement-queries.ts'

const Short = Type.String({ pattern: '\\S', maxLength: 200 })
const Outcome = Type.Enum([...SETTLEMENT_OUTCOMES], {
  description: 'appellant: the body decided for the person. platform: it confirmed the decision. settled: both agreed.',
})

/** The members of a decision as it is recorded. */
export const SETTLED = {
  body: { ...Short, description: 'The name of the certified body.' },
  reference: { ...Short, description: 'The reference of the body.' },
  decidedOn: Type.String({ format: 'date', maxLength: 10, description: 'The day of its decision, as YYYY-MM-DD.' }),
  outcome: Outcome,
  follows: Type.Boolean({ description: 'True if the platform follows it. One for the person is then carried out.' }),
  reason: Type.String({ pattern: '\\S', maxLength: 2_000, description: 'The reason to follow it or not.' }),
}

const SettlementBody = Type.Object(
  {
    enforcementId: Type.Optional({ ...EnforcementId, description: 'The enforcement about which it is.' }),
    appealId: Type.Optional({ ...AppealId, description: 'Instead of the enforcement: the appeal that came before.' }),
    ...SETTLED,
  },
  strict,
)

const SettlementReply = Type.Object({
  id: SettlementId,
  subject: SubjectSchema,
  enforcementId: orNull(EnforcementId, 'Null: it is about a decision that led to nothing.'),
  appealId: orNull(AppealId, 'The appeal that came before. Null: none did.'),
  body: Type.String(),
  reference: Type.String(),
  decidedOn: Type.String(),
  outcome: Outcome,
  follows: Type.Boolean(),
  reason: Type.String(),
  recordedAt: Timestamp,
  corrects: orNull(SettlementId, 'The record that this one corrects. Null: it is a first record.'),
  correctedBy: orNull(SettlementId, 'The record that corrects this one, to which two people agreed. Null: none does.'),
})

const RecordedReply = Type.Object({
  ...SettlementReply.properties,
  effect: Type.Enum([...SETTLEMENT_EFFECTS], {
    description:
      'What followed. nothing: it gives nothing back. undone: the enforcement, or the one by which it was reinstated, is being undone. second_person: a second person must ask to restore it too. not_in_effect: nothing was in effect. reopened: the case is decided again.',
  }),
})

/** Routes that record and list decisions of bodies for out-of-court settlement. */
export function settlementRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List recorded decisions of out-of-court bodies, newest first',
    querystring: Type.Object(
      { enforcement: Type.Optional(EnforcementId), appeal: Type.Optional(AppealId), ...PageQuery },
      strict,
    ),
    response: { 200: Page(SettlementReply) },
  }
  app.get('/v1/settlements', { schema: list }, async (request) => {
    const { query } = request
    const filter = { readerId: staffOf(request).id, enforcementId: query.enforcement, appealId: query.appeal }
    return mapPage(await listSettlements(desk.restoreDb, filter, pageOf(query)), toReply)
  })
  const record = {
    summary: 'Record the decision of an out-of-court body',
    description:
      'It is recorded once under its reference, and never changed. One for the person that the platform follows restores the enforcement, by the rules of every restore, or brings back the case of a notice that led to nothing. The same body again returns 200.',
    body: SettlementBody,
    response: { 200: RecordedReply, 201: RecordedReply, 404: Problem, 409: Problem },
  }
  app.post('/v1/settlements', { schema: record }, async (request, reply) => {
    const { enforcementId, appealId, ...given } = request.body
    const recording = { about: { enforcementId, appealId }, given, by: staffOf(request) }
    const { created, settlement, effect } = await recordSettlement(desk, recording)
    return reply.code(created ? 201 : 200).send({ ...toReply(settlement), effect })
  })
}

const toReply = ({ decisionId: _of, subject, ...told }: Settlement): Static<typeof SettlementReply> => ({
  ...told,
  subject: parseSubjectKey(subject),
})

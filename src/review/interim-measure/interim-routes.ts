import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { EnforcementReply, enforcementReply } from '../../enforcement/present/enforcement-reply.ts'
import type { Desk } from '../../policy/desk.ts'
import { INTERIM_MEASURES, SUBJECT_KINDS } from '../../foundation/domain.ts'
import { CaseId, Problem } from '../../foundation/schemas/schemas.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { takeInterimMeasure } from './take-interim-measure.ts'

const InterimBody = Type.Object(
  {
    caseId: CaseId,
    policyId: Type.String({ minLength: 1, maxLength: 64 }),
    action: Type.Enum([...INTERIM_MEASURES]),
    on: Type.Optional(Type.Enum([...SUBJECT_KINDS])),
    hijack: Type.Optional(
      Type.Boolean({
        description:
          'With lock, of a protected account: somebody took the account over. If the platform reports a change of credentials, e-mail or device within 24 hours, the lock stays until they are reset or another person undoes it. If it reports none, this is the ordinary measure.',
      }),
    ),
    reason: Type.String({ minLength: 1, maxLength: 2_000, description: 'Why. Stored, and shown with the measure.' }),
    previewToken: Type.Optional(
      Type.String({
        ...{ minLength: 1, maxLength: 64 },
        description:
          'Of POST /v1/enforcements/preview with `interim`: refused when what will happen is no longer what it said.',
      }),
    ),
    signature: Type.Optional(SignatureBody),
  },
  { additionalProperties: false },
)

const InterimReply = Type.Object({
  ...EnforcementReply.properties,
  alone: Type.Boolean({
    description: 'Of a protected account: it ends within the hour unless somebody else takes the same measure.',
  }),
  hijack: Type.Boolean({
    description: 'It stays until the platform reports that the credentials were reset, or another person undoes it.',
  }),
  sentence: Type.String({ description: 'What was ordered, until when it lasts, and who can undo it.' }),
})

/** Takes interim measures: one person acts at once, for a short time. */
export const interimRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'Limit, hide or lock at once, alone, for a short time',
      description: 'On a protected account it takes your own signature: POST /v1/proposal-signings says of what.',
      body: InterimBody,
      response: { 201: InterimReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
    }
    app.post('/v1/interim-measures', { schema }, async (request, reply) => {
      const { enforcement, ...told } = await takeInterimMeasure(desk, { ...request.body, by: staffOf(request) })
      return reply.code(201).send({ ...(await enforcementReply(desk.db, enforcement, staffOf(request).id)), ...told })
    })
    done()
  }

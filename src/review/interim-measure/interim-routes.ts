import { Type } from 'typebox'
import { EnforcementReply, enforcementReply } from '../../enforcement/present/enforcement-reply.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { INTERIM_MEASURES, SUBJECT_KINDS } from '../../foundation/domain.ts'
import { CaseId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'
import { staffOf } from '../../people/access/caller.ts'
import { makeRenderer } from '../../people/staff/preferences.ts'
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
          'With lock of a protected account: the account is hijacked. If the platform reports a change of credentials, e-mail or device within 24 hours, the lock stays until they are reset or another person undoes it. Otherwise this is the ordinary measure.',
      }),
    ),
    reason: Type.String({
      minLength: 1,
      maxLength: 2_000,
      description: 'The reason. It is stored and shown with the measure.',
    }),
    previewToken: Type.Optional(
      Type.String({
        ...{ minLength: 1, maxLength: 64 },
        description:
          'The token of POST /v1/enforcements/preview with `interim`. Refused when the outcome is no longer the previewed one.',
      }),
    ),
    signature: Type.Optional(SignatureBody),
  },
  strict,
)

const InterimReply = Type.Object({
  ...EnforcementReply.properties,
  alone: Type.Boolean({
    description:
      'True for a protected account: it ends within the hour unless another person applies the same measure.',
  }),
  hijack: Type.Boolean({
    description:
      'True when it stays until the platform reports that the credentials were reset, or another person undoes it.',
  }),
  sentence: Type.String({
    description: 'The enforcement in one sentence: the action, its end, and the people who can undo it.',
  }),
})

/** Routes by which one person takes an interim measure at once, for a short time. */
export function interimRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Apply an interim measure: limit, hide or lock at once, alone, for a short time',
    description: 'On a protected account it takes your own signature, which POST /v1/proposal-signings prepares.',
    body: InterimBody,
    response: { 201: InterimReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
  }
  app.post('/v1/interim-measures', { schema }, async (request, reply) => {
    const render = await makeRenderer(desk.db, request) // Before the measure, so that its answer cannot fail after it.
    const { enforcement, sentence, ...told } = await takeInterimMeasure(desk, {
      ...request.body,
      by: staffOf(request),
    })
    const shown = await enforcementReply(desk.db, enforcement, staffOf(request).id)
    return reply.code(201).send({
      ...shown,
      ...told,
      sentence: render(sentence),
    })
  })
}

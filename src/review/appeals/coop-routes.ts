import { type Static, Type } from 'typebox'
import { ItemIdentifier, ItemSubmission } from '../../cases/coop/coop-body.ts'
import { requireTypes } from '../../cases/coop/routes.ts'
import { type CoopTypes, formatCoopId, toSubject } from '../../foundation/coop/coop-item.ts'
import { cut } from '../../foundation/schemas/cut.ts'
import { GivenTime, PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { keyOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import type { AppealBody } from './appeal-body.ts'
import { receiveAppeal } from './receive-appeal.ts'

const BODY_BYTES_MAX = 131_072
const REASON_CHARS_MAX = 10_000
const NEW_EVIDENCE_CHARS_MAX = 2_000
const LIST_MAX = 100
/** Coop takes an appeal without words; an appeal of the desk has some. */
const NO_WORDS = '—'

const CoopAppeal = Type.Object({
  appealId: { ...PlatformId, description: 'The platform’s own id of the appeal.' },
  appealedBy: { ...ItemIdentifier, description: 'The user who appeals.' },
  appealedAt: { ...GivenTime, description: 'Ignored: the time at which the desk receives the appeal counts.' },
  actionedItem: { ...ItemSubmission, description: 'The item that was acted on. Its data is not stored.' },
  actionsTaken: Type.Array(Type.String({ maxLength: 200 }), {
    maxItems: LIST_MAX,
    description: 'Ignored: the appeal is against the latest enforcement in effect on the item.',
  }),
  appealReason: Type.Optional(Type.String({ maxLength: REASON_CHARS_MAX, description: 'The words of the appellant.' })),
  violatingPolicies: Type.Optional(
    Type.Array(Type.Object({ id: Type.String({ maxLength: 200 }) }), { maxItems: LIST_MAX, description: 'Ignored.' }),
  ),
  additionalItems: Type.Optional(
    Type.Array(ItemSubmission, {
      maxItems: LIST_MAX,
      description: 'Counts as new evidence; its first 2,000 characters as JSON are stored.',
    }),
  ),
})

const receiving = {
  summary: 'Receive an appeal in the form of Coop',
  description:
    'For platforms that were integrated with Coop. The key may come in the header x-api-key. 409: there is nothing to appeal against, with the reason.',
  body: CoopAppeal,
  response: { 204: Type.Null({ description: 'The appeal is stored.' }), 404: Problem, 409: Problem, 413: Problem },
}

/** The route for appeals of platforms that were integrated with Coop. */
export function coopAppealRoutes(app: App, desk: Desk): void {
  app.post('/api/v1/report/appeal', { schema: receiving, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const key = keyOf(request)
    await receiveAppeal(desk, key, toAppeal(requireTypes(desk, key), request.body))
    return reply.code(204).send(null)
  })
}

function toAppeal(types: CoopTypes, given: Static<typeof CoopAppeal>): AppealBody {
  const { appealId, appealedBy, actionedItem, appealReason = '', additionalItems = [] } = given
  return {
    id: appealId,
    subject: toSubject(types, actionedItem),
    appellantId: formatCoopId(appealedBy),
    words: appealReason.trim() === '' ? NO_WORDS : appealReason,
    ...(additionalItems.length > 0 && {
      newEvidence: cut(JSON.stringify(additionalItems), NEW_EVIDENCE_CHARS_MAX),
    }),
  }
}

import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { CaseId, CaseSetId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { dismissSet } from './dismiss-set.ts'
import { SET_CASES_MAX } from './set-queries.ts'
import { undoSet } from './undo-set.ts'

const DismissBody = Type.Object(
  {
    cases: Type.Array(CaseId, { minItems: 1, maxItems: SET_CASES_MAX, description: 'The cases to close.' }),
    reason: Type.String({ pattern: '\\S', maxLength: 2_000 }),
  },
  strict,
)
const refusals = { 400: Problem, 401: Problem, 403: Problem }

/** Routes of sets: cases that one person dismisses together, and their undo. */
export function caseSetRoutes(app: App, desk: Desk): void {
  const dismiss = {
    summary: 'Close cases without a violation, as one set',
    description:
      'All close, or none. 409: `refused` names each case that cannot be dismissed so, and why. 429: you dismissed as many as one person may within 24 hours; leads are alerted.',
    body: DismissBody,
    response: {
      201: Type.Object({ setId: CaseSetId, closed: Type.Integer() }),
      ...refusals,
      409: Problem,
      429: Problem,
    },
  }
  app.post('/v1/case-sets', { schema: dismiss }, async (request, reply) => {
    const { cases, reason } = request.body
    const setId = await dismissSet(desk, { caseIds: cases, by: staffOf(request), reason: reason.trim() })
    return reply.code(201).send({ setId, closed: new Set(cases).size })
  })

  const undo = {
    summary: 'Undo a set: open its cases again',
    description: 'For the person who dismissed it and for leads, once. Cases that were touched since stay as they are.',
    params: Type.Object({ setId: CaseSetId }),
    response: {
      200: Type.Object({
        opened: Type.Integer({ description: 'The number of its cases that are open again.' }),
        touched: Type.Integer({ description: 'The number of its cases that were touched since and stay.' }),
      }),
      ...refusals,
      404: Problem,
      409: Problem,
    },
  }
  app.post('/v1/case-sets/:setId/undo', { schema: undo }, async (request) =>
    undoSet(desk, request.params.setId, staffOf(request)),
  )
}

import type { Static } from 'typebox'
import { subjectKey } from '../../foundation/domain.ts'
import { MATERIAL, SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { callToLook } from '../offer/call-to-look.ts'
import type { OfferReply } from '../offer/offer-reply.ts'
import { prepareTakeUp } from '../propose/take-up-order.ts'
import { approvalRoutes } from './approval-routes.ts'
import { returnDocuments } from './return-documents.ts'
import { prepareAnswer } from './sign-order.ts'

const ofOffer = shows<Static<typeof OfferReply>>(({ orderId, subject, caseId }) => [
  { kind: 'order', orderId, subject: subjectKey(subject), caseId: caseId ?? undefined, inCase: true },
])

export const approveStage: Stage = {
  routes: [approvalRoutes],
  operations: tagged('approval', {
    'POST /v1/approvals/next': { id: 'nextApproval', shows: ofOffer },
    'GET /v1/orders/:orderId/offer': { id: 'readOffer', shows: ofOffer },
    'POST /v1/orders/:orderId/own-verdict': {
      id: 'giveOwnVerdict',
      shows: ofOffer,
      request: { conclusion: 'no_violation', rationale: 'It is the ministry itself.' },
    },
    'POST /v1/orders/:orderId/reveal': { id: 'revealOrder', shows: ofOffer },
    'POST /v1/orders/:orderId/pass': { id: 'passOrder' },
    'POST /v1/orders/:orderId/approve': { id: 'approveOrder', request: { signature: SIGNATURE } },
    'POST /v1/orders/:orderId/decline': {
      id: 'declineOrder',
      request: { material: MATERIAL, reason: 'It is the ministry itself.' },
    },
    'POST /v1/orders/:orderId/duty': { id: 'takeDuty', request: { material: MATERIAL } },
    'POST /v1/orders/:orderId/confirm': {
      id: 'confirmOrder',
      request: { signature: SIGNATURE, reason: 'Looked at it: the fake is gone, the ministry is there.' },
    },
    'POST /v1/orders/:orderId/identify': {
      id: 'identifyOrder',
      request: { handle: '@minister_vaIe', accountId: 'user-77' },
    },
    'POST /v1/orders/:orderId/assessment': {
      id: 'assessOrder',
      request: {
        whoSpeaks: 'Somebody who calls himself a minister.',
        publicInterest: 'None: the ministry speaks from another account.',
        harm: 'People send money to it.',
        alternatives: 'A label would not stop the payments.',
      },
    },
    'POST /v1/orders/:orderId/sign': { id: 'signOrder', request: { signature: SIGNATURE } },
    'POST /v1/orders/:orderId/resume': { id: 'resumeOrder' },
    'POST /v1/orders/:orderId/reinstate': { id: 'reinstateOrder' },
  }),
  periodicTasks: [
    { name: 'call whoever is alone to a second look', everyMs: 10_000, run: callToLook },
    { name: 'return cases of unconfirmed documents', everyMs: 60_000, run: returnDocuments },
  ],
  signables: {
    agree: (desk, request) => prepareAnswer(desk, 'agree', request),
    confirm: (desk, request) => prepareAnswer(desk, 'confirm', request),
    resume: (desk, request) => prepareTakeUp(desk, 'resume', request),
    reinstate: (desk, request) => prepareTakeUp(desk, 'reinstate', request),
  },
}

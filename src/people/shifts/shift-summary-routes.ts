import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../access/caller.ts'
import { findShiftSummary } from './shift-summary.ts'

const count = (description?: string) => Type.Integer({ minimum: 0, ...(description !== undefined && { description }) })

const Summary = Type.Object({
  beganAt: Timestamp,
  endedAt: Type.Union([Timestamp, Type.Null()], {
    description: 'The end of the shift. Null: it goes on, and ends by itself after 12 hours.',
  }),
  casesDecided: count(),
  enforcementsAnswered: count('The number of enforcements of others that you approved or declined.'),
  proposed: count(
    'The number of enforcements that you proposed. The counts from here to waitsForConfirmation are about these, as they are now.',
  ),
  agreed: count('The number that another person approved.'),
  declined: count(),
  overturned: count('The number that another person stopped, or restored as wrong.'),
  waitsForMe: count('The number that lacks something from you.'),
  waitsForAgreement: count(),
  waitsForHold: count(),
  waitsForConfirmation: count(),
  waitsForAnswer: count('The number of your escalations that wait for an answer.'),
  casesHeld: count('The number of cases that you hold now.'),
  asked: count('The number of cases that you escalated.'),
  transferred: count('The number of cases that you transferred.'),
  givenBack: count('The number of cases that you released.'),
  severeToday: count('The number of severe cases that you got in the last 24 hours.'),
  severeADay: orNull(Type.Integer(), 'The most severe cases that one person gets in 24 hours. Null: no limit.'),
})
const Nothing = Type.Null({ description: 'There is no shift.' })

/** The route for the caller's own shift summary. No other person can read it. */
export function shiftSummaryRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the summary of my latest shift',
    description:
      'The counts are yours alone and are compared with no other person. 204: you have started no shift, or it was deleted.',
    response: { 200: Summary, 204: Nothing },
  }
  app.get('/v1/me/shift', { schema }, async (request, reply) => {
    const found = await findShiftSummary(desk.db, staffOf(request).id)
    return found ?? reply.code(204).send(null)
  })
}

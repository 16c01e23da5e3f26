import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { Desk } from '../../policy/desk.ts'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../access/caller.ts'
import { findShiftSummary } from './shift-summary.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

const count = (description?: string) => Type.Integer({ minimum: 0, ...(description !== undefined && { description }) })

const Summary = Type.Object({
  beganAt: Timestamp,
  endedAt: Type.Union([Timestamp, Type.Null()], { description: 'Null: it goes on. It ends by itself after 12 hours.' }),
  casesDecided: count(),
  enforcementsAnswered: count('Enforcements of others that I agreed to or declined.'),
  proposed: count(
    'Enforcements I proposed. The counts from here to waitsForConfirmation are of these, as they stand now.',
  ),
  agreed: count('Somebody else signed, and they went on.'),
  declined: count(),
  overturned: count('Somebody else stopped them, or had them restored because they had been wrong.'),
  waitsForMe: count('Incomplete.'),
  waitsForAgreement: count(),
  waitsForHold: count(),
  waitsForConfirmation: count(),
  waitsForAnswer: count('Of the questions I asked about cases.'),
  casesHeld: count('Cases I hold at this moment.'),
  asked: count('Questions about cases that I asked others.'),
  transferred: count('Cases I moved to another queue.'),
  givenBack: count('Cases I gave back.'),
  severeToday: count('Severe cases I was given in the last 24 hours.'),
  severeADay: orNull(Type.Integer(), 'As many as one is given in 24 hours; null: no limit.'),
})
const Nothing = Type.Null({ description: 'No shift.' })

/** The route for the caller's own shift summary. No other person can read it. */
export const shiftSummaryRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'What I did in my latest shift',
      description: 'Counts of mine alone, compared with nobody. 204: I have begun no shift, or it was forgotten.',
      response: { 200: Summary, 204: Nothing },
    }
    app.get('/v1/me/shift', { schema }, async (request, reply) => {
      const found = await findShiftSummary(desk.db, staffOf(request).id)
      if (found === undefined) return reply.code(204).send(null)
      const { beganAt, endedAt, ...counts } = found
      return { beganAt: beganAt.toISOString(), endedAt: toIso(endedAt), ...counts }
    })
    done()
  }

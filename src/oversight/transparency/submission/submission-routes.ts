import { Type } from 'typebox'
import { EnforcementId, orNull, strict, Timestamp } from '../../../foundation/schemas/schemas.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { listStoppedFaults, readProgress } from './submission-progress.ts'
import { SUBMISSION_STATES } from './submission-queries.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description })

const ProgressReply = Type.Object({
  sends: Type.Boolean({ description: 'True if this desk sends statements by itself.' }),
  waiting: Count('The statements that wait to be sent.'),
  held: Count('The statements whose texts may name a person. A person reads them first.'),
  refused: Count('The statements that the database does not take.'),
  waitingSince: orNull(Timestamp, 'The time since which the oldest waiting statement is due. Null: none is due.'),
  lastSentAt: orNull(Timestamp, 'The time at which the last statement was sent. Null: none was.'),
  items: Type.Array(
    Type.Object({
      statementId: Type.String({ description: 'The statement.' }),
      enforcementId: EnforcementId,
      state: Type.Enum([...SUBMISSION_STATES], { description: 'held or refused.' }),
      faults: Type.Array(
        Type.Object({
          field: Type.String({ description: 'The field of the database, or the text of the statement.' }),
          says: Type.String({ description: 'The fault, or the kinds of personal data that the text may have.' }),
        }),
        { description: 'The faults that a person mends.' },
      ),
    }),
    { description: 'The statements that wait for a person, the oldest first, 100 at most.' },
  ),
})

/** The route by which people who are responsible see how statements get to the DSA Transparency Database. */
export function submissionRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the delivery of statements to the DSA Transparency Database, and those that wait for a person',
    querystring: Type.Object({}, strict),
    response: { 200: ProgressReply },
  }
  app.get('/v1/dsa-submissions', { schema }, async () => ({
    sends: desk.dsa !== undefined,
    ...(await readProgress(desk.db)),
    items: await listStoppedFaults(desk.db),
  }))
}

import sql from 'sql-template-tag'
import { Type } from 'typebox'
import { ascending, pageOf, selectPage } from '../../foundation/database/select-page.ts'
import { orNull, Page, PageQuery, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { findOpenRecovery, LOSS_KINDS, type Loss, lossesOf } from './recovery-queries.ts'

const LossReply = Type.Object({
  kind: Type.Enum([...LOSS_KINDS], {
    description:
      'Where it was found. ledger: a checkpoint names entries that the database lacks. journal, platform: the recovery journal or the platform has a generation of a subject that the database never had. label: the file of published labels has one of a subject that the database lacks.',
  }),
  keptNumber: orNull(Type.Integer(), 'The last ledger entry that the database still has. Null: of a subject.'),
  lostNumber: orNull(Type.Integer(), 'The number of the last lost ledger entry. Null: of a subject.'),
  subject: orNull(Type.String(), 'Such as account:8821. Null: of the ledger.'),
  generation: orNull(Type.Integer(), 'The generation that was found, or the number of the label. Null: of the ledger.'),
  knownGeneration: orNull(Type.Integer(), 'The generation that the database has. Null: of the ledger.'),
  foundAt: { ...Timestamp, description: 'The time at which a worker found it.' },
})

const RecoveryReply = Type.Object({
  recovery: orNull(
    Type.Object({
      id: Type.Integer({ description: 'The number that a change of the kind recovery_end names.' }),
      begunAt: { ...Timestamp, description: 'The time of the first sign of lost data.' },
      losses: Type.Integer({ description: 'The number of signs of lost data.' }),
    }),
    'The recovery state that the desk is in. Null: it is in none.',
  ),
  ...Page(LossReply).properties,
})

/** The route that shows what a restored database has lost. The end of the state is a change of two people. */
export function recoveryRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the recovery state, and the signs of lost data',
    description:
      'In this state nothing restrictive takes effect. Two people end it by a change of the kind recovery_end.',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: RecoveryReply },
  }
  app.get('/v1/database-recovery', { schema }, async ({ query }) => {
    const found = await findOpenRecovery(desk.db)
    if (found === undefined) return { recovery: null, items: [], nextCursor: null }
    const { id, begunAt, losses } = found
    const key = [ascending(sql`listed.id`, 'number')]
    const page = await selectPage<Loss>(desk.db, { rows: lossesOf(id), key }, pageOf(query))
    return { recovery: { id, begunAt, losses }, ...page }
  })
}

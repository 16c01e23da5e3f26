import { accountKey } from '../../foundation/domain.ts'
import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { FACT_NAMES, type FactName, factWords } from '../../policy/guards/facts.ts'
import { readFacts } from './gather-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { said } from '../../foundation/schemas/said.ts'

/** The facts about a departure. The person who ends the employment announces it; a fact never does. */
const NOT_TOLD: readonly FactName[] = ['actor.leaving', 'actor.days_until_leaving']
const TOLD = FACT_NAMES.filter((name) => name.startsWith('actor.') && !NOT_TOLD.includes(name))

const OwnFacts = Type.Object({
  at: Timestamp,
  facts: Type.Array(
    Type.Object({
      name: Type.String({ description: 'The name that guards use.' }),
      says: said(),
      value: orNull(Type.Union([Type.Number(), Type.Boolean(), Type.String()]), 'The value. Null: unknown.'),
      unit: said(),
      purpose: said('The purpose for which it may be stored and used.'),
    }),
  ),
})

/** Routes that show a person, and no other, the facts about their own work that guards would read now. */
export function ownFactsRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the facts that guards know about me',
    description:
      'Returns the facts as guards would read them if you proposed an enforcement now. With an enforcement they are stored for 30 days; no other person sees them.',
    response: { 200: OwnFacts },
  }
  app.get('/v1/me/facts', { schema }, async (request) => {
    const { id } = staffOf(request)
    return inTransaction(desk.db, async (tx) => {
      const { facts } = await readFacts(tx, desk.policies.guards, {
        subject: accountKey(id),
        accountId: null,
        action: 'suspend',
        by: { kind: 'staff', id },
        source: 'person',
        legalDuty: false,
        openedAt: null,
        gathered: 'unknown',
      })
      return { at: tx.now, facts: TOLD.map((name) => toFactReply(name, facts[name])) }
    })
  })
}

function toFactReply(name: FactName, value: unknown) {
  const { doc, unit, purpose } = factWords(name)
  const isPlain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
  return { name, says: doc, value: isPlain ? value : null, unit, purpose }
}

import { type Static, Type } from 'typebox'
import { readFacts } from '../../enforcement/facts/gather-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { accountKey } from '../../foundation/domain.ts'
import { orNull, PlatformId, Problem, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import { ReadingReason, requestViewReason } from '../../oversight/views/request-view-reason.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { FACT_NAMES, FACTS, type FactName, type Facts } from '../../policy/guards/facts.ts'
import { openAccount } from './account-history.ts'

const ACCOUNT_FACTS = FACT_NAMES.filter((name) => name.startsWith('account.'))
/** The facts that count enforcements: they would tell an approver of a proposal that waits for their independent review. */
const WITHHELD: readonly FactName[] = ['account.pending_enforcements', 'account.restores']
const READ = ACCOUNT_FACTS.filter((name) => !WITHHELD.includes(name))

const FACT_STATES = ['known', 'unknown', 'absent', 'withheld'] as const

const RecordedFact = Type.Object({
  name: Type.Enum([...FACT_NAMES]),
  state: Type.Enum([...FACT_STATES], {
    description: 'absent: the platform has no such fact. withheld: it would tell of enforcements that wait.',
  }),
  value: Type.Union([Type.Boolean(), Type.Number(), Type.String(), Type.Array(Type.String()), Type.Null()], {
    description: 'The value. Null, unless the fact is known.',
  }),
  source: orNull(Type.String({ description: 'platform, the API key that gave it, or desk: computed just now.' })),
  readAt: orNull(Timestamp),
})
type RecordedFact = Static<typeof RecordedFact>

const RecordedFacts = Type.Object({
  accountId: PlatformId,
  handle: orNull(Type.String()),
  protected: Type.Boolean({ description: 'True when minimum requirements apply beside those of the guards.' }),
  facts: Type.Array(RecordedFact, { description: 'The facts that guards read of an account, each once.' }),
})

/** The source and the time of the facts that were stored of an account. */
interface Stored {
  source: string | null
  factsAt: Date | null
}

/** The route that shows the recorded facts of an account as guards would read them. The platform is not asked. */
export function accountFactsRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the recorded facts of an account as guards name them',
    description:
      'Returns what is stored, without asking the platform: a trial of the guards begins with it. A protected account, or one without facts, takes the clearance "protected".',
    params: Type.Object({ accountId: PlatformId }),
    querystring: Type.Object({ reason: ReadingReason }, strict),
    response: { 200: RecordedFacts, 404: Problem, 422: Problem },
  }
  app.get('/v1/accounts/:accountId/facts', { schema }, async (request) => {
    const { accountId } = request.params
    const { id: staffId } = staffOf(request)
    await requestViewReason(desk.db, { accountId, staffId, reason: request.query.reason })
    const account = await openAccount(desk.db, accountId, staffId)
    const stored = { source: account?.source ?? null, factsAt: account?.factsAt ?? null }
    const { facts, now } = await readRecorded(desk, accountId, staffId)
    return {
      accountId,
      handle: account?.handle ?? null,
      protected: account?.protected ?? true,
      facts: ACCOUNT_FACTS.map((name) => toRecorded(name, facts[name], stored, now)),
    }
  })
}

/** Reads the facts by which an action is judged that reads none from the platform. */
const readRecorded = (desk: Desk, accountId: string, staffId: string): Promise<{ facts: Facts; now: Date }> =>
  inTransaction(desk.db, async (tx) => {
    const guards = { ...desk.policies.guards, budgets: [], reads: new Set(READ) }
    const { facts } = await readFacts(tx, guards, {
      subject: accountKey(accountId),
      accountId,
      action: 'warn',
      by: { kind: 'staff', id: staffId },
      source: 'person',
      legalDuty: false,
      openedAt: null,
      gathered: 'unknown',
    })
    return { facts, now: tx.now }
  })

function toRecorded(name: FactName, value: Facts[FactName], stored: Stored, now: Date): RecordedFact {
  const nothing = { name, value: null, source: null, readAt: null }
  if (WITHHELD.includes(name)) return { ...nothing, state: 'withheld' }
  if (value === null) return { ...nothing, state: 'unknown' }
  const isOfPlatform = FACTS[name].source === 'platform'
  const origin = isOfPlatform ? { source: stored.source, readAt: stored.factsAt } : { source: 'desk', readAt: now }
  if (value === 'absent' && isOfPlatform) return { ...nothing, ...origin, state: 'absent' }
  return {
    name,
    ...origin,
    state: 'known',
    value: Array.isArray(value) ? [...value] : (value as string | number | boolean),
  }
}

import { type Static, Type } from '@fastify/type-provider-typebox'
import sql from 'sql-template-tag'
import type { App, Desk } from '../../policy/desk.ts'
import type { Role, StaffCaller } from '../../foundation/domain.ts'
import { BUDGETED, type Budget, type Budgeted } from '../../policy/budgets/budgets-file.ts'
import { windowsOf } from '../facts/gather-facts.ts'
import { type CountedAt, type Spent, toSpent } from '../../policy/budgets/spent.ts'
import { only, type Queryable } from '../../foundation/database/db.ts'
import { readProfile } from '../../foundation/profile.ts'
import { EnforcementId, orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { type Breaker, listBreakers, nameWhose } from './breaker.ts'
import type { Text } from '../../foundation/messages/message.ts'
import { said } from '../../foundation/schemas/said.ts'

/** The share of a budget from which it counts as nearly spent. */
const NEAR = 0.75
/** The most budgets that are listed: a person cannot act on more. */
const SHOWN_MAX = 100
/** The roles that see the counts of another person: their leads, and those who check the rules. */
const MAY_NAME: readonly Role[] = ['lead', 'policy', 'auditor']

const Whose = {
  of: Type.Enum([...BUDGETED]),
  who: orNull(said('Whose budget. Null: a person’s, told to leads, policy, auditors and themselves.')),
  enforcements: orNull(Type.Integer({ description: 'The number of enforcements spent. Null where who is null.' })),
  reach: orNull(Type.Integer({ description: 'How many people the accounts reach, summed. Null as who is.' })),
  withinMs: Type.Integer(),
}

const BudgetsReply = Type.Object({
  breakers: Type.Array(
    Type.Object({
      id: Type.Integer(),
      ...Whose,
      enforcementId: EnforcementId,
      openedAt: Timestamp,
      closedAt: orNull(Timestamp),
      waiting: Type.Integer({ description: 'The number of enforcements that it holds now.' }),
      changeId: orNull(
        Type.String({
          description: 'The change that closed the breaker, or that will close it when a second person approves.',
        }),
      ),
    }),
    { description: 'The breakers: open ones first, then those closed within a day.' },
  ),
  spent: Type.Array(
    Type.Object({
      ...Whose,
      state: Type.Enum(['near', 'over', 'open'], {
        description:
          'near: soon one more person must agree. over: one more person must agree. open: the next enforcement opens the breaker.',
      }),
    }),
  ),
})

/**
 * Routes that show the spending of budgets and the circuit breakers. The thresholds are shown only to people who see
 * the guards.
 */
export function budgetRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read who is near or over an enforcement budget, and which breakers are open',
    response: { 200: BudgetsReply },
  }
  app.get('/v1/budgets', { schema }, async (request) => {
    const by = staffOf(request)
    const { restoreDb: db } = desk
    const spent = (await listSpent(db, desk.policies.budgets.budgets)).slice(0, SHOWN_MAX)
    const breakers = await listBreakers(db)
    const name = await nameWhose(db, [...spent, ...breakers])
    const { personMetrics } = await readProfile(db)
    const told = (whose: Whose) => partyReply(whose, by, name)
    // The count of a person is a metric about them, shown only where the profile allows it. An open breaker names its
    // person, whom others must find.
    const asCounted = (whose: Whose) => partyReply(whose, personMetrics ? by : { ...by, roles: [] }, name)
    return {
      breakers: await Promise.all(breakers.map((breaker) => breakerReply(db, breaker, told(breaker)))),
      spent: spent.map(({ state, ...one }) => ({ ...asCounted(one), state })),
    }
  })
}

type NearlySpent = Spent & { state: 'near' | 'over' | 'open' }

/** Lists the budgets that are nearly spent, exceeded or with an open breaker, the most spent first. */
async function listSpent(db: Queryable, budgets: readonly Budget[]): Promise<NearlySpent[]> {
  const windows = windowsOf({ budgets })
  const { rows } = await db.query<{ counted: CountedAt[] }>(sql`
    select all_spent_within(${windows.map(({ of }) => of)}, ${windows.map(({ withinMs }) => withinMs)},
      ${windows.map(({ budget }) => budget)}) as counted`)
  const all = only(rows).counted.flatMap((counted): NearlySpent[] => {
    const budget = budgets[counted.place - 1]
    const action = budget?.actions[0]
    if (!budget || action === undefined) return []
    const spent = toSpent(budget, counted, action)
    const state = spent.spending !== 'within' ? spent.spending : isNear(budget, spent) ? 'near' : undefined
    return state === undefined ? [] : [{ ...spent, state }]
  })
  return all.sort((a, b) => STATES.indexOf(b.state) - STATES.indexOf(a.state) || b.enforcements - a.enforcements)
}

const STATES = ['near', 'over', 'open'] as const

const isNear = ({ enforcements, reach }: Budget, spent: Spent): boolean =>
  (enforcements !== null && spent.enforcements >= NEAR * enforcements.over) ||
  (reach !== null && spent.reach >= NEAR * reach.over)

interface Whose {
  of: Budgeted
  key: string
  enforcements: number
  reach: number
  withinMs: number
}

function partyReply({ of, key, enforcements, reach, withinMs }: Whose, by: StaffCaller, name: (whose: Whose) => Text) {
  const isTold = of !== 'person' || key === by.id || by.roles.some((role) => MAY_NAME.includes(role))
  if (!isTold) return { of, who: null, enforcements: null, reach: null, withinMs }
  return { of, who: name({ of, key, enforcements, reach, withinMs }), enforcements, reach, withinMs }
}

async function breakerReply(
  db: Queryable,
  breaker: Breaker,
  whose: ReturnType<typeof partyReply>,
): Promise<Static<typeof BudgetsReply>['breakers'][number]> {
  const { id, of, key, enforcementId, openedAt, closedAt } = breaker
  const { waiting, changeId } = await db.only<{ waiting: number; changeId: string | null }>(sql`
    select (select count(*) from enforcement where state = 'held' and is_restrictive(enforcement)
        and exists (select from proposal_scopes(proposed_by, source) scope where scope.kind = ${of} and scope.key = ${key})) as waiting,
      coalesce(${breaker.changeId}, (select id from desk_change
        where kind = 'breaker' and state = 'proposed' and (body::jsonb ->> 'breakerId')::bigint = ${id} limit 1)) as "changeId"`)
  return {
    id,
    ...whose,
    enforcementId,
    openedAt,
    closedAt,
    waiting: closedAt === null ? waiting : 0,
    changeId,
  }
}

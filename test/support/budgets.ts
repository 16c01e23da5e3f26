import type { TestContext } from 'node:test'
import type { Reading } from '../../src/enforcement/desired-state/set-baseline.ts'
import { readFromPlatform, type Gathered } from '../../src/enforcement/facts/read-platform.ts'
import { propose } from '../../src/enforcement/propose/propose.ts'
import type { Enforcement } from '../../src/enforcement/queries.ts'
import { inTransaction, type Tx } from '../../src/foundation/database/db.ts'
import type { Action } from '../../src/foundation/domain.ts'
import { type Budget, readBudgets } from '../../src/policy/budgets/budgets-file.ts'
import { type Person, startGate } from './gate-flow.ts'
import type { WorkingDesk } from './working-desk.ts'

const STOP_LIMITS = 'stop_limits: { within: 1h, stops: 2, declines: 2, restores: 2 }'

/** Budgets as their policy file states them, one in each line. */
export const budgetsOf = (...lines: readonly string[]): string =>
  `budgets:${lines.length === 0 ? ' []' : lines.map((line) => `\n  - ${line}`).join('')}\n${STOP_LIMITS}\n`

/** One person may take three accounts offline within an hour; the circuit breaker opens at the fifth. */
export const PERSON =
  '{ id: person-offline, why: W, of: person, within: 1h, actions: [suspend, deactivate], enforcements: { over: 3, open: 5 } }'

/** Puts these budgets in force without a change that people agree to. */
export function useBudgets(working: Pick<WorkingDesk, 'desk'>, text: string): readonly Budget[] {
  const budgets = readBudgets('budgets.yaml', text)
  const { policies } = working.desk
  const guards = { ...policies.guards, budgets: budgets.budgets }
  Object.assign(working.desk, { policies: { ...policies, budgets, guards } })
  return budgets.budgets
}

/** Starts a desk at a set time, with a running worker and these budgets. */
export async function startSpree(t: TestContext, text: string) {
  const desk = await startGate(t)
  useBudgets(desk, text)
  desk.work()
  let made = 0
  /** Prepares an enforcement on a new account of this reach; the returned function proposes it. */
  const prepare = async (
    who: Person,
    { reach = 31, ...more }: Harm = {},
  ): Promise<(tx: Tx) => Promise<Enforcement>> => {
    const id = `spree${made++}`
    await desk.demo.store.inTransaction((tx) => {
      tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
        select ${id}, ${id}, ${id}, bio, ${reach}, verified, tags, created_at from account where id = 'rosa'`
    })
    const subject = `account:${id}`
    const { gathered, reading } = await readFromPlatform(desk.desk, subject)
    return (tx) => ask(tx, desk, { who, id, gathered, reading, ...more })
  }
  const harm = async (who: Person, more?: Harm): Promise<Enforcement> =>
    inTransaction(desk.desk.db, await prepare(who, more))
  return { ...desk, prepare, harm }
}

interface Harm {
  action?: Action
  legalDuty?: boolean
  reach?: number
}

interface Asked extends Harm {
  who: Person
  id: string
  gathered: Gathered
  reading: Reading | undefined
}

async function ask(tx: Tx, { desk }: Pick<WorkingDesk, 'desk'>, asked: Asked): Promise<Enforcement> {
  const { who, id, gathered, reading, action = 'suspend', legalDuty = false } = asked
  const subject = `account:${id}`
  const proposed = await propose(desk, tx, {
    kind: 'decision',
    ...{ subject, accountId: id, action, label: null, policyId: 'scam', legalDuty },
    by: { kind: 'staff', id: who.id },
    durationMs: action === 'suspend' ? 7 * 86_400_000 : null,
    ...{ caseId: null, decisionId: null, openedAt: null, reviewSeconds: 120, asked: { gathered, reading } },
  })
  if (proposed.kind !== 'created') throw new Error(`${subject} has an enforcement already`)
  return proposed.enforcement
}

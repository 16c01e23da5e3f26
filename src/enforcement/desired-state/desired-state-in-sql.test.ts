import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { knowSubject } from '../../../test/support/known-accounts.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { ACTIONS, type Action, DESK, type PlatformState } from '../../foundation/domain.ts'
import { loadGuards } from '../../policy/guards/guards-file.ts'
import { NOT_ASKED } from '../facts/read-platform.ts'
import { proposeJudged } from '../propose/propose.ts'
import { isStricter, type StandingEnforcement, desiredStateOf } from './desired-state.ts'

const STATES: readonly PlatformState[] = [true, false].flatMap((visible) =>
  [true, false].flatMap((mayPost) =>
    (['full', 'limited'] as const).map((spread) => ({ visible, mayPost, spread, labels: [] })),
  ),
)
/** Pairs of a baseline and a proposed desired state. */
const PAIRS = STATES.flatMap((baseline) => STATES.map((desired) => ({ baseline, desired })))

/** An enforcement on an account of its own, on its way. */
async function enforcement(pool: Pool, action: Action): Promise<StandingEnforcement> {
  await knowSubject(pool, `account:${action}`, { id: action, reach: 31 })
  const proposed = await inTransaction(pool, (tx) =>
    proposeJudged(tx, {
      intent: {
        kind: 'decision',
        ...{ subject: `account:${action}`, accountId: action, action, policyId: 'spam', legalDuty: false, by: DESK },
        label: action === 'label' ? 'disputed' : null,
        durationMs: action === 'suspend' ? 86_400_000 : null,
        ...{ caseId: null, decisionId: null, openedAt: null, asked: NOT_ASKED },
      },
      judgedBy: judgedBy({ id: action }),
      guards: loadGuards(SHIPPED_GUARDS),
      policyHash: Buffer.alloc(32),
    }),
  )
  if (proposed.kind !== 'created') throw new Error('it stands already')
  return proposed.enforcement
}

async function evaluateInSql(pool: Pool, subject: string): Promise<boolean[]> {
  const { rows } = await pool.query<{ ordered: boolean }>(sql`
    select is_state_justified(${subject}, pair -> 'baseline', pair -> 'desired') as ordered
    from jsonb_array_elements(${JSON.stringify(PAIRS)}::jsonb) with ordinality as given(pair, place) order by place`)
  return rows.map(({ ordered }) => ordered)
}

test('SQL and TypeScript agree on what each action takes away', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  for (const action of ACTIONS) {
    const standing = await enforcement(pool, action)
    const expected = PAIRS.map(({ baseline, desired }) => !isStricter(desired, desiredStateOf(baseline, [standing])))
    assert.deepEqual(await evaluateInSql(ownerPool, `account:${action}`), expected, action)
  }
  const untouched = PAIRS.map(({ baseline, desired }) => !isStricter(desired, baseline))
  assert.deepEqual(
    await evaluateInSql(ownerPool, 'account:nobody'),
    untouched,
    'where nothing stands, nothing is taken',
  )
})

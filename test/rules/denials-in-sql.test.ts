import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { isDeniedTo, RANKS } from '../../console/src/team/denied-to.ts'
import { isLooserDenial } from '../../src/admin/describe/describe-denial.ts'
import { ACTING_GROUNDS, ACTIONS, ENFORCEMENT_SOURCES } from '../../src/foundation/domain.ts'
import { isExemptFromDenials } from '../../src/people/staff/denied-actions.ts'
import { countsAs, countsInBulk } from '../../src/policy/guards/judge.ts'
import { atLeastAsStrictAs } from '../../src/policy/requirements/action-order.ts'
import { changeByTwo } from '../support/authority.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { startTestDesk } from '../support/server.ts'

const SEED = 91

test('SQL and TypeScript agree on what counts as going offline', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query(sql`
    select action, counted_action(action, false) as alone, counted_action(action, true) as offline,
      counted_action(action, is_as_strict(action, 'hide')) as bulk
    from unnest(${ACTIONS}::text[]) action`)
  const expected = ACTIONS.map((action) => ({
    action,
    alone: countsAs(action, { goesOffline: false }),
    offline: countsAs(action, { goesOffline: true }),
    bulk: countsInBulk(action),
  }))
  assert.deepEqual(rows, expected)
})

test('SQL and TypeScript agree on the direction of a denial', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const given = fc.sample(fc.record({ actions: fc.subarray([...ACTIONS]), from: fc.subarray([...ACTIONS]) }), {
    ...{ numRuns: 200, seed: SEED },
  })
  const { rows } = await ownerPool.query<{ direction: string }>(sql`
    select change_direction('action_denial', said) as direction
    from jsonb_array_elements(${JSON.stringify(given)}::jsonb) with ordinality as given (said, place) order by place`)
  assert.deepEqual(
    rows.map(({ direction }) => direction),
    given.map(({ actions, from }) => (isLooserDenial(actions, from) ? 'looser' : 'mixed')),
  )
})

test('SQL and the console agree on who takes an action', async (t) => {
  const { desk } = await startTestDesk(t)
  const denials = [
    { role: 'reviewer', actions: atLeastAsStrictAs(['hide']) },
    { role: 'senior', actions: atLeastAsStrictAs(['suspend']) },
  ] as const
  for (const denial of denials) await changeByTwo({ desk }, { kind: 'action_denial', ...denial })
  for (const action of ACTIONS) {
    const roles = await desk.db.onlyValue<string[]>(sql`select list_roles_for_action(${action}) as roles`)
    const shown = RANKS.filter((role) => !isDeniedTo(denials, role, action))
    assert.deepEqual(roles, shown, action)
  }
})

test('SQL and TypeScript agree on proposals exempt from denials', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  await knowSubject(ownerPool, 'account:test', { id: 'test', reach: 31 })
  await ownerPool.query(sql`insert into drill_account (account_id) values ('test')`)
  for (const ground of [null, ...ACTING_GROUNDS])
    for (const source of ENFORCEMENT_SOURCES) {
      const row = JSON.stringify({
        subject: 'account:test',
        account_id: 'test',
        action: 'lock',
        protected: false,
        ground,
        source,
      })
      const { rows } = await ownerPool.query<{ exempt: boolean }>(sql`
        select is_exempt_from_denials(jsonb_populate_record(null::enforcement, ${row}::jsonb)) as exempt`)
      assert.equal(rows[0]?.exempt, isExemptFromDenials({ ground, source }), row)
    }
})

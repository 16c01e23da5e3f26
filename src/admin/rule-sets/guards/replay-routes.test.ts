import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../../../../test/support/desk-flow.ts'
import { SHIPPED_GUARDS } from '../../../../test/support/guards.ts'
import { judgedBy } from '../../../../test/support/judgement-input.ts'
import { readAccounts } from '../../../../test/support/known-accounts.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { partStanding } from './part-standing.ts'
import { GUARDS_FILE } from '../../../policy/policies.ts'
import { readGuards } from '../../../policy/guards/guards-file.ts'
import { startTestDesk } from '../../../../test/support/server.ts'
import { STANDING_FACTS } from '../../../policy/guards/facts.ts'
import { ROUTES } from '../../../app/http/routes.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const ENFORCEMENTS = 703

interface Page {
  total: number
  judged: number
  changes: Record<string, number>
  differing: { enforcementId: string; change: string; would: string }[]
  next?: { since: string; after: number }
}

test('200: a replay judges each recent enforcement once and writes nothing', async (t) => {
  const desk = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenStaff(desk.desk.db, { roles: ['policy'] })
  const { account, facts } = judgedBy({ id: 'rosa', reach: 600 })
  await desk.database.pool.query(sql`
    insert into account (id, reach_counted, protected, source, facts_at)
    select n::text, 600, false, 'test', desk_now() from generate_series(1, ${ENFORCEMENTS}) n`)
  await readAccounts(
    desk.database.pool,
    Array.from({ length: ENFORCEMENTS }, (_, n) => ({ id: `${n + 1}`, reach: 600 })),
  )
  await desk.database.pool.query(sql`
    insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    select 'enf_' || n, 'account:' || n, 'deactivate', 'spam', 'person', 'desk', false, 'desk', desk_now() + interval '1 hour'
    from generate_series(1, ${ENFORCEMENTS}) n`)
  await desk.database.pool.query(sql`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, actor_facts, policy_hash)
    select 'enf_' || n, 'clear', '{"approvals": [], "holdMs": 0, "confirmMs": null, "identify": false, "assessment": null, "alert": false}',
      '[]', '{}', jsonb_set(${JSON.stringify({ account, facts })}::jsonb, '{account,id}', to_jsonb(n::text)), '{}', ${Buffer.alloc(32)} from generate_series(1, ${ENFORCEMENTS}) n`)
  const text = SHIPPED.replace('account.reach >= 100000\n', 'account.reach >= 500\n')
  const pages: Page[] = []
  for (let next: Page['next']; pages.length === 0 || next !== undefined; next = pages.at(-1)?.next) {
    const body = next === undefined ? { text } : { text, page: next }
    const answer = await send(desk, token, 'POST', '/v1/guards/replay', body)
    assert.equal(answer.status, 200)
    pages.push(answer.body as unknown as Page)
  }
  const judged = pages.reduce((sum, page) => sum + page.judged, 0)
  const held = pages.reduce((sum, page) => sum + (page.changes.held ?? 0), 0)
  const ids = pages.flatMap(({ differing }) => differing.map(({ enforcementId }) => enforcementId))
  assert.deepEqual(
    [judged, held, new Set(ids).size, pages[0]?.total],
    [ENFORCEMENTS, ENFORCEMENTS, ENFORCEMENTS, ENFORCEMENTS],
  )
  assert.equal(pages[1]?.total, undefined, 'they are counted once')
  assert.ok(pages.length > 1)
  assert.match(pages[0]?.differing[0]?.would ?? '', /1 approval/)
})

test('a custom guard replay reveals no one who leaves', () => {
  const inForce = readGuards(GUARDS_FILE, SHIPPED).guards
  const { guards, standing } = partStanding(inForce, inForce)
  assert.deepEqual([standing.map(({ id }) => id), inForce.length - guards.length], [['leaving'], 1])
  assert.deepEqual(partStanding([], inForce).standing, standing, 'leaving it out tells no more')
  const own = (when: string) => `guards: [{ id: mine, why: W, when: ${when}, actions: [label], require: { hold: 5m } }]`
  for (const fact of STANDING_FACTS) {
    const condition =
      fact === 'actor.leaving' ? fact : `"${fact} == ${fact === 'actor.days_until_leaving' ? '3' : "'x'"}"`
    assert.throws(
      () => partStanding(readGuards(GUARDS_FILE, own(condition)).guards, inForce),
      new RegExp(`a guard mine on ${fact}, which is never shown`),
    )
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { budgetsOf, PERSON, startSpree } from '../../../test/support/budgets.ts'
import { minutes, type Person } from '../../../test/support/gate-flow.ts'
import { guardsOf } from '../../../test/support/guards.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import type { FactName } from '../../policy/guards/facts.ts'
import { readFacts, type ToJudge } from './gather-facts.ts'

const EVERY_FACT = `guards:
${[
  'actor.decisions_1h',
  'actor.restrictive_enforcements_1h',
  'actor.declined_30d',
  'actor.overturned_share_30d',
  'account.restores',
  'account.reach_bought',
]
  .map(
    (name, n) =>
      `  - { id: g${n}, why: W, when: "${name === 'account.reach_bought' ? name : `${name} > 900000`}", actions: [suspend], require: { hold: 5m } }`,
  )
  .join('\n')}
`

test("a proposer's recent acts are counted as facts and expire", async (t) => {
  const desk = await startSpree(t, budgetsOf())
  const [ana, ben] = [await desk.person(), await desk.person()]
  const guards = guardsOf(t, EVERY_FACT)
  const read = async (who: Person, accountId: string | null, names: readonly FactName[]) => {
    const ask = {
      subject: `account:${accountId}`,
      accountId,
      action: 'lock',
      by: { kind: 'staff', id: who.id },
      source: 'person',
      legalDuty: false,
      openedAt: null,
      gathered: 'unknown',
    } as const
    const { facts } = await inTransaction(desk.desk.db, (tx) => readFacts(tx, guards, ask))
    return names.map((name) => facts[name])
  }
  const LATELY = [
    'actor.restrictive_enforcements_1h',
    'actor.restrictive_reach_1h',
    'desk.restrictive_enforcements_10m',
    'actor.overturned_share_30d',
  ] as const
  assert.deepEqual(await read(ana, null, LATELY), [0, 0, 0, 0])
  const first = await desk.harm(ana, { reach: 40 })
  await desk.enforcementIn(first.id, 'in_effect')
  await desk.enforcementIn((await desk.harm(ana, { reach: 2 })).id, 'in_effect')
  assert.deepEqual(await read(ana, null, LATELY), [2, 42, 2, 0])
  assert.deepEqual(await read(ben, null, LATELY), [0, 0, 2, 0], 'nobody else’s')
  await desk.gate.post(ben, `/v1/enforcements/${first.id}/restore`)
  await desk.enforcementIn(first.id, 'restored')
  assert.deepEqual(await read(ana, first.accountId, ['actor.overturned_share_30d', 'account.restores']), [0.5, 1])
  await desk.advance(minutes(11))
  assert.deepEqual(await read(ana, null, LATELY), [2, 42, 0, 0.5])
  await desk.advance(minutes(60))
  assert.deepEqual(await read(ana, null, LATELY), [0, 0, 0, 0.5])
  assert.deepEqual(await read(ana, null, ['actor.days_since_joining', 'actor.sign_in_minutes']), [0, null])
})

test('acts of unknown people are an unknown count, never zero', async (t) => {
  const desk = await startSpree(t, budgetsOf(PERSON))
  const ana = await desk.person()
  const { budgets } = desk.desk.policies.guards
  await desk.enforcementIn((await desk.harm(ana)).id, 'in_effect')
  const read = (how: Pick<ToJudge, 'source' | 'legalDuty' | 'ground'>) =>
    inTransaction(desk.desk.db, (tx) =>
      readFacts(
        tx,
        { ...guardsOf(t, EVERY_FACT), budgets },
        {
          ...{ subject: 'account:1', accountId: null, action: 'suspend', openedAt: null, gathered: 'unknown', ...how },
          by: { kind: 'staff', id: ana.id },
        },
      ),
    )
  const lately = ({ facts }: Awaited<ReturnType<typeof read>>) =>
    (
      ['actor.restrictive_enforcements_1h', 'actor.restrictive_reach_1h', 'desk.restrictive_enforcements_10m'] as const
    ).map((name) => facts[name])
  const asked = await read({ source: 'person', legalDuty: false })
  assert.deepEqual([lately(asked), asked.spent?.map(({ budget }) => budget)], [[1, 31, 1], ['person-offline']])
  const bulkAction = await read({ source: 'bulk_action', legalDuty: false })
  assert.deepEqual([lately(bulkAction), bulkAction.spent], [[null, null, null], []])
  const duty = await read({ source: 'person', legalDuty: true })
  assert.deepEqual(duty.spent?.length, 1, 'nothing proves it, and nobody knows whose account it is')
  const proved = await read({ source: 'person', legalDuty: true, ground: { kind: 'order', ref: '1' } })
  assert.deepEqual([lately(proved), proved.spent], [[1, 31, 1], []])
})

test('reach gained within a month is judged as possibly bought', async (t) => {
  const desk = await startSpree(t, budgetsOf())
  const guards = guardsOf(t, EVERY_FACT)
  const { db } = desk.desk
  const grown = async (
    id: string,
    { ageDays, before, now }: { ageDays: number | null; before: number | null; now: number },
  ) => {
    await db.query(sql`
      insert into account (id, handle, reach, reach_counted, account_created_at, protected, source, facts_at)
      values (${id}, ${id}, ${now}, ${now}, desk_now() - ${ageDays}::integer * interval '1 day', false, 'platform', desk_now())`)
    if (before !== null) {
      await db.query(
        sql`select raise_account_facts(json_build_array(json_build_object('id', ${id}::text, 'at', desk_now() - interval '9 days', 'reach', ${before}::bigint)))`,
      )
    }
    const ask = {
      subject: `account:${id}`,
      accountId: id,
      action: 'lock',
      by: { kind: 'desk' },
      source: 'person',
      legalDuty: false,
      openedAt: null,
      gathered: 'unknown',
    } as const
    const { facts } = await inTransaction(db, (tx) => readFacts(tx, guards, ask))
    return [facts['account.reach_growth_30d'], facts['account.reach_bought']]
  }
  assert.deepEqual(await grown('a', { ageDays: 400, before: 10_000, now: 29_999 }), [2.9999, false])
  assert.deepEqual(await grown('b', { ageDays: 400, before: 10_000, now: 30_000 }), [3, true])
  assert.deepEqual(await grown('c', { ageDays: 29, before: 30_000, now: 30_000 }), [1, true])
  assert.deepEqual(await grown('d', { ageDays: 30, before: 30_000, now: 30_000 }), [1, false])
  assert.deepEqual(await grown('e', { ageDays: null, before: 30_000, now: 30_000 }), [1, null])
  assert.deepEqual(await grown('f', { ageDays: 400, before: null, now: 30_000 }), [null, null])
  assert.deepEqual(await grown('g', { ageDays: null, before: 1_000, now: 30_000 }), [30, true])
})

test('guards see the platform of the subject', async (t) => {
  const desk = await startSpree(t, budgetsOf())
  const guards = guardsOf(t, EVERY_FACT)
  const platformSeen = async (subject: string) => {
    const ask = {
      subject,
      accountId: null,
      action: 'suspend',
      by: { kind: 'desk' },
      source: 'person',
      legalDuty: false,
      openedAt: null,
      gathered: 'unknown',
    } as const
    const { facts } = await inTransaction(desk.desk.db, (tx) => readFacts(tx, guards, ask))
    return facts['enforcement.platform']
  }
  const seen = ['account:forum~8821', 'content:shop-2~t~1', 'account:8821', 'content:Forum~1', 'account:~1']
  assert.deepEqual(await Promise.all(seen.map(platformSeen)), ['forum', 'shop-2', 'default', 'default', 'default'])
})

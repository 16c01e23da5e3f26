import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { minutes, type Person, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { guardsOf } from '../../../test/support/guards.ts'
import { givenPasskey } from '../../../test/support/people.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { toStored } from '../../enforcement/replay/verdict-queries.ts'
import { listFiredGuards } from '../../enforcement/present/list-fired-guards.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { beginSession } from '../../people/sessions/sessions.ts'
import type { FactName } from './facts.ts'
import { readFacts, type ToJudge } from '../../enforcement/facts/gather-facts.ts'
import { judge } from './judge.ts'

const ASKED: readonly FactName[] = [
  'enforcement.seen_seconds',
  'enforcement.evidence_age_hours',
  'actor.severe_cases_24h',
  'desk.breakers_open',
]
const NEVER = ASKED.map(
  (name, n) => `  - { id: g${n}, why: W, when: "${name} > 900000", actions: [suspend], require: { hold: 5m } }`,
)
const STANDING = [
  "actor.sign_in_strength == 'token'",
  'actor.days_until_leaving < 90',
  "actor.employment == 'contractor'",
  "actor.employer == 'Northwind'",
].map((when, n) => `  - { id: s${n}, why: W, when: "${when}", actions: [suspend], require: { hold: 5m } }`)

async function startReading(t: TestContext) {
  const desk = await startGate(t)
  const guards = guardsOf(t, `guards:\n${[...NEVER, ...STANDING].join('\n')}\n`)
  const judgedBy = (who: Person, more: Partial<ToJudge> = {}) =>
    inTransaction(desk.desk.db, (tx) =>
      readFacts(tx, guards, {
        subject: `account:${STAR.id}`,
        accountId: STAR.id,
        action: 'lock',
        by: { kind: 'staff', id: who.id },
        source: 'person',
        legalDuty: false,
        openedAt: null,
        gathered: 'unknown',
        ...more,
      }),
    )
  const read = async (who: Person, names: readonly FactName[], more?: Partial<ToJudge>) => {
    const { facts } = await judgedBy(who, more)
    return names.map((name) => facts[name])
  }
  return { ...desk, guards, judgedBy, read }
}

test('reading time counts from the showing, report age from the report', async (t) => {
  const desk = await startReading(t)
  const ana = await desk.person()
  const LOOKED = ['enforcement.seen_seconds', 'enforcement.evidence_age_hours'] as const
  assert.deepEqual(await desk.read(ana, LOOKED), [null, null], 'no case, and nobody reported it')
  const caseId = await desk.gate.claim(STAR, ana)
  const { rows } = await desk.desk.db.query<{ at: Date }>(
    sql`select claimed_at as at from review_case where id = ${caseId}`,
  )
  const openedAt = rows[0]?.at ?? null
  assert.deepEqual(await desk.read(ana, LOOKED, { openedAt }), [0, 0], 'holding it is not seeing it')
  assert.equal((await desk.gate.get(ana, `/v1/cases/${caseId}`)).status, 200)
  await waitFor('it to be written down', async () => {
    const { rowCount } = await desk.desk.db.query(sql`select from staff_view where kind = 'case'`)
    return rowCount === 1
  })
  await desk.advance(minutes(125))
  const [seenSeconds, ageHours] = await desk.read(ana, LOOKED, { openedAt })
  // The view was recorded a moment later, and counts from the time of the view.
  assert.ok(Number(seenSeconds) >= 7_500 && Number(seenSeconds) < 7_530, String(seenSeconds))
  assert.equal(ageHours, 2)
  assert.deepEqual(await desk.read(await desk.person(), LOOKED, { openedAt }), [0, 2], 'nobody else’s look counts')
})

test('active limits and severe cases are facts that guards read', async (t) => {
  const desk = await startReading(t)
  const ana = await desk.person()
  const NOW = ['desk.frozen', 'desk.breakers_open', 'actor.severe_cases_24h'] as const
  assert.deepEqual(await desk.read(ana, NOW), [false, 0, 0])
  await desk.gate.post(ana, '/v1/freezes', { reason: 'strange takedowns' })
  await desk.database.ownerPool.query(sql`select record_exposure(${ana.id}, true), record_exposure(${ana.id}, true)`)
  assert.deepEqual(await desk.read(ana, NOW), [true, 0, 2])
  await desk.advance(minutes(31))
  assert.deepEqual((await desk.read(ana, NOW))[0], false)
})

test("a person's credential strength is that of their weakest credential", async (t) => {
  const desk = await startReading(t)
  const { db } = desk.desk
  const ana = await desk.person()
  const strength = async () => (await desk.read(ana, ['actor.sign_in_strength']))[0]
  const signIn = (credentialId: string | null) =>
    inTransaction(db, (tx) => beginSession(tx, { staffId: ana.id, credentialId }))
  const { credentialId } = await givenPasskey(db, ana.id)
  assert.equal(await strength(), 'token')
  await db.query(sql`select revoke_token(id) from staff_token where staff_id = ${ana.id}`)
  assert.equal(await strength(), null, 'they can act by nothing')
  await signIn(credentialId)
  assert.equal(await strength(), 'software_passkey')
  for (const [backedUp, is] of [
    [true, 'synced_passkey'],
    [false, 'device_passkey'],
  ] as const) {
    await desk.database.ownerPool.query(
      sql`update passkey set software = false, aaguid = ${'0'.repeat(8)} || '-0000-0000-0000-000000000000', backup_eligible = true, backed_up = ${backedUp}`,
    )
    assert.equal(await strength(), is)
  }
  await signIn(null)
  assert.equal(await strength(), 'sign_on')
})

test('a departure is judged by guards but neither stored nor shown', async (t) => {
  const desk = await startReading(t)
  const DAY_MS = 86_400_000
  const wren = await desk.person({
    employment: 'contractor',
    employer: 'Northwind',
    endsAt: new Date(desk.now().getTime() + 3.5 * DAY_MS),
  })
  const WHO = ['actor.days_until_leaving', 'actor.employment', 'actor.employer'] as const
  assert.deepEqual(await desk.read(wren, WHO), [3, 'contractor', 'Northwind'])
  assert.deepEqual(await desk.read(await desk.person(), WHO), [36_500, 'employee', 'Example'])
  assert.deepEqual(await desk.read(wren, WHO, { by: { kind: 'desk' } }), [null, null, null])
  const judgedBy = await desk.judgedBy(wren)
  const judgement = judge(desk.guards.guards, 'suspend', judgedBy)
  const fired = judgement.fired.filter(({ id }) => id.startsWith('s')).map(({ id }) => id)
  assert.deepEqual(fired, ['s0', 's1', 's2', 's3'])
  assert.doesNotMatch(JSON.stringify(toStored(judgement, judgedBy)), /days_until_leaving/)
  const told = listFiredGuards([judgement], desk.guards.guards).map(({ id }) => id)
  assert.deepEqual(told, ['g0', 'g1', 's0', 'standing'])
})

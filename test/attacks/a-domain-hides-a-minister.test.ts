import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { COVERED_MAX } from '../../src/cases/accounts/facts-body.ts'
import { UNTOUCHED } from '../../src/foundation/domain.ts'
import { changeByTwo } from '../support/authority.ts'
import { givenAccount } from '../support/cases.ts'
import { givenReport } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { checkLedger } from '../support/working-desk.ts'

const DOMAIN = '@domain:bad.example'
const SUBJECT = `account:${DOMAIN}`
const HIGH = 150_000

/** A desk whose platform states these facts of a domain. */
async function startDomain(t: TestContext, stated: { reach?: number | null; covers?: readonly string[] } = {}) {
  const desk = await startGate(t)
  const { platform } = desk.desk
  const account = {
    ...{ id: DOMAIN, handle: 'bad.example', displayName: 'bad.example', verified: 'absent', tags: 'absent' },
    ...{ createdAt: 'absent', reach: 2, covers: [], ...stated },
  } as const
  const readAt = () => desk.now().toISOString()
  Object.assign(desk.desk, {
    platform: {
      ...platform,
      facts: async (subject: { kind: 'account' | 'content'; id: string }) =>
        subject.id === DOMAIN ? { account, readAt: readAt() } : platform.facts(subject),
      readBack: async (subject: { kind: 'account' | 'content'; id: string }) =>
        subject.id === DOMAIN
          ? { subject, state: UNTOUCHED, generation: 0, reach: 'absent', readAt: readAt() }
          : platform.readBack(subject),
    },
  })
  const { db } = desk.desk
  /** Adds an account of the domain that the desk knows. */
  const member = async (id: string, handle: string, given: { reach?: number; tags?: readonly string[] } = {}) => {
    await givenAccount(db, { id, ...given, protected: (given.tags ?? []).length > 0 || (given.reach ?? 0) >= HIGH })
    await db.query(sql`update account set handle = ${handle} where id = ${id}`)
  }
  const previewed = async () => {
    const ana = await desk.person()
    await givenReport(desk, { kind: 'account', id: DOMAIN })
    const { body } = await desk.gate.post(ana, '/v1/cases/claim-next')
    const caseId = String(body.id)
    const preview = await desk.gate.preview(caseId, ana, { action: 'suspend', durationMs: 604_800_000 })
    return { ana, caseId, preview }
  }
  const floor = () =>
    desk.database.ownerPool.onlyValue<number>(sql`select subject_floor(${SUBJECT}, ${DOMAIN}) as floor`)
  return { ...desk, member, previewed, floor }
}

type Preview = { body: Record<string, unknown> }
const countOf = ({ body }: Preview): number => {
  const { requirement } = body as { requirement: { approvals: { count: number }[] } }
  return Math.max(0, ...requirement.approvals.map(({ count }) => count))
}

test('a domain of small accounts takes one other person', async (t) => {
  const desk = await startDomain(t)
  await desk.member('m1', 'one@bad.example', { reach: 10 })
  await desk.member('m2', 'two@sub.bad.example', { reach: 20 })
  const { preview } = await desk.previewed()
  assert.equal(countOf(preview), 1, JSON.stringify(preview.body))
  assert.equal(await desk.floor(), 0, 'its accounts ask for none')
  const reach = await desk.database.ownerPool.onlyValue<number>(sql`select counted_reach(${DOMAIN})::integer as reach`)
  assert.equal(reach, 30, 'the sum of its accounts, subdomains among them')
  desk.work()
  await checkLedger(desk.desk)
})

test('a domain with a minister takes as many people as the minister', async (t) => {
  const desk = await startDomain(t)
  await desk.member('vale-remote', 'Minister@gov.BAD.example', { reach: 10, tags: ['public_office'] })
  const { preview } = await desk.previewed()
  assert.equal(countOf(preview), 2, JSON.stringify(preview.body))
  assert.equal(await desk.floor(), 2)
  const isProtected = await desk.database.ownerPool.onlyValue<boolean>(
    sql`select has_protected_account(${SUBJECT}, ${DOMAIN}) as held`,
  )
  assert.ok(isProtected)
})

test('many small accounts of a domain count together', async (t) => {
  const desk = await startDomain(t)
  for (let n = 0; n < 3; n++) await desk.member(`m${n}`, `m${n}@bad.example`, { reach: 40_000 })
  await desk.previewed()
  const known = await desk.desk.db.only<{ reach: number; protected: boolean }>(
    sql`select reach_counted::integer as reach, protected from account where id = ${DOMAIN}`,
  )
  assert.deepEqual(known, { reach: 120_000, protected: true })
})

test('an unknown account of a domain makes its facts unknown', async (t) => {
  const desk = await startDomain(t, { covers: ['never-read'] })
  const { preview } = await desk.previewed()
  assert.equal(countOf(preview), 2, JSON.stringify(preview.body))
  assert.equal(await desk.floor(), 2)
})

test('a domain of too many accounts takes the most people', async (t) => {
  const desk = await startDomain(t)
  await desk.desk.db.query(sql`
    insert into account (id, handle, protected, source, facts_at)
    select 'many' || n, n || '@bad.example', false, '', '-infinity' from generate_series(1, ${COVERED_MAX + 1}::integer) n`)
  await changeByTwo(desk, { kind: 'protection', subject: 'account:many1000', approvals: 3, holdMs: 0 })
  const { preview } = await desk.previewed()
  assert.equal(countOf(preview), 3, 'the minimum of one of them counts however many there are')
  assert.equal(await desk.floor(), 2)
  const counted = await desk.database.ownerPool.only<{ covered: number; many: boolean; accepted: boolean }>(sql`
    select (select count(*)::integer from covered_accounts(${DOMAIN})) as covered, covers_too_many(${DOMAIN}) as many,
      covers_recorded_facts(${JSON.stringify({ id: DOMAIN, reach: 5, tags: [], protected: true })}::jsonb) as accepted`)
  assert.deepEqual(counted, { covered: COVERED_MAX + 1, many: true, accepted: false })
})

test('a minimum that people set for an account counts for its domain', async (t) => {
  const desk = await startDomain(t)
  await desk.member('m1', 'one@bad.example', { reach: 10 })
  await changeByTwo(desk, { kind: 'protection', subject: 'account:m1', approvals: 3, holdMs: 0 })
  const { preview } = await desk.previewed()
  assert.equal(countOf(preview), 3, JSON.stringify(preview.body))
})

test('the application role states no covered account away', async (t) => {
  const desk = await startDomain(t, { covers: ['vale-remote'] })
  await desk.member('vale-remote', 'vale@elsewhere.example', { reach: 10, tags: ['public_office'] })
  await desk.previewed()
  const thief = await stealRole(t, desk.database)
  const many = Array.from({ length: COVERED_MAX + 1 }, (_, n) => `x${n}`)
  for (const attack of [
    `delete from collection_member`,
    `update collection_member set account_id = 'another'`,
    `insert into collection_member (collection_id, account_id) values ('${DOMAIN}', 'x')`,
    `select cover_accounts('${DOMAIN}', array['${many.join("','")}'])`,
    `select cover_accounts('rosa', array['x'])`,
  ])
    await assert.rejects(thief.run(attack), isRefusal, attack)
  await thief.run(`select raise_account_facts('[{"id":"${DOMAIN}","at":"2020-01-01","reach":0,"tags":[]}]'::json)`)
  assert.equal(await desk.floor(), 2, 'what it stated raises nothing and lowers nothing')
})

test('a loosened protection bars its authors from the domain', async (t) => {
  const desk = await startDomain(t)
  await desk.member('m1', 'one@bad.example', { reach: 10 })
  const affected = await desk.desk.db.listValues<string>(
    sql`select * from list_judged_accounts(${SUBJECT}, ${DOMAIN}) order by 1`,
  )
  assert.deepEqual(affected, [DOMAIN, 'm1'])
})

test('no second spelling of a domain is known or protected', async (t) => {
  const { database } = await startDomain(t)
  const thief = await stealRole(t, database)
  const spelling = /a domain has one name/
  for (const id of ['@domain:BAD.example', '@domain:bad.example.', '@domain:b\u00fccher.example']) {
    await assert.rejects(
      thief.run(`insert into account (id, protected, source, facts_at) values ('${id}', true, '', '-infinity')`),
      spelling,
    )
    await assert.rejects(
      database.ownerPool.query(
        `insert into protection (subject, approvals, hold_ms, change_id) values ('account:${id}', 2, 0, 'chg_1')`,
      ),
      spelling,
    )
  }
})

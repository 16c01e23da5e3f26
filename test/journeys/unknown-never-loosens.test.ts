import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import type { DemoStore } from '../../demo/demo-store.ts'
import { FACTS_AGE_MAX_MS } from '../../src/cases/accounts/fetch-facts.ts'
import { lockSubject } from '../../src/enforcement/desired-state/subject-state.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { givenKey } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { waitForLock } from '../support/wait-for-lock.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const KEY = 'account:pills'
const DAY_MS = 86_400_000

/** A reviewer with a case about an account of no reach to speak of, and how they ask for it to be suspended. */
async function givenCase(t: TestContext, options: { driven?: boolean } = {}) {
  const working = await startWorkingDesk(t, options)
  const reviewer = await givenReviewer(working, { tokenExpiresAt: new Date('2100-01-01T00:00:00Z') })
  await givenReport(working, PILLS)
  const caseId = await givenClaim(working, reviewer.token)
  const suspend = () => send(working, reviewer.token, 'POST', `/v1/cases/${caseId}/decisions`, violation())
  return { working, reviewer, suspend }
}

const changePills = (
  working: WorkingDesk,
  change: (tx: Parameters<Parameters<DemoStore['inTransaction']>[0]>[0]) => unknown,
) => working.demo.store.inTransaction((tx) => void change(tx))

/** Sends facts of the account by an API key with the scope facts. */
async function recordFacts(
  working: WorkingDesk,
  facts: { reach?: number | null; tags?: string[] | null; factsAt: Date },
): Promise<void> {
  const key = await givenKey(working.desk.db, ['facts'])
  const { status, body } = await send(working, key.token, 'PUT', '/v1/accounts/pills', {
    handle: 'cheap_pills4u',
    displayName: 'Best Prices',
    reach: 31,
    verified: false,
    tags: [],
    createdAt: null,
    ...facts,
    factsAt: facts.factsAt.toISOString(),
  })
  assert.equal(status, 200, JSON.stringify(body))
}

const now = async (working: WorkingDesk): Promise<Date> => {
  const { rows } = await working.desk.db.query<{ now: Date }>(sql`select desk_now() as now`)
  if (rows[0] === undefined) throw new Error('the database did not return its time')
  return rows[0].now
}

const ago = async (working: WorkingDesk, ms: number): Promise<Date> => new Date((await now(working)).getTime() - ms)

/** Facts that may be unknown, stale, older or gone, and the reason that others are required anyway. */
const UNKNOWN: readonly {
  name: string
  reason: string
  driven?: boolean
  given(working: WorkingDesk): Promise<unknown>
}[] = [
  {
    name: 'the platform is unreachable',
    reason: 'unknown_facts',
    given: async ({ demo }) => demo.faults.set({ fault: 'down', call: 'subject.facts' }),
  },
  {
    name: 'the platform fails, and earlier facts spoke for an ordinary account',
    reason: 'unknown_facts',
    given: async (working) => {
      await recordFacts(working, { reach: 31, factsAt: await ago(working, 60_000) })
      working.demo.faults.set({ fault: 'failing', call: 'subject.facts' })
    },
  },
  {
    name: 'the platform answers too late',
    reason: 'unknown_facts',
    given: async ({ demo }) => demo.faults.set({ fault: 'slow', when: 'before', call: 'subject.facts' }),
  },
  {
    name: 'the platform does not know the reach',
    reason: 'preview',
    given: (working) => changePills(working, (tx) => tx.run`update account set reach = null where id = 'pills'`),
  },
  {
    name: 'the reach fell',
    reason: 'preview',
    given: async (working) => recordFacts(working, { reach: 2_000_000, factsAt: await ago(working, 100 * DAY_MS) }),
  },
  {
    name: 'older facts say less',
    reason: 'preview',
    given: async (working) => {
      await recordFacts(working, { reach: 2_000_000, factsAt: await ago(working, DAY_MS) })
      await recordFacts(working, { reach: 5, factsAt: await ago(working, 2 * DAY_MS) })
    },
  },
  {
    name: 'older facts say more',
    reason: 'preview',
    given: async (working) => {
      await recordFacts(working, { factsAt: await ago(working, DAY_MS) })
      await recordFacts(working, { tags: ['candidate'], factsAt: await ago(working, 2 * DAY_MS) })
    },
  },
  {
    name: 'the platform dropped its tag',
    reason: 'preview',
    given: async (working) => {
      await changePills(working, (tx) => tx.run`update account set tags = '["newsroom"]' where id = 'pills'`)
      await send(working, (await givenReviewer(working)).token, 'GET', '/v1/me')
      await requestFacts(working)
      await changePills(working, (tx) => tx.run`update account set tags = '[]' where id = 'pills'`)
    },
  },
  {
    name: 'newer facts than those the platform tells now did not include the tags',
    reason: 'preview',
    driven: true,
    // The platform's clock is behind the desk's.
    given: async (working) => {
      await working.database.advance(10_000)
      await recordFacts(working, { tags: null, factsAt: await now(working) })
    },
  },
]

/** Has the desk read what the platform says now. */
async function requestFacts(working: WorkingDesk): Promise<void> {
  await working.desk.db.query(sql`
    insert into job (kind, key, priority) values ('facts', ${KEY}, 'background')
    on conflict (kind, key) do update set due_at = desk_now()`)
  const stop = working.work()
  await waitFor('the facts to be read', async () => {
    const { rows } = await working.desk.db.query(
      sql`select from account where id = 'pills' and tags = array['newsroom']`,
    )
    return rows.length > 0
  })
  await stop()
}

for (const { name, reason, driven = false, given } of UNKNOWN) {
  test(`${name}: one person does not take the account offline`, async (t) => {
    const { working, suspend } = await givenCase(t, { driven })
    await given(working)
    const { status, body } = await suspend()
    assert.deepEqual([status, body.reason], [422, reason], JSON.stringify(body))
    working.demo.faults.clear()
    working.work()
    const { rows } = await working.desk.db.query(sql`select from enforcement`)
    assert.deepEqual([rows.length, await working.visit(KEY)], [0, 200])
    await checkLedger(working.desk)
  })
}

test('a decision refused for missing facts applies once the platform answers', async (t) => {
  const { working, suspend } = await givenCase(t)
  working.demo.faults.set({ fault: 'down', call: 'subject.facts' })
  assert.equal((await suspend()).status, 422)
  working.demo.faults.clear()
  assert.equal((await suspend()).status, 201)
})

test('facts that grow old during the wait count as unknown', async (t) => {
  const { working, suspend } = await givenCase(t, { driven: true })
  const { desk, database } = working
  const decided = await inTransaction(desk.restoreDb, async (tx) => {
    await lockSubject(tx, KEY)
    const answer = suspend()
    await waitForLock(database.pool)
    await database.advance(FACTS_AGE_MAX_MS + 1)
    return { answer }
  })
  const { status, body } = await decided.answer
  assert.deepEqual([status, body.reason], [422, 'unknown_facts'])
})

test('an unreachable platform delays restores and prevents restrictions', async (t) => {
  const { working, reviewer } = await givenCase(t)
  working.work()
  const offline = await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  await working.enforcementIn(offline.id, 'in_effect')
  const down = working.demo.faults.set({ fault: 'down' })
  const { status } = await send(working, reviewer.token, 'POST', `/v1/enforcements/${offline.id}/restore`, {})
  assert.equal(status, 202)
  await waitFor('the desk to have tried', async () => down.caught >= 2)
  assert.equal(await working.visit('account:rosa'), 410)
  working.demo.faults.clear()
  await working.enforcementIn(offline.id, 'restored')
  assert.equal(await working.visit('account:rosa'), 200)
  await checkLedger(working.desk)
})

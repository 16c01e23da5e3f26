import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { type GivenPerson, type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { listDecisions } from './list-decisions.ts'
import { type Decision, recentDecisionRoutes } from './routes.ts'

const GUARD = 'high-reach'
const EXPORT = '?reason=asked+by+the+regulator'

async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: [recentDecisionRoutes] })
  const get = async ({ token }: Pick<GivenPerson, 'token'>, query = '', path = 'decisions') => {
    const answer = await app.inject({ method: 'GET', url: `/v1/${path}${query}`, headers: bearer(token) })
    return { status: answer.statusCode, text: answer.body, headers: answer.headers }
  }
  const list = async (who: Pick<GivenPerson, 'token'>, query = ''): Promise<Decision[]> => {
    const { status, text } = await get(who, query)
    assert.equal(status, 200, text)
    return JSON.parse(text).items
  }
  const person = (given: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, team: 'north', ...given })
  const past = await connectPastTriggers(t, database.superUrl)
  return { db: desk.db, past, enforce: enforcingWith(past), get, list, person }
}

interface GivenDecision {
  by: GivenPerson
  caseId?: string
  conclusion?: string
  policyId?: string
  actions?: object[]
}

async function givenDecision(db: Pool, given: GivenDecision): Promise<string> {
  const { conclusion = 'violation', actions = [{ action: 'hide' }] } = given
  const policyId = conclusion === 'violation' ? (given.policyId ?? 'spam') : null
  return db.onlyValue<string>(sql`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, actions, seconds_on_case)
    values (${given.caseId ?? (await givenCase(db))}, ${given.by.id}, 'draft ' || gen_random_uuid(), ${Buffer.alloc(32)},
      ${conclusion}, ${policyId}, 'Because', ${JSON.stringify(conclusion === 'violation' ? actions : [])}, 5)
    returning id`)
}

const RULE = 'known-spam'
const HASH = 'a'.repeat(64)

/** Connects past the triggers, which admit only whole histories and take their time. */
async function connectPastTriggers(t: TestContext, superUrl: string) {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  t.after(() => client.end())
  await client.query('set session_replication_role = replica')
  return client
}

/** Returns a function that inserts an enforcement as it stands after its stages. */
const enforcingWith =
  (client: pg.Client) =>
  async ({ decisionId, ruleOn }: { decisionId?: string; ruleOn?: string }): Promise<string> => {
    const by = ruleOn === undefined ? ['person', 'staff:staff_1'] : ['automation', 'source:hasher']
    const { rows } = await client.query<{ id: string }>(
      `insert into enforcement (subject, action, policy_id, decision_id, source, proposed_by, protected, moved_by, expires_at)
       values ('account:1', 'hide', 'spam', $1, $2, $3, false, $3, desk_now()) returning id`,
      [decisionId ?? null, ...by],
    )
    const id = rows[0]?.id ?? ''
    await client.query(
      `insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
       values ($1, 'clear', '{}', $2, '{}', '{}', sha256(''))`,
      [id, JSON.stringify([{ id: GUARD, errored: false }])],
    )
    if (ruleOn === undefined) return id
    await client.query(
      `insert into automation_rule (rule_hash, rule_id, source) values ($1, $2, 'hasher') on conflict do nothing`,
      [HASH, RULE],
    )
    await client.query(
      `insert into automation_run (rule_id, rule_hash, source, mode, does, subject, case_id, outcome, enforcement_id)
       values ($1, $2, 'hasher', 'live', 'hide', 'account:1', $3, 'done', $4)`,
      [RULE, HASH, ruleOn, id],
    )
    return id
  }

const pseudonymOf = (db: Pool, { id }: GivenPerson) =>
  db.onlyValue<string>(sql`select pseudonym from staff where id = ${id}`)
const idsOf = (items: readonly Decision[]) => items.map(({ id }) => id)

test('only the lead of a team sees the pseudonyms of its reviewers', async (t) => {
  const { db, get, list, person } = await start(t)
  const wren = await person()
  const decisionId = await givenDecision(db, { by: wren })
  const [own, other] = [await person({ roles: ['lead'] }), await person({ roles: ['lead'], team: 'south' })]
  const sameName = await person({ roles: ['lead'], employer: 'another vendor' })
  const others = [wren, other, sameName, await person({ roles: ['policy'] }), await person({ roles: ['auditor'] })]
  assert.deepEqual(
    (await list(own)).map(({ id, reviewer }) => [id, reviewer]),
    [[decisionId, await pseudonymOf(db, wren)]],
  )
  for (const reader of others) {
    assert.deepEqual(
      (await list(reader)).map(({ id, reviewer }) => [id, reviewer]),
      [[decisionId, null]],
    )
  }
  const file = await get(own, EXPORT, 'decision-exports')
  assert.match(file.text, new RegExp(decisionId))
  assert.doesNotMatch(file.text, new RegExp(`${await pseudonymOf(db, wren)}|reviewer`))
  const key = await givenKey(db, ['report', 'events'])
  const admin = await person({ roles: ['admin'] })
  for (const path of ['decisions', 'decision-exports']) {
    assert.equal((await get(key, EXPORT, path)).status, 403, `403: a machine does not read ${path}`)
    assert.equal((await get(admin, EXPORT, path)).status, 403, `403: an administrator does not read ${path}`)
  }
})

test('reviewers are named for 30 days, and never without metrics by person', async (t) => {
  const { db, past, list, person } = await start(t)
  const wren = await person()
  await givenDecision(db, { by: wren })
  const old = await givenDecision(db, { by: wren })
  await past.query(`update decision set decided_at = decided_at - interval '31 days' where id = $1`, [old])
  const lead = await person({ roles: ['lead'] })
  const from = `?from=${new Date(Date.now() - 60 * 86_400_000).toISOString()}`
  const namesOf = async () => (await list(lead, from)).map(({ reviewer }) => reviewer)
  assert.deepEqual(await namesOf(), [await pseudonymOf(db, wren), null])
  await past.query(`insert into desk_profile (organisation, shadow, person_metrics) values ('company', false, false)`)
  assert.deepEqual(await namesOf(), [null, null])
})

test('the list of decisions counts as unusual reading, with its filter', async (t) => {
  const { db, list, person } = await start(t)
  const wren = await person()
  await givenDecision(db, { by: wren, policyId: 'scam' })
  await list(wren, '?policyId=scam&limit=50')
  const views = await waitFor('the view', async () => {
    const found = await db.list(sql`select kind, words, in_case, shown from staff_view where staff_id = ${wren.id}`)
    return found.length > 0 && found
  })
  assert.deepEqual(views, [{ kind: 'list', words: 'decisions policyId=scam', in_case: false, shown: 1 }])
})

test('decisions are found by policy, queue, action, conclusion, language, platform and time', async (t) => {
  const { db, past, get, list, person } = await start(t)
  const wren = await person()
  const inQueue = await givenCase(db, { queue: 'safety', language: 'de', category: 'SELF_HARM' })
  await past.query(`update review_case set subject = replace(subject, ':', ':forum~') where id = $1`, [inQueue])
  const hidden = await givenDecision(db, { by: wren, caseId: inQueue, policyId: 'scam' })
  const suspended = await givenDecision(db, { by: wren, actions: [{ action: 'suspend', durationMs: 60_000 }] })
  const closed = await givenDecision(db, { by: wren, conclusion: 'no_violation' })
  const queries: Record<string, string[]> = {
    '': [closed, suspended, hidden],
    '?policyId=scam': [hidden],
    '?queue=safety': [hidden],
    '?action=suspend': [suspended],
    '?conclusion=no_violation': [closed],
    '?language=DE': [hidden],
    '?platform=forum': [hidden],
    '?platform=default': [closed, suspended],
    '?category=SELF_HARM': [hidden],
    '?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z': [],
  }
  for (const [query, found] of Object.entries(queries)) assert.deepEqual(idsOf(await list(wren, query)), found, query)
  const { items, nextCursor } = JSON.parse((await get(wren, '?limit=2')).text)
  assert.deepEqual(idsOf(items), [closed, suspended])
  assert.deepEqual(idsOf(await list(wren, `?limit=2&cursor=${nextCursor}`)), [hidden])
  assert.equal((await get(wren, '?from=2020-01-01T00:00:00Z')).status, 400, '400: the period is too long')
  assert.equal((await get(wren, "?platform=forum'")).status, 400, '400: no platform has this name')
})

test('leads find decisions by automation rule; reviewers never see the rule', async (t) => {
  const { db, enforce, get, list, person } = await start(t)
  const [wren, lead] = [await person(), await person({ roles: ['senior'] })]
  await givenDecision(db, { by: wren })
  const byRule = await enforce({ ruleOn: await givenCase(db) })
  const [found] = await list(lead, `?rule=${RULE}`)
  assert.deepEqual(
    [found?.id, found?.rule, found?.actions, found?.enforcements],
    [byRule, RULE, ['hide'], [{ id: byRule, action: 'hide', own: null, state: 'proposed' }]],
  )
  assert.deepEqual((await list(wren)).map(({ id, byRule: is, rule }) => [id, is, rule])[0], [byRule, true, null])
  assert.equal((await get(wren, `?rule=${RULE}`)).status, 403, '403: not for reviewers')
})

test('only policy and auditors read and filter by guards', async (t) => {
  const { db, enforce, get, list, person } = await start(t)
  const wren = await person()
  const decisionId = await givenDecision(db, { by: wren })
  await enforce({ decisionId })
  await givenDecision(db, { by: wren })
  for (const role of ['policy', 'auditor'] as const) {
    const reader = await person({ roles: [role] })
    const found = await list(reader, `?guard=${GUARD}`)
    assert.deepEqual(
      found.map(({ id, guards }) => [id, guards]),
      [[decisionId, [GUARD]]],
    )
    assert.deepEqual(await list(reader, '?guard=no-such-guard'), [])
    assert.match((await get(reader, EXPORT, 'decision-exports')).text, new RegExp(GUARD))
  }
  for (const role of ['reviewer', 'lead'] as const) {
    const reader = await person({ roles: [role] })
    assert.doesNotMatch((await get(reader)).text, new RegExp(GUARD))
    assert.doesNotMatch((await get(reader, EXPORT, 'decision-exports')).text, new RegExp(`${GUARD}|guards`))
    assert.equal((await get(reader, `?guard=${GUARD}`)).status, 403, '403: guards are not for this role')
  }
})

test('a decision stays hidden from people who may not open its case', async (t) => {
  const { db, get, list, person } = await start(t)
  const safety = await person({ clearances: ['safety'] })
  const caseId = await givenCase(db, { clearances: ['safety'] })
  const elsewhere = await givenCase(db, { employer: 'vendor', site: 'Tallinn' })
  const decisionId = await givenDecision(db, { by: safety, caseId })
  await givenDecision(db, { by: safety, caseId: elsewhere })
  assert.deepEqual(idsOf(await list(safety)), [decisionId])
  const other = await person({ roles: ['lead'] })
  assert.deepEqual(await list(other), [])
  assert.doesNotMatch((await get(other, EXPORT, 'decision-exports')).text, /dec_/)
})

test('a QA sample shows its first decision to no second reviewer', async (t) => {
  const { db, list, person } = await start(t)
  const [first, second] = [await person(), await person()]
  const caseId = await givenCase(db)
  const decisionId = await givenDecision(db, { by: first, caseId, conclusion: 'no_violation' })
  await db.query(sql`
    with sampled as (insert into case_event (case_id, kind, by) values (${caseId}, 'returned', 'desk') returning id)
    insert into qa_sample (decision_id, case_id, first_reviewer, why, event_id, due_at)
    select ${decisionId}, ${caseId}, ${first.id}, 'severe', id, desk_now() + interval '1 day' from sampled`)
  assert.deepEqual(await list(second), [])
  assert.deepEqual(idsOf(await list(first)), [decisionId])
})

test('an export is filtered, safe CSV and stands in the access log', async (t) => {
  const { db, get, person } = await start(t)
  const [wren, lead] = [await person(), await person({ roles: ['lead'] })]
  const accountId = await givenAccount(db)
  await db.query(sql`update account set handle = '=1+1' where id = ${accountId}`)
  const caseId = await givenCase(db, { accountId })
  const decisionId = await givenDecision(db, { by: wren, caseId, policyId: 'scam' })
  await givenDecision(db, { by: wren })
  const { status, text, headers } = await get(lead, `${EXPORT}&policyId=scam`, 'decision-exports')
  assert.deepEqual([status, headers['content-type']], [200, 'text/csv'])
  assert.equal(headers['content-disposition'], 'attachment; filename="decisions.csv"')
  const [row, ...others] = parse(text, { columns: true }) as Record<string, string>[]
  assert.deepEqual([row?.id, row?.handle, row?.actions, others], [decisionId, "'=1+1", 'hide', []])
  const views = await db.list(sql`
    select kind, reason, words, in_case, shown, staff_id from staff_view where reason is not null`)
  const words = 'decisions.csv policyId=scam'
  const reason = 'asked by the regulator'
  assert.deepEqual(views, [{ kind: 'list', reason, words, in_case: false, shown: 1, staff_id: lead.id }])
  assert.equal((await get(lead, '', 'decision-exports')).status, 400, '400: an export requires a reason')
  for (const role of ['reviewer', 'senior'] as const) {
    const reader = await person({ roles: [role] })
    assert.equal((await get(reader, EXPORT, 'decision-exports')).status, 403, `403: ${role}`)
  }
})

const DECISIONS = 30_000

test('a page of recent decisions reads no whole table', async (t) => {
  const { db, enforce, past, person } = await start(t)
  const wren = await person()
  const caseId = await givenCase(db)
  await enforce({ ruleOn: caseId })
  await past.query(
    `with opened as (
       insert into review_case (subject, account_id, queue, category, rank, partition_id, reach_class, due_at)
       select 'content:' || n, (select account_id from review_case where id = $1), 'general', 'VIOLENCE', n,
         (select min(id) from case_partition), 0, desk_now() from generate_series(1, ${DECISIONS}) n returning id, rank)
     insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case, decided_at)
     select id, $2, 'draft ' || id, sha256(''), 'no_violation', 'Because', 5, desk_now() - rank * interval '10 seconds'
     from opened`,
    [caseId, wren.id],
  )
  await past.query('vacuum analyze decision, enforcement, automation_run, review_case')
  const plans: string[] = []
  const watched = Object.assign(Object.create(db), {
    list: async (statement: { text: string; values: unknown[] }) => {
      const { rows } = await db.query({ text: `explain ${statement.text}`, values: statement.values })
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
      return db.list(statement as never)
    },
  }) as Pool
  const filter = { from: new Date(0), to: new Date('2100-01-01T00:00:00Z') }
  const { items, nextCursor } = await listDecisions(watched, wren.id, filter, { limit: 50, cursor: undefined })
  await listDecisions(watched, wren.id, filter, { limit: 50, cursor: nextCursor ?? '' })
  assert.equal(items.length, 50)
  for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan on (decision|review_case)/)
})

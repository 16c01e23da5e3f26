import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../../../test/support/desk-flow.ts'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { signProposal } from '../../../test/support/sign.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { lockSubjects } from '../../enforcement/desired-state/subject-state.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { endStaff } from '../../admin/offboarding/end-staff.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const POST = { kind: 'content', id: 'pills-1' } as const
const MINISTER = { kind: 'account', id: 'vale' } as const

/** Inserts a case that a reviewer has claimed. */
async function givenCase(t: TestContext, subject: { kind: 'account' | 'content'; id: string } = PILLS) {
  const working = await startWorkingDesk(t)
  const reviewer = await givenReviewer(working)
  await givenReport(working, subject)
  const caseId = await givenClaim(working, reviewer.token)
  const decide = (body: Record<string, unknown>, token = reviewer.token) =>
    send(working, token, 'POST', `/v1/cases/${caseId}/decisions`, body)
  return { working, reviewer, caseId, decide }
}

const count = async (working: WorkingDesk, table: 'decision' | 'enforcement' | 'verdict'): Promise<number> =>
  (await working.desk.db.query<{ n: number }>({ text: `select count(*) as n from ${table}`, values: [] })).rows[0]?.n ??
  0

const leaves = async (working: WorkingDesk, kind: string): Promise<number> =>
  (await working.desk.db.query<{ n: number }>(sql`select count(*) as n from ledger_payload where kind = ${kind}`))
    .rows[0]?.n ?? 0

test('201: a violation stores decision, enforcement, verdict and closes the case', async (t) => {
  const { working, caseId, decide } = await givenCase(t)
  const { status, body } = await decide(violation())
  assert.equal(status, 201, JSON.stringify(body))
  assert.equal((body.enforcements as string[]).length, 1)
  const { rows } = await working.desk.db.query<{ state: string; claimed_by: string | null }>(sql`
    select state, claimed_by from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ state: 'closed', claimed_by: null }])
  assert.deepEqual([await count(working, 'enforcement'), await count(working, 'verdict')], [1, 1])
  for (const kind of ['case_decided', 'enforcement_proposed', 'enforcement_moved'])
    assert.equal(await leaves(working, kind), 1, kind)
})

test('201: a decision of no violation closes the case without enforcement', async (t) => {
  const { working, decide } = await givenCase(t)
  const { status, body } = await decide({ conclusion: 'no_violation', rationale: 'a joke among friends' })
  assert.deepEqual([status, body.enforcements], [201, []])
  assert.equal(await count(working, 'enforcement'), 0)
})

test('201: one decision may act on a post and its account', async (t) => {
  const { working, decide } = await givenCase(t, POST)
  const { status, body } = await decide(violation({ actions: [{ action: 'remove' }, { action: 'warn' }] }))
  assert.equal(status, 201, JSON.stringify(body))
  const { rows } = await working.desk.db.query<{ subject: string; action: string }>(sql`
    select subject, action from enforcement order by action`)
  assert.deepEqual(rows, [
    { subject: 'content:pills-1', action: 'remove' },
    { subject: 'account:pills', action: 'warn' },
  ])
})

test('200: a decision sent twice is stored once', async (t) => {
  const { working, decide } = await givenCase(t)
  const draft = violation({ draftId: 'draft-1' })
  const answers = await Promise.all([decide(draft), decide(draft), decide(draft)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201])
  const [first] = answers
  for (const { body } of answers) assert.deepEqual(body, first?.body)
  assert.deepEqual([await count(working, 'decision'), await count(working, 'enforcement')], [1, 1])
})

test('409: one decision id on two cases is refused the second time', async (t) => {
  const { working, reviewer, caseId } = await givenCase(t)
  await givenReport(working, { kind: 'account', id: 'rosa' })
  const other = await givenClaim(working, reviewer.token)
  const draft = violation({ draftId: 'draft-1', actions: [{ action: 'limit', durationMs: 3_600_000 }] })
  const deciding = await inTransaction(working.desk.restoreDb, async (tx) => {
    await lockSubjects(tx, ['account:pills', 'account:rosa'])
    const answers = [caseId, other].map((id) =>
      send(working, reviewer.token, 'POST', `/v1/cases/${id}/decisions`, draft),
    )
    await waitFor('both to have found no such draft, and to wait for their subjects', async () => {
      const { rows } = await working.desk.db.query(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      return rows.length === 2
    })
    return { answers }
  })
  const answers = await Promise.all(deciding.answers)
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409], JSON.stringify(answers))
  const refused = answers.find(({ status }) => status === 409)?.body ?? {}
  assert.match(String(refused.detail), /draft draft-1 was decided before/)
  assert.equal((refused.draft as { rationale: string }).rationale, draft.rationale)
  assert.equal(await count(working, 'decision'), 1)
})

test('201: a repeated action is enforced only if it lasts longer', async (t) => {
  const { working, reviewer, decide } = await givenCase(t)
  const first = await decide(violation())
  const again = async (durationMs: number) => {
    await givenReport(working, PILLS)
    const caseId = await givenClaim(working, reviewer.token)
    return send(
      working,
      reviewer.token,
      'POST',
      `/v1/cases/${caseId}/decisions`,
      violation({ actions: [{ action: 'suspend', durationMs }] }),
    )
  }
  const shorter = await again(86_400_000)
  assert.deepEqual(
    [shorter.status, shorter.body.enforcements, shorter.body.standing],
    [201, [], first.body.enforcements],
  )
  const longer = await again(30 * 86_400_000)
  assert.deepEqual([longer.status, (longer.body.enforcements as string[]).length, longer.body.standing], [201, 1, []])
})

const BAD: readonly { name: string; body: Record<string, unknown>; field: RegExp }[] = [
  { name: 'no rationale', body: { conclusion: 'no_violation' }, field: /rationale/ },
  { name: 'an unknown conclusion', body: violation({ conclusion: 'guilty' }), field: /conclusion/ },
  { name: 'an unknown policy', body: violation({ policyId: 'nonsense' }), field: /policyId/ },
  { name: 'a violation of nothing', body: violation({ policyId: undefined }), field: /policyId/ },
  { name: 'a violation without actions', body: violation({ actions: [] }), field: /actions/ },
  {
    name: 'no violation with actions',
    body: { ...violation(), conclusion: 'no_violation', policyId: undefined },
    field: /actions/,
  },
  {
    name: 'a suspension without an end',
    body: violation({ actions: [{ action: 'suspend' }] }),
    field: /actions\/0\/durationMs/,
  },
  {
    name: 'a deactivation with an end',
    body: violation({ actions: [{ action: 'deactivate', durationMs: 60_000 }] }),
    field: /actions\/0\/durationMs/,
  },
  {
    name: 'an action the policy does not allow',
    body: violation({ policyId: 'other', actions: [{ action: 'deactivate' }] }),
    field: /actions\/0\/action/,
  },
  {
    name: 'a label by which clients hide',
    body: violation({ actions: [{ action: 'label', label: '!hide' }] }),
    field: /actions\/0\/label/,
  },
  { name: 'a label without words', body: violation({ actions: [{ action: 'label' }] }), field: /actions\/0\/label/ },
  { name: 'hiding an account', body: violation({ actions: [{ action: 'hide' }] }), field: /actions\/0/ },
  {
    name: 'the same action twice',
    body: violation({ actions: [{ action: 'warn' }, { action: 'warn' }] }),
    field: /actions/,
  },
  {
    name: 'a hold of a thousand years',
    body: violation({ actions: [{ action: 'suspend', durationMs: 4e13 }] }),
    field: /durationMs/,
  },
  { name: 'an unknown field', body: violation({ guards: 'off' }), field: /guards/ },
]

test('400: wrong fields of a decision are named; nothing is stored', async (t) => {
  const { working, decide } = await givenCase(t)
  for (const { name, body, field } of BAD) {
    const answer = await decide(JSON.parse(JSON.stringify(body)))
    assert.equal(answer.status, 400, `${name}: ${JSON.stringify(answer.body)}`)
    assert.match(JSON.stringify(answer.body.errors ?? answer.body.detail), field, name)
  }
  assert.deepEqual([await count(working, 'decision'), await count(working, 'enforcement')], [0, 0])
})

test('401, 403: only a reviewer on shift decides', async (t) => {
  const { working, decide } = await givenCase(t)
  const auditor = await givenStaff(working.desk.db, { roles: ['auditor'] })
  const resting = await givenStaff(working.desk.db, { roles: ['reviewer'] })
  const key = await givenKey(working.desk.db)
  assert.equal((await decide(violation(), 'nonsense')).status, 401)
  for (const { token } of [auditor, resting, key]) assert.equal((await decide(violation(), token)).status, 403)
})

test('404: a decision on a missing case is refused', async (t) => {
  const { working, reviewer } = await givenCase(t)
  assert.equal((await send(working, reviewer.token, 'POST', '/v1/cases/case_999/decisions', violation())).status, 404)
})

test('409: a decision after the claim expired returns its text', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const reviewer = await givenReviewer(working)
  await givenReport(working, PILLS)
  const caseId = await givenClaim(working, reviewer.token)
  await working.advance(10 * 60_000 + 1)
  const { status, body } = await send(
    working,
    reviewer.token,
    'POST',
    `/v1/cases/${caseId}/decisions`,
    violation({ draftId: 'd' }),
  )
  assert.equal(status, 409)
  assert.deepEqual(body.draft, violation({ draftId: 'd' }))
  assert.equal(await count(working, 'decision'), 0)
})

const ASKED: readonly { name: string; subject: { kind: 'account'; id: string }; people: string }[] = [
  { name: 'a public office', subject: MINISTER, people: 'two of senior or lead (from two teams)' },
  { name: 'an account with a high reach', subject: { kind: 'account', id: 'otto' }, people: 'one other person' },
]

for (const { name, subject, people } of ASKED) {
  test(`422, 201: ${name} never goes offline by one person`, async (t) => {
    const { working, reviewer, caseId, decide } = await givenCase(t, subject)
    const lock = { action: 'lock', durationMs: 3_600_000 }
    const { signature } = await signProposal(working, reviewer, { caseId, policyId: 'scam', ...lock })
    const actions = [{ ...lock, signature }, { action: 'deactivate' }]
    const { status, body } = await decide(violation({ actions }))
    assert.equal(status, 422, JSON.stringify(body))
    assert.deepEqual([body.action, body.reason], ['deactivate', 'preview'])
    assert.deepEqual((body.draft as { actions: unknown }).actions, actions)
    assert.deepEqual(
      [await count(working, 'decision'), await count(working, 'enforcement')],
      [0, 0],
      'not even the lock',
    )
    const { rows } = await working.desk.db.query<{ state: string; held: boolean }>(sql`
      select state, claimed_by is not null as held from review_case where id = ${caseId}`)
    assert.deepEqual(rows, [{ state: 'open', held: true }])
    const preview = await send(working, reviewer.token, 'POST', '/v1/enforcements/preview', {
      caseId,
      policyId: 'scam',
      action: 'deactivate',
    })
    assert.equal(
      (preview.body.requirement as { people: string }).people.includes(people),
      true,
      JSON.stringify(preview.body),
    )
    const wish = { action: 'deactivate', previewToken: preview.body.token }
    const unsigned = await decide(violation({ actions: [wish] }))
    assert.deepEqual([unsigned.status, unsigned.body.why], [403, 'unsigned'], JSON.stringify(unsigned.body))
    const own = await signProposal(working, reviewer, { caseId, policyId: 'scam', action: 'deactivate' })
    const asked = await decide(violation({ actions: [{ ...wish, signature: own.signature }] }))
    assert.equal(asked.status, 201, JSON.stringify(asked.body))
    const { rows: enforcements } = await working.desk.db.query<{ state: string }>(sql`select state from enforcement`)
    assert.deepEqual(enforcements, [{ state: 'proposed' }], 'whose account it is has to be said first')
  })
}

test('422: an unreachable platform prevents restrictive actions only', async (t) => {
  const { working, decide } = await givenCase(t)
  await requestFacts(working)
  working.demo.faults.set({ fault: 'down' })
  const { status, body } = await decide(violation())
  assert.deepEqual([status, body.reason], [422, 'unknown_facts'])
  assert.equal((await decide(violation({ actions: [{ action: 'warn' }] }))).status, 201)
})

test('422: a decision is judged by facts read at that moment', async (t) => {
  const { working, decide } = await givenCase(t)
  await working.demo.store.inTransaction((tx) => {
    tx.run`update account set reach = 200000 where id = 'pills'`
  })
  assert.equal((await decide(violation())).status, 422)
})

/** Reads the account's facts from the platform. */
async function requestFacts(working: WorkingDesk): Promise<void> {
  const stop = working.work()
  await waitFor('the facts to be read', async () => {
    const { rows } = await working.desk.db.query(sql`select from account where id = 'pills' and facts_at > '-infinity'`)
    return rows.length > 0
  })
  await stop()
}

test('a person who is ended while deciding leaves no enforcement', async (t) => {
  const { working, reviewer, decide } = await givenCase(t)
  const [decided, ended] = await Promise.all([
    decide(violation()),
    endStaff(working.desk, reviewer.id, { kind: 'desk' }),
  ])
  const { rows } = await working.desk.db.query<{ state: string }>(sql`select state from enforcement`)
  if (decided.status === 201) {
    assert.equal(ended.enforcementsStopped.length, 1)
    assert.deepEqual(rows, [{ state: 'restoring' }])
  } else {
    assert.ok([401, 403, 409].includes(decided.status), String(decided.status))
    assert.deepEqual(rows, [])
  }
})

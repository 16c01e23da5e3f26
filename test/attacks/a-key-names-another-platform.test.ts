import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK, type KeyScope } from '../../src/foundation/domain.ts'
import { queueEntry } from '../../src/ledger/queue-entry.ts'
import { listMissed } from '../../src/oversight/events/event-feed.ts'
import { mayReceiveEvent } from '../../src/oversight/events/event-rights.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { readLines } from '../support/export.ts'
import { givenPlatform } from '../support/platforms.ts'
import { reportOf } from '../support/reports.ts'
import { bearer, startTestDesk } from '../support/server.ts'

const VALE = { kind: 'account', id: 'vale' } as const
const SIGNAL = { id: 's1', kind: 'hash_match', category: 'SCAMS_AND_FRAUD', at: '2026-03-04T05:06:07Z', list: 'l' }
const FACTS = { handle: 'v', displayName: 'V', reach: 9, verified: false, tags: [], createdAt: null }
const FACTS_AT = '2026-03-04T05:06:07Z'

/** A desk of two platforms, the default one and forum, with keys for machines of each. */
async function startTwoPlatforms(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES })
  await givenPlatform(desk.db, 'forum')
  const keyOf = async (scopes: readonly KeyScope[], platform?: string) =>
    (
      await addKey(
        desk,
        { name: 'k', scopes, ...(scopes.includes('signals') && { source: 'links' }), ...(platform && { platform }) },
        DESK,
      )
    ).key
  const send = async (token: string, method: 'POST' | 'PUT', url: string, payload: object) => {
    const answer = await app.inject({ method, url, headers: bearer(token), payload })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { desk, app, database, keyOf, send }
}

test('a stolen key names nothing of another platform', async (t) => {
  const { desk, keyOf, send } = await startTwoPlatforms(t)
  const key = await keyOf(['report', 'facts', 'appeals'])
  const signals = await keyOf(['signals'])
  const theirs = { kind: 'account', id: 'forum~vale' } as const
  const refused = [
    send(key, 'POST', '/v1/reports', reportOf({ subject: theirs })),
    send(key, 'POST', '/v1/reports', reportOf({ reporterId: 'forum~p-1' })),
    send(key, 'PUT', '/v1/accounts/forum~vale', { ...FACTS, factsAt: FACTS_AT }),
    send(key, 'PUT', '/v1/contents/t1', {
      accountId: 'forum~vale',
      kind: 'post',
      text: '',
      createdAt: null,
      factsAt: FACTS_AT,
    }),
    send(key, 'POST', '/v1/appeals', { id: 'a1', subject: theirs, appellantId: 'p', words: 'Why?' }),
    send(key, 'POST', '/v1/removal-requests', { id: 'r1', policyId: 'terror', content: 'forum~t1' }),
    send(signals, 'POST', '/v1/signals', { ...SIGNAL, subject: theirs }),
  ]
  for (const { status, body } of await Promise.all(refused)) {
    assert.equal(status, 400, JSON.stringify(body))
    assert.match(JSON.stringify(body), /field.otherPlatform/)
  }
  const { rows } = await desk.db.query('select count(*)::integer as count from review_case')
  assert.deepEqual(rows, [{ count: 0 }])
})

test('a platform’s key names its own accounts by the platform’s ids', async (t) => {
  const { desk, keyOf, send } = await startTwoPlatforms(t)
  const [forum, other] = [await keyOf(['report', 'facts'], 'forum'), await keyOf(['report'])]
  const report = reportOf({ subject: { kind: 'account', id: 'vale' } })
  assert.equal((await send(forum, 'POST', '/v1/reports', report)).status, 201)
  assert.equal((await send(other, 'POST', '/v1/reports', report)).status, 201)
  const told = await send(forum, 'PUT', '/v1/accounts/vale', { ...FACTS, factsAt: FACTS_AT })
  assert.deepEqual(told.body, { id: 'vale', outcome: 'recorded' })
  const { rows } = await desk.db.query(`
    select 'case' as at, subject from review_case union all select 'account', id from account order by 1, 2`)
  assert.deepEqual(rows, [
    { at: 'account', subject: 'forum~vale' },
    { at: 'case', subject: 'account:forum~vale' },
    { at: 'case', subject: 'account:vale' },
  ])
  const reporters = await desk.db.query('select reporter_id from report order by 1')
  assert.deepEqual(reporters.rows, [{ reporter_id: 'forum~p-1' }, { reporter_id: 'p-1' }])
  assert.deepEqual((await verifyLedger(desk.db, LEDGER_CHECKS)).problems, [])
})

test('PostgreSQL stores no row about an unknown platform', async (t) => {
  const { desk, keyOf } = await startTwoPlatforms(t)
  await assert.rejects(keyOf(['report'], 'shop'), { code: '23514' })
  for (const forged of [
    `insert into review_case (subject, queue, category, due_at) values ('account:shop~a', 'q', 'VIOLENCE', now())`,
    `insert into account (id, protected, source, facts_at) values ('shop~a', false, 'platform', now())`,
    `insert into content (id, account_id, kind, source, facts_at) values ('shop~a', 'a', 'post', 'platform', now())`,
  ])
    await assert.rejects(desk.db.query(forged), { code: '23514', constraint: 'known_platform' })
})

test('a key gets the events of its own platform alone', async (t) => {
  const { desk, database, keyOf, send } = await startTwoPlatforms(t)
  await send(await keyOf(['report'], 'forum'), 'POST', '/v1/reports', reportOf({ subject: VALE }))
  await send(await keyOf(['report']), 'POST', '/v1/reports', reportOf({ subject: VALE }))
  const { rows } = await desk.db.query<{ id: string; subject: string }>('select id, subject from review_case')
  await inTransaction(desk.db, async (tx) => {
    for (const { id, subject } of rows) {
      queueEntry(tx, { kind: 'needs_attention', why: 'w', by: DESK, subject })
      queueEntry(tx, { kind: 'case_snooze_ended', snoozeId: 'snooze_0', how: 'passed', caseId: id, by: DESK })
    }
    queueEntry(tx, { kind: 'case_snooze_ended', snoozeId: 'snooze_0', how: 'passed', caseId: 'case_0', by: DESK })
  })
  await database.pool.query('select number_entries(1000)')
  const missed = (await listMissed(desk.db, 0)) ?? []
  const eventsFor = (platform: string): string[] =>
    missed.flatMap((entry) =>
      entry.events
        .filter((event) =>
          mayReceiveEvent(event, entry, { kind: 'key', scopes: ['account_events', 'events'], platform }),
        )
        .map(({ kind, id }) => `${kind} ${id}`),
    )
  const caseOf = (subject: string) => `case ${rows.find((row) => row.subject === subject)?.id}`
  for (const [platform, id] of [
    ['forum', 'forum~vale'],
    ['default', 'vale'],
  ] as const) {
    const got = new Set(eventsFor(platform).filter((event) => /^(case|account) /.test(event)))
    assert.deepEqual(got, new Set([`account ${id}`, caseOf(`account:${id}`)]), platform)
  }
})

test('a key exports its own platform alone, by native ids', async (t) => {
  const { desk, app, database, keyOf, send } = await startTwoPlatforms(t)
  await send(await keyOf(['report'], 'forum'), 'POST', '/v1/reports', reportOf({ subject: VALE }))
  await send(await keyOf(['report']), 'POST', '/v1/reports', reportOf({ subject: { ...VALE, id: 'otto' } }))
  const cases = await desk.db.query<{ id: string; subject: string }>('select id, subject from review_case')
  await database.pool.query('select number_entries(1000)')
  for (const [platform, id, subject] of [
    ['forum', 'vale', 'account:forum~vale'],
    [undefined, 'otto', 'account:otto'],
  ] as const) {
    const { lines, text } = await readLines(app, await keyOf(['export'], platform))
    assert.deepEqual(
      lines.filter(({ kind }) => kind !== 'withheld').map(({ caseId, subjectId }) => [caseId, subjectId]),
      [[cases.rows.find((row) => row.subject === subject)?.id, id]],
    )
    assert.ok(!text.includes('~'))
  }
})

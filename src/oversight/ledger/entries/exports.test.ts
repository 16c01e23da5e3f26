import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { numberEntries } from '../../../../test/support/desk-with-history.ts'
import { type GivenPerson, givenKey, givenStaff } from '../../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../../test/support/server.ts'
import { ROUTES } from '../../../app/http/routes.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DESK, ROLES } from '../../../foundation/domain.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'

async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES, driven: true })
  await database.setClock(new Date('2026-05-01T00:00:00Z'))
  const auditor = await givenStaff(desk.db, { roles: ['auditor'], tokenExpiresAt: new Date('2100-01-01T00:00:00Z') })
  const get = async (path: string, who: Pick<GivenPerson, 'token'> = auditor) => {
    const answer = await app.inject({ url: `/v1/${path}`, headers: bearer(who.token) })
    return { status: answer.statusCode, text: answer.body, type: answer.headers['content-type'] }
  }
  const write = (why: string, at: string, subject = 'account:ada') =>
    database
      .setClock(new Date(at))
      .then(() =>
        inTransaction(desk.db, async (tx) => queueEntry(tx, { kind: 'needs_attention', why, by: DESK, subject })),
      )
  const says = async (query: string): Promise<string[]> => {
    const { status, text } = await get(`ledger?kind=needs_attention&${query}`)
    assert.equal(status, 200, text)
    const { items } = JSON.parse(text) as { items: { fields: { value: string }[] }[] }
    return items.map(({ fields }) => fields[0]?.value ?? '')
  }
  return { database, db: desk.db, auditor, get, write, says }
}

test('ledger entries are found by time to the millisecond', async (t) => {
  const { db, get, write, says } = await start(t)
  for (const [why, at] of [
    ['early', '2026-06-01T08:00:00.000Z'],
    ['before', '2026-06-02T09:59:59.999Z'],
    ['first', '2026-06-02T10:00:00.000Z'],
    ['last', '2026-06-02T10:59:59.999Z'],
    ['after', '2026-06-02T11:00:00.000Z'],
    ['late', '2026-06-09T11:00:00.000Z'],
  ] as const)
    await write(why, at)
  assert.deepEqual(await says('since=2026-06-02T10:00:00Z&until=2026-06-02T11:00:00Z'), ['last', 'first'])
  assert.deepEqual(await says('since=2026-06-02T12:00:00%2B01:00'), ['late', 'after'])
  assert.deepEqual(await says('until=2026-06-02T00:00:00Z'), ['early'])
  assert.deepEqual(await says('since=2027-01-01T00:00:00Z'), [])
  assert.equal((await get('ledger?since=2026-02-30T00:00:00Z')).status, 400, '400: there is no such day')
  await numberEntries(db)
})

test('an entry whose content precedes its time is found by time', async (t) => {
  const { database, db, get } = await start(t)
  for (const [changeId, at] of [
    ['chg_1', '2026-06-02T09:59:59.999Z'],
    ['chg_2', '2026-06-02T10:00:00.000Z'],
    ['chg_3', '2026-06-02T11:00:00.000Z'],
  ] as const) {
    await database.setClock(new Date(at))
    const denied = { kind: 'actions_denied', role: 'senior', actions: ['hide'], changeId, by: DESK } as const
    await inTransaction(db, async (tx) => queueEntry(tx, denied))
  }
  const { text } = await get('ledger?kind=actions_denied&since=2026-06-02T10:00:00Z&until=2026-06-02T11:00:00Z')
  const { items } = JSON.parse(text) as { items: { at: string }[] }
  assert.deepEqual(
    items.map(({ at }) => at),
    ['2026-06-02T10:00:00.000Z'],
  )
})

test('routine kinds of entries and views can be left out', async (t) => {
  const { db, auditor, get, write } = await start(t)
  await write('one', '2026-06-01T08:00:00Z')
  await givenStaff(db, { onShift: true })
  const kinds = async (query: string): Promise<string[]> =>
    JSON.parse((await get(`ledger?${query}`)).text).items.map(({ kind }: { kind: string }) => kind)
  assert.ok((await kinds('')).includes('shift_started'))
  const left = await kinds('routine=false')
  assert.ok(left.includes('needs_attention') && !left.includes('shift_started'), left.join(' '))
  for (const [kind, reason] of [
    ['list', null],
    ['list', 'export'],
    ['reporter', 'asked by a lead'],
  ])
    await db.query(sql`
      insert into staff_view (id, staff_id, kind, reason, in_case, shown, at)
      values ('view_' || nextval('staff_view_seq'), ${auditor.id}, ${kind}, ${reason}, true, 1, desk_now())`)
  const { items } = JSON.parse((await get('views?routine=false')).text) as { items: { kind: string; reason: string }[] }
  assert.deepEqual(
    items.map(({ kind, reason }) => [kind, reason]),
    [
      ['reporter', 'asked by a lead'],
      ['list', 'export'],
    ],
  )
})

test('an export has the filtered entries, as an auditor may read them', async (t) => {
  const { db, auditor, get, write } = await start(t)
  const wren = await givenStaff(db, { onShift: true })
  await write('=HYPERLINK("http://x")', '2026-06-01T08:00:00Z')
  await write('another', '2026-06-01T08:00:00Z', 'account:ben')
  await inTransaction(db, async (tx) =>
    queueEntry(tx, {
      ...{ kind: 'staff_notice', staffId: wren.id, notice: 'involuntary', by: DESK },
      endsAt: '2026-09-13T04:05:06.000Z',
    }),
  )
  const csv = await get('ledger-exports?reason=audit&format=csv&subject=account:ada')
  assert.deepEqual([csv.status, csv.type], [200, 'text/csv'])
  const rows = parse(csv.text, { columns: true }) as Record<string, string>[]
  assert.deepEqual(
    rows.map(({ kind, subject, content, by }) => [kind, subject, content, by]),
    [['needs_attention', 'account:ada', 'why: =HYPERLINK("http://x")', 'desk']],
  )
  const whole = await get('ledger-exports?reason=audit&format=ndjson')
  assert.equal(whole.type, 'application/x-ndjson')
  const entries = whole.text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  assert.ok(entries.length > 4)
  assert.doesNotMatch(whole.text, /2026-09-13|involuntary/)
  const shift = entries.find(({ kind }) => kind === 'shift_started')
  assert.deepEqual([shift.by, shift.fields, shift.withheld.includes('staffId')], [null, [], true])
  const seen = await db.list(
    sql`select kind, reason, words, shown from staff_view where staff_id = ${auditor.id} and reason is not null`,
  )
  assert.deepEqual(seen[0], {
    kind: 'list',
    reason: 'audit',
    words: 'ledger.csv subject=account:ada routine=true',
    shown: 1,
  })
})

test('an export of the access log is itself in the log', async (t) => {
  const { db, auditor, get } = await start(t)
  await db.query(sql`
    insert into staff_view (id, staff_id, kind, words, in_case, shown, at)
    select 'view_' || nextval('staff_view_seq'), ${auditor.id}, 'search', '@SUM(A1)', false, n, desk_now() from generate_series(1, 600) n`)
  const rows = parse((await get('view-exports?reason=audit&format=csv&kind=search')).text, { columns: true }) as Record<
    string,
    string
  >[]
  assert.deepEqual([rows.length, rows[0]?.words], [600, "'@SUM(A1)"])
  const lines = (await get('view-exports?reason=audit&format=ndjson&kind=views')).text.split('\n').filter(Boolean)
  assert.deepEqual(
    lines
      .map((line) => JSON.parse(line))
      .map(({ kind, reason, shown }) => [kind, reason, shown])
      .sort(),
    [
      ['views', 'audit', 100],
      ['views', 'audit', 500],
    ],
  )
})

test('403: only auditors export the ledger and the access log', async (t) => {
  const { db, get } = await start(t)
  const key = await givenKey(db, ['events'])
  for (const path of ['ledger-exports', 'view-exports']) {
    assert.equal((await get(`${path}?reason=audit&format=csv`, key)).status, 403)
    for (const role of ROLES.filter((each) => each !== 'auditor'))
      assert.equal(
        (await get(`${path}?reason=audit&format=csv`, await givenStaff(db, { roles: [role], onShift: true }))).status,
        403,
      )
    assert.equal((await get(`${path}?reason=audit&format=xml`)).status, 400)
    assert.equal((await get(`${path}?format=csv`)).status, 400, '400: an export requires a reason')
  }
})

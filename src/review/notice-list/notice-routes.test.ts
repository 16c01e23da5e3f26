import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { startChanging } from '../../../test/support/changes.ts'
import { givenFlagger } from '../../../test/support/flaggers.ts'
import { startMisuse } from '../../../test/support/misuse.ts'
import { givenNotice, givenNoticed } from '../../../test/support/notices.ts'
import { type GivenPerson, givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { bearer } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { joinLane } from '../../cases/flaggers/flagger-queries.ts'
import { checkReport } from '../../cases/intake/check-report.ts'
import { commitReports } from '../../cases/intake/commit-reports.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import type { Role } from '../../foundation/domain.ts'
import { listNotices } from './read-notices.ts'

const HOUR_MS = 3_600_000

/** Starts a desk whose people may open every case. */
const start = async (t: TestContext) => listingAt(await startChanging(t, { driven: true, routes: ROUTES }))

function listingAt<Office extends Pick<Awaited<ReturnType<typeof startChanging>>, 'db' | 'app'>>(office: Office) {
  const { db, app } = office
  const reader = (roles: readonly Role[] = ['reviewer']) =>
    givenStaff(db, { roles, onShift: true, clearances: ['protected', 'safety', 'legal'] })
  const get = async (who: GivenPerson, query = '', path = 'notices') => {
    const answer = await app.inject({ url: `/v1/${path}${query}`, headers: bearer(who.token) })
    return { status: answer.statusCode, text: answer.body, body: answer.json() }
  }
  const idsOf = async (who: GivenPerson, query = '') => {
    const { status, body, text } = await get(who, query)
    assert.equal(status, 200, text)
    return body.items.map(({ id }: { id: string }) => id)
  }
  return { ...office, reader, get, idsOf }
}

test('notices are listed newest first, with state, sender and times', async (t) => {
  const { db, database, reader, get } = await start(t)
  const wren = await reader()
  const answered = await givenNoticed(db, { email: 'rosa@mail.example', outcome: 'not_actioned' })
  await database.advance(HOUR_MS)
  const open = await givenNoticed(db, { kind: 'child_abuse' })
  const waiting = await givenNotice(db, { email: 'mara@mail.example', isConfirmed: false, subject: 'content:post-9' })
  const { body } = await get(wren)
  const told = body.items.map(({ id, state, sender, caseId, outcome }: Record<string, unknown>) =>
    [id, state, sender, caseId, outcome].join(' '),
  )
  assert.deepEqual(told, [
    `${waiting} unconfirmed unconfirmed  `,
    `${open.noticeId} open anonymous ${open.caseId} `,
    `${answered.noticeId} answered confirmed ${answered.caseId} not_actioned`,
  ])
  const [, second, third] = body.items
  assert.equal(Date.parse(second.dueAt) - Date.parse(second.receivedAt), 24 * HOUR_MS)
  assert.deepEqual([second.category, second.late, second.handle], ['PROTECTION_OF_MINORS', false, 'invented'])
  assert.deepEqual([third.dueAt, Date.parse(third.answeredAt) > 0], [null, true])
  const { body: counted } = await get(wren, '', 'notice-counts')
  assert.deepEqual(counted, {
    counts: [
      { state: 'unconfirmed', count: 1, late: 0 },
      { state: 'open', count: 1, late: 0 },
    ],
    isComplete: true,
  })
})

test('pages of notices repeat and lose no row', async (t) => {
  const { db, reader, get } = await start(t)
  const wren = await reader()
  const { caseId } = await givenNoticed(db)
  // All at the same time: the id distinguishes them.
  for (let at = 0; at < 6; at++) await givenNotice(db, { caseId })
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await get(wren, `?limit=3${cursor}`)
    seen.push(...body.items.map(({ id }: { id: string }) => id))
    if (body.nextCursor === null) break
    cursor = `&cursor=${body.nextCursor}`
  }
  assert.deepEqual(new Set(seen).size, 7)
  assert.deepEqual(seen.length, 7)
})

test('each filter of notices narrows the list', async (t) => {
  const { db, database, reader, idsOf } = await start(t)
  await givenPlatform(db, 'forum')
  const wren = await reader()
  const old = await givenNoticed(db, { kind: 'copyright', language: 'de', outcome: 'actioned' })
  await database.advance(2 * HOUR_MS)
  const now = await db.onlyValue<Date>(sql`select desk_now() as now`)
  const soon = new Date(now.getTime() + HOUR_MS / 2)
  const late = await givenNoticed(db, { kind: 'scam', about: { dueAt: soon, subject: 'content:forum~7' } })
  const open = await givenNoticed(db, { kind: 'hate' })
  const closed = await givenNoticed(db, { kind: 'privacy' })
  await database.ownerPool.query(`update review_case set state = 'closed', closed_at = desk_now() where id = $1`, [
    closed.caseId,
  ])
  await database.advance(HOUR_MS)
  const [a, b, c, d] = [old.noticeId, late.noticeId, open.noticeId, closed.noticeId]
  const expected: Record<string, string[]> = {
    'state=open': [c, b],
    'state=decided': [d],
    'state=answered': [a],
    'state=unconfirmed': [],
    'kind=copyright': [a],
    'category=SCAMS_AND_FRAUD': [b],
    'platform=forum': [b],
    'platform=default': [d, c, a],
    'language=de': [a],
    'late=true': [b],
    'late=false': [d, c, a],
    [`from=${now.toISOString()}`]: [d, c, b],
    [`to=${now.toISOString()}`]: [a],
    'flagger=any': [],
    'state=open&kind=hate&late=false': [c],
  }
  for (const [query, ids] of Object.entries(expected)) assert.deepEqual(await idsOf(wren, `?${query}`), ids, query)
})

test('a bad filter of notices is refused by its name', async (t) => {
  const { reader, get } = await start(t)
  const wren = await reader()
  const bad: Record<string, string> = {
    state: 'done',
    kind: 'spam',
    category: 'SPAM',
    platform: 'Forum!',
    language: 'xx',
    flagger: 'snd_1',
    sender: 'angry',
    late: 'yes',
    from: 'yesterday',
    to: '2026-02-31T00:00:00Z',
    limit: '0',
    cursor: 'bm9wZQ',
    email: 'rosa@mail.example',
  }
  for (const [name, value] of Object.entries(bad)) {
    const { status, text } = await get(wren, `?${name}=${value}`)
    assert.equal(status, 400, text)
    assert.match(text, new RegExp(name), text)
  }
  const { status, text } = await get(wren, '?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z')
  assert.deepEqual([status, /"to"/.test(text)], [400, true])
})

test('reports of trusted flaggers are listed by both ways', async (t) => {
  const office = await start(t)
  const { db, desk, reader, get, idsOf } = office
  const { flaggerId, keyId } = await givenFlagger(office)
  const wren = await reader()
  const report = reportOf({
    ground: 'illegal',
    reportedAt: (await db.onlyValue<Date>(sql`select desk_now()`)).toISOString(),
  })
  const [sent] = await commitReports(desk, [{ keyId, report: checkReport(report) }])
  assert.ok(sent?.kind === 'new')
  const { caseId, noticeId } = await givenNoticed(db, { kind: 'scam', email: 'hotline@mail.example' })
  const reportId = await db.onlyValue<string>(sql`select report_id from notice where id = ${noticeId}`)
  await inTransaction(db, (tx) => joinLane(tx, { reportId, caseId, flaggerId, category: 'SCAMS_AND_FRAUD' }))
  await givenNoticed(db, { kind: 'scam' })
  const both = [noticeId, sent.received.reportId].sort().reverse()
  for (const query of ['any', flaggerId])
    assert.deepEqual((await idsOf(wren, `?flagger=${query}`)).sort().reverse(), both)
  assert.deepEqual(await idsOf(wren, '?flagger=flagger_99'), [])
  assert.equal((await idsOf(wren)).length, 3)
  const { body } = await get(wren, `?flagger=${flaggerId}&state=open`)
  for (const { sender, flagger } of body.items)
    assert.deepEqual([sender, flagger], ['trusted_flagger', { id: flaggerId, name: 'Harbour Hotline' }])
})

test('misuse of notices is shown to leads, policy and auditors alone', async (t) => {
  const { db, database, reader, get, idsOf, heron, mark, unfounded, paused } = listingAt(await startMisuse(t))
  const [spam, flood] = [
    await givenNoticed(db, { email: 'spam@x.example' }),
    await givenNoticed(db, { email: 'flood@x.example' }),
  ]
  const other = await givenNoticed(db, { email: 'rosa@x.example' })
  const [marked, stopped] = [`sender:${'ab'.repeat(16)}`, `sender:${'cd'.repeat(16)}`]
  await db.query(
    sql`insert into notice_sender (id, mark) values (${marked}, sha256('spam@x.example')), (${stopped}, sha256('flood@x.example'))`,
  )
  await paused()
  await database.ownerPool.query('update misuse_sender set person_id = $1', [stopped])
  await mark(heron, await unfounded({ reporterId: marked }))
  const held = await givenNotice(db, { email: 'flood@x.example', isConfirmed: false, subject: 'content:post-9' })
  await database.ownerPool.query('alter table notice disable trigger user')
  await database.ownerPool.query('update notice set paused_by = (select min(id) from misuse_measure) where id = $1', [
    held,
  ])
  const lead = await reader(['lead'])
  assert.deepEqual(await idsOf(lead, '?sender=paused'), [flood.noticeId])
  assert.deepEqual(await idsOf(lead, '?state=paused'), [held])
  assert.deepEqual(await idsOf(await reader(['policy']), '?sender=marked'), [flood.noticeId, spam.noticeId])
  const { body } = await get(await reader(['auditor']))
  const told = body.items.map(({ id, senderStanding }: Record<string, unknown>) => [id, senderStanding])
  assert.deepEqual(told, [
    [held, null],
    [other.noticeId, null],
    [flood.noticeId, 'paused'],
    [spam.noticeId, 'marked'],
  ])
  for (const role of ['reviewer', 'senior'] as const) {
    const who = await reader([role])
    assert.equal((await get(who, '?sender=paused')).status, 403, role)
    assert.equal((await get(who, '?state=paused')).status, 403, role)
    const { text } = await get(who)
    assert.doesNotMatch(text, /senderStanding|paused|x\.example|sender:|corr_/, role)
    assert.doesNotMatch(text, new RegExp(held), role)
    assert.doesNotMatch((await get(who, '', 'notice-counts')).text, /paused/, role)
  }
  assert.equal((await get(await reader(['admin']))).status, 403)
})

test('a late notice is counted however many came since', async (t) => {
  const { db, database, reader, get } = await start(t)
  const wren = await reader()
  const { caseId } = await givenNoticed(db, { email: 'rosa@mail.example' })
  await database.ownerPool.query(`update review_case set due_at = desk_now() - interval '1 hour' where id = $1`, [
    caseId,
  ])
  await database.ownerPool.query(
    `insert into notice (reference, form, body_hash, kind, subject, address, language, signed, reason, correspondent_id, made_at, due_at)
    select translate(lpad(to_hex(n), 5, 'Z'), '01abcdef', 'GHABCDEF') || '-33333', decode(lpad(to_hex(n), 32, '0'), 'hex'),
      sha256(''), 'scam', 'content:post-7', 'https://x.example', 'en', false, 'It is one.', (select min(id) from correspondent), desk_now(), desk_now() from generate_series(1, 2001) n`,
  )
  const { body } = await get(wren, '', 'notice-counts')
  assert.deepEqual(body, {
    counts: [
      { state: 'received', count: 2_001, late: 0 },
      { state: 'open', count: 1, late: 1 },
    ],
    isComplete: false,
  })
})

test('reading notices is in the access log with its filter', async (t) => {
  const { db, reader, get } = await start(t)
  const wren = await reader()
  await get(wren, '?state=open')
  assert.deepEqual(await db.list(sql`select kind from staff_view`), [], 'an empty list shows nothing')
  await givenNoticed(db)
  await get(wren, '?state=open')
  await get(wren, '', 'notice-counts')
  await waitFor('the view', () => db.onlyValue<boolean>(sql`select exists (select from staff_view) as is`))
  assert.deepEqual(await db.list(sql`select kind, words, shown, staff_id as by from staff_view`), [
    { kind: 'list', words: 'notices state=open', shown: 1, by: wren.id },
  ])
})

const NOTICES = 30_000

test('a page of notices reads no whole table', async (t) => {
  const { db, desk, database, reader } = await start(t)
  const wren = await reader()
  const { caseId } = await givenNoticed(db)
  await database.ownerPool.query(
    `alter table review_case disable trigger user; alter table notice disable trigger user;
    with opened as (
      insert into review_case (subject, account_id, queue, category, rank, partition_id, reach_class, due_at, state, closed_at)
      select 'content:' || n, (select account_id from review_case where id = '${caseId}'), 'general', 'VIOLENCE', n,
        (select min(id) from case_partition), 0, desk_now(), 'closed', desk_now() from generate_series(1, ${NOTICES}) n
      returning id, subject, rank)
    insert into notice (reference, form, body_hash, kind, subject, address, language, signed, made_at, due_at, accepted_at,
      report_id, case_id, outcome, concluded_at)
    select translate(lpad(to_hex(rank::bigint), 5, 'Z'), '01abcdef', 'GHABCDEF') || '-22222',
      decode(lpad(to_hex(rank::bigint), 32, '0'), 'hex'), sha256(''), 'scam', subject, 'https://x.example', 'en', false,
      desk_now() - rank * interval '1 second', desk_now(), desk_now(), 'rep_' || id, id, 'actioned', desk_now()
    from opened;
    analyze notice; analyze review_case; analyze flagger_report`,
  )
  const plans: string[] = []
  const watched = Object.assign(Object.create(db), {
    list: async (statement: { text: string; values: unknown[] }) => {
      const { rows } = await db.query({ text: `explain ${statement.text}`, values: statement.values })
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
      return db.list(statement as never)
    },
  }) as Pool
  const by = { staffId: wren.id, policies: desk.policies, seesStandings: true }
  const { items, nextCursor } = await listNotices(watched, by, {}, { limit: 50, cursor: undefined })
  assert.equal(items.length, 50)
  await listNotices(watched, by, {}, { limit: 50, cursor: nextCursor ?? '' })
  for (const filter of [{ state: 'open' }, { state: 'unconfirmed' }, { kind: 'hate' }, { flagger: 'any' }] as const)
    await listNotices(watched, by, filter, { limit: 50, cursor: undefined })
  for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan on (notice|review_case)/, plan)
})

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals } from '../../../test/support/appeals.ts'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { countAll } from '../../../test/support/count-all.ts'
import { givenReport, send } from '../../../test/support/desk-flow.ts'
import { numberEntries } from '../../../test/support/desk-with-history.ts'
import { eraseByTwo, givenOfficer } from '../../../test/support/erasures.ts'
import { readLines } from '../../../test/support/export.ts'
import { findWords } from '../../../test/support/find-words.ts'
import { only, startGate } from '../../../test/support/gate-flow.ts'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { checkReport } from '../../cases/intake/check-report.ts'
import { commitReports } from '../../cases/intake/commit-reports.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { deleteExpired } from '../../oversight/retention/delete-expired.ts'
import { recordViews } from '../../oversight/views/record-views.ts'
import type { ExportLine } from '../../oversight/warehouse/exported-fields.ts'
import { withDeclares } from '../rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../rule-sets/versions.ts'
import { exportPerson } from './export-person.ts'

const SHORTEST = 'days: { report: 365, evidence: 183, content: 30, view: 30, session: 30 }\n'
const ROSA = { kind: 'account', id: 'rosa' } as const
const HOSTILE = `Zyxname Ωmega'); drop table account; --`
const CALMLY = { action: 'suspend', durationMs: 604_800_000 }

/** A desk at which the account rosa was reported, suspended, appealed for and given back. */
async function startActed(t: TestContext) {
  const desk = await startGate(t)
  const { db } = desk.desk
  const stop = desk.work()
  const [ana, cleo] = [await desk.person({ roles: ['reviewer'] }), await desk.person({ roles: ['reviewer'] })]
  const comment = `zyxcomment ${HOSTILE}`
  const caseId = await givenReport(desk, ROSA, { comment, reporterId: 'the-reporter', keyword: 'zyxkeyword' })
  await send(desk, ana.token, 'POST', '/v1/cases/claim-next')
  await desk.gate.post(ana, `/v1/cases/${caseId}/notes`, { text: 'zyxnote: she bakes.' })
  const { body } = await desk.gate.post(ana, `/v1/cases/${caseId}/decisions`, {
    ...{ conclusion: 'violation', policyId: 'scam', rationale: 'zyxrationale' },
    actions: [CALMLY],
    draftId: randomUUID(),
  })
  const enforcementId = only(body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const appeals = await startAppeals(desk)
  await appeals.appeal({ enforcementId }, { appellantId: 'zyxappellant', words: 'zyxwords' })
  const judged = await appeals.judge(cleo, await appeals.next(cleo), 'overturn', 'zyxanswer')
  assert.equal(judged.status, 200, JSON.stringify(judged.body))
  await desk.enforcementIn(enforcementId, 'restored')
  await stop()
  const officers = { crane: await givenOfficer(desk.desk, 'policy'), plover: await givenOfficer(desk.desk, 'lead') }
  const { token: exportKey } = await givenKey(db, ['export'])
  await endSetup(db)
  const known = await db.only<{ handle: string; name: string }>(sql`
    select handle, display_name as name from account where id = 'rosa'`)
  const look = { staffId: ana.id, inCase: false, shown: 1, ageMs: 10, reason: 'zyxnote' } as const
  await recordViews(desk.desk, [
    { ...look, kind: 'account', accountId: 'rosa' },
    { ...look, kind: 'search', words: `@${known.handle.toUpperCase()}`, reason: undefined },
    { ...look, kind: 'search', words: known.name.toUpperCase(), reason: undefined },
  ] as Parameters<typeof recordViews>[1])
  const words = [
    known.handle,
    known.name,
    'zyxcomment',
    'Ωmega',
    'zyxkeyword',
    'zyxnote',
    'zyxrationale',
    'zyxappellant',
  ]
  const find = () => findWords(desk.database.ownerPool, [...words, 'zyxwords', 'zyxanswer'])
  return { ...desk, ...officers, exportKey, db, ana, caseId, enforcementId, find }
}

test('two people erase an account, and its acts stay', async (t) => {
  const desk = await startActed(t)
  const { db, crane, plover, find, enforcementId } = desk
  assert.notDeepEqual(await find(), [])
  assert.deepEqual(await findProblems(db), [])
  const { tables } = await exportPerson(db, { person: 'account', id: 'rosa', by: crane })
  const exported = JSON.stringify(tables)
  for (const word of ['zyxrationale', 'zyxwords', enforcementId]) assert.match(exported, new RegExp(word), word)
  for (const word of ['the-reporter', 'zyxcomment', desk.ana.id]) assert.ok(!exported.includes(word), word)
  assert.doesNotMatch(exported, /staff_\d/)
  const acts = () =>
    db.list(sql`
    select enforcement.id, action, state, proposed_by, (select count(*) from verdict where enforcement_id = enforcement.id) as verdicts,
      (select count(*) from enforcement_move where enforcement_id = enforcement.id) as moves,
      (select count(*) from decision) as decisions, (select report_count from review_case where appeal_id is null) as reports
    from enforcement`)
  const before = await acts()
  const entries = await db.onlyValue<number>(sql`select count(*) from ledger_entry`)
  const readExport = () => numberEntries(db).then(() => readLines(desk.app, desk.exportKey))
  const { lines: told, cursor } = await readExport()
  const asked = { person: 'account', personId: 'rosa', by: crane, second: plover } as const
  assert.equal(await eraseByTwo(desk, asked), 'applied')
  assert.deepEqual(await find(), [])
  assert.deepEqual(await findProblems(db), [])
  assert.deepEqual(await acts(), before)
  assert.ok((await db.onlyValue<number>(sql`select count(*) from ledger_entry`)) > entries)
  followErasure(told, (await readExport()).lines, cursor.number)
})

/** Checks that who follows the export loses what was erased, and is told again what stays. */
function followErasure(before: readonly ExportLine[], now: readonly ExportLine[], cursor: number): void {
  const later = now.filter(({ number }) => number > cursor)
  const erased = new Set(later.map((line) => line.erased))
  const gone = before.filter(({ number }) => erased.has(number) && number > 0)
  const kindsOf = (lines: readonly ExportLine[]) =>
    lines.map(({ kind, number: _number, ...line }) => [kind, line.caseId, line.enforcementId, line.action].join(' '))
  assert.ok(gone.some(({ kind }) => kind === 'case_decided' || kind === 'appeal_ended'))
  assert.deepEqual(
    kindsOf(later.filter(({ restates }) => restates !== undefined)),
    kindsOf(gone.filter(({ kind }) => kind !== 'withheld')),
  )
  for (const { number, kind } of now) if (erased.has(number)) assert.equal(kind, 'withheld')
  assert.deepEqual(
    now.filter(({ number }) => number <= cursor && !erased.has(number)),
    before.filter(({ number }) => !erased.has(number)),
  )
}

test('an export of an account has nothing that its reporters answered', async (t) => {
  const { db, crane, plover, ana, database, ...desk } = await startActed(t)
  const { ownerPool } = database
  for (const table of ['appeal', 'appeal_question']) await ownerPool.query(`alter table ${table} disable trigger user`)
  await ownerPool.query(sql`
    with told as (
      insert into appeal (key_id, client_id, said_hash, subject, account_id, side, decision_id, state, ended_at)
      select 'key_1', 'told', sha256('told'), 'account:rosa', 'rosa', 'reporter', decision.id, 'ended', desk_now() from decision limit 1
      returning id)
    insert into appeal_question (appeal_id, asked_by, question, salt, question_hash, answer_by, answer, answer_hash, answered_at, key_id)
    select id, ${ana.id}, 'zyxasked', substr(sha256('salt'), 1, 16), sha256('asked'), desk_now(), 'zyxtold', sha256('told'), desk_now(), 'key_1'
    from told`)
  for (const table of ['appeal', 'appeal_question']) await ownerPool.query(`alter table ${table} enable trigger user`)
  const { tables } = await exportPerson(db, { person: 'account', id: 'rosa', by: crane })
  assert.doesNotMatch(JSON.stringify(tables), /zyxasked|zyxtold/)
  const asked = { person: 'account', personId: 'rosa', by: crane, second: plover } as const
  assert.equal(await eraseByTwo(desk, asked), 'applied')
  assert.deepEqual(await findWords(ownerPool, ['zyxasked', 'zyxtold']), [])
})

test('the name of an account decides about no other searches', async (t) => {
  const { desk, database, person } = await startGate(t)
  const { id: staffId } = await person({ roles: ['reviewer'] })
  await database.ownerPool.query(`
    insert into account (id, handle, display_name, protected, source, facts_at) values ('none', '', '', false, 'test', desk_now()),
      ('short', 'e', ' ', false, 'test', desk_now()), ('word', 'bank', 'search', false, 'test', desk_now())`)
  const look = { staffId, inCase: false, shown: 1, ageMs: 10, reason: 'audit' } as const
  const search = (words: string) => ({ ...look, kind: 'search', words }) as const
  await recordViews(desk, [
    search('e'),
    search('the bank of everyone'),
    { ...look, kind: 'list', words: 'search' },
    search('Bank'),
  ])
  const found = (id: string) =>
    desk.db.listValues<string>(sql`
      select words from staff_view where id in (select views_of_account(${id})) order by words`)
  assert.deepEqual([await found('none'), await found('short'), await found('word')], [[], [], ['Bank']])
})

test('erasures of two accounts leave a batch to retention', async (t) => {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database } = office
  const key = await givenKey(db)
  // Without shifts: each erasure waits a day.
  const [by, second] = [await givenOfficer(desk, 'policy'), await givenOfficer(desk, 'policy')]
  await inTransaction(db, (tx) => adoptAtSetup(tx, withDeclares('retention', SHORTEST)))
  await endSetup(db)
  const accounts = ['a', 'b', 'c']
  const reports = accounts.map((id) =>
    checkReport(reportOf({ id: `n-${id}`, subject: { kind: 'account', id }, comment: `zyx of ${id}` })),
  )
  await commitReports(
    desk,
    reports.map((report) => ({ keyId: key.id, report })),
  )
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now()`)
  const advance = (ms: number) => database.advance(ms)
  for (const personId of ['a', 'b']) {
    assert.equal(await eraseByTwo({ desk, advance }, { person: 'account', personId, by, second }), 'applied')
    assert.deepEqual(await findProblems(db), [], `once ${personId} is erased`)
    assert.deepEqual(await findWords(database.ownerPool, [`zyx of ${personId}`]), [])
  }
  await advance(366 * DAY_MS)
  await numberEntries(db)
  await countAll(desk)
  await deleteExpired(desk)
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer from report`), 0)
  assert.deepEqual(await findProblems(db), [])
})

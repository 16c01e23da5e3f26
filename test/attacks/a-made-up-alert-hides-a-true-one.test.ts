import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { alertLeadsDaily } from '../../src/alerts/alert-leads-daily.ts'
import { readAlertText } from '../../src/alerts/alert-queries.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { joinWaiting } from '../../src/cases/intake/inbox/join-waiting.ts'
import { alertWaiting } from '../../src/cases/intake/inbox/waiting-reports.ts'
import { recordDrifts, stateOf } from '../../src/enforcement/drift/drift.ts'
import { alertUnreadAccounts } from '../../src/enforcement/drift/plan-drift-detection.ts'
import { alertLostPast } from '../../src/enforcement/journal/alert-lost-past.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { accountKey } from '../../src/foundation/domain.ts'
import { message } from '../../src/foundation/messages/message.ts'
import { renderMessage } from '../../src/foundation/messages/render-message.ts'
import { givenAccount } from '../support/cases.ts'
import { findProblems } from '../support/changes.ts'
import { givenStaff } from '../support/people.ts'
import { reportOf, startIntake } from '../support/reports.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

const told = `select kind, to_role, at <= desk_now() as came, seen_at from alert order by id`

test('a stolen application role hides no alert about waiting reports', async (t) => {
  const { desk, database, keyId, all } = await startIntake(t, true)
  const thief = await stealRole(t, database)
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  for (const kind of ['reports_wait', 'set_aside'])
    await assert.rejects(
      thief.run(`insert into alert (kind, to_role, why) values ('${kind}', 'lead', 'All is well.')`),
      isRefusal,
    )
  await thief.run(`select alert_inbox('reports_wait'), alert_inbox('recovery')`)
  assert.deepEqual(await all(told), [], 'while nothing waits for minutes')
  await database.advance(6 * 60_000)
  await alertWaiting(desk)
  await alertWaiting(desk)
  assert.deepEqual(await all(told), [{ kind: 'reports_wait', to_role: 'lead', came: true, seen_at: null }])
  assert.deepEqual(await all(`select kind, priority from job where kind = 'alert'`), [
    { kind: 'alert', priority: 'notice' },
  ])
  assert.deepEqual(await findProblems(desk.db), [])
})

test('a stolen application role sets no report aside unseen', async (t) => {
  const { desk, database, keyId, all } = await startIntake(t, true)
  const thief = await stealRole(t, database)
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  const refuse = () => thief.run(`update report_inbox set sql_state = '23514', due_at = desk_now() + interval '1 hour'`)
  await assert.rejects(refuse(), isRefusal)
  await thief.run(`select alert_inbox('set_aside')`)
  await refuse()
  assert.deepEqual(await all(told), [{ kind: 'set_aside', to_role: 'lead', came: true, seen_at: null }])
  await database.advance(61 * 60_000)
  assert.equal(await joinWaiting(desk, { isPutOff: true }), 1)
})

test('a stolen application role sets no time of an alert', async (t) => {
  const { desk, database } = await startIntake(t)
  const thief = await stealRole(t, database)
  const wren = await givenStaff(desk.db)
  const forged = [
    `(kind, to_role, why, at) values ('unread', 'lead', 'Later.', desk_now() + interval '10 years')`,
    `(kind, to_role, why, seen_at, seen_by) values ('unread', 'lead', 'Seen.', desk_now(), '${wren.id}')`,
  ]
  for (const row of forged) await assert.rejects(thief.run(`insert into alert ${row}`), isRefusal, row)
})

test('an alert to another person hides none to the leads', async (t) => {
  const { desk, database, all } = await startIntake(t)
  const thief = await stealRole(t, database)
  const wren = await givenStaff(desk.db)
  const why = message('alert.dsa.held')
  await thief.run(`insert into alert (kind, to_staff, why) values
    ('unread', '${wren.id}', 'Nothing.'), ('dsa', '${wren.id}', '${renderMessage(why)}')`)
  await givenAccount(desk.db)
  await database.ownerPool.query(sql`
    insert into drift_reading (account_id, unread_since) select id, desk_now() - interval '1 hour' from account`)
  await alertUnreadAccounts(desk)
  await inTransaction(desk.db, (tx) => alertLeadsDaily(tx, 'dsa', why))
  assert.deepEqual(await all(`select kind from alert where to_role = 'lead' order by kind`), [
    { kind: 'dsa' },
    { kind: 'unread' },
  ])
})

test('an alert to another person hides none to the person on call', async (t) => {
  const { desk, database, all } = await startIntake(t)
  const thief = await stealRole(t, database)
  const wren = await givenStaff(desk.db)
  const accountId = await givenAccount(desk.db, { protected: true, tags: ['official'] })
  const subject = accountKey(accountId)
  const record = (kind: 'locked' | 'offline') =>
    inTransaction(desk.db, (tx) => recordDrifts(tx, { subject, accountId, answer: 'told' }, [stateOf(kind)]))
  await record('locked')
  await thief.run(`insert into alert (kind, to_staff, why, subject, drift_id) values
    ('offline', '${wren.id}', 'Nothing.', '${subject}', (select id from drift)), ('journal', '${wren.id}', 'Nothing.', '${subject}', null)`)
  await record('offline')
  await inTransaction(desk.db, (tx) => alertLostPast(tx, subject, 'journal'))
  assert.deepEqual(await all(`select kind from alert where to_role = 'lead' order by kind`), [
    { kind: 'disagrees' },
    { kind: 'journal' },
    { kind: 'offline' },
  ])
})

test('PostgreSQL writes alerts about reports in the words of the catalogue', async (t) => {
  const { desk, database, keyId, all } = await startIntake(t, true)
  await commitReports(desk, [{ keyId, report: checkReport(reportOf()), joinsLater: true }])
  await database.advance(6 * 60_000)
  await desk.db.query(`select alert_inbox('reports_wait'), alert_inbox('set_aside')`)
  const alerts = await all<{ kind: 'reports_wait' | 'set_aside'; why: string; message: unknown }>(
    'select kind, why, message from alert order by id',
  )
  const texts = [message('alert.reportsWait'), message('alert.setAside')]
  assert.deepEqual(
    alerts.map((alert) => readAlertText(alert, { language: 'de' })),
    texts.map((text) => ({ text: renderMessage(text, 'de'), language: 'de' })),
  )
})

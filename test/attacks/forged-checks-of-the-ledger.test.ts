import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { alertAuditors, makeLedgerVerifier, watchLedger } from '../../src/oversight/ledger/watch-ledger.ts'
import { verifyCommand } from '../../src/oversight/ledger/verify-command.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { givenStaff } from '../support/people.ts'
import { startTestDesk } from '../support/server.ts'

const HOUR_MS = 3_600_000
const FORGED_EVERY_HOURS = 20

const countAlerts = async (db: Pool): Promise<number> =>
  (await db.query(sql`select from alert where kind = 'ledger' and to_role = 'auditor'`)).rowCount ?? 0

/** Writes a check of this moment that found nothing wrong, as a thief of the role's credential does. */
const forgeCheck = (db: Pool) =>
  db.query(sql`
    select record_ledger_check(desk_now(), number, chain, 1, 1, 0, 0, '[]') from ledger_entry order by number desc limit 1`)

/** A desk with an auditor and some entries, and a change to its ledger that only the database's owner can make. */
async function startAudited(t: TestContext, options: { driven?: true } = {}) {
  const { desk, database } = await startTestDesk(t, options)
  const { db } = desk
  await givenStaff(db, { roles: ['auditor'] })
  await numberEntries(db)
  const change = () => database.ownerPool.query(`update ledger_payload set payload = payload || ' '`)
  return { desk, db, database, change }
}

/** The same, whose ledger is watched and was found unchanged once. */
async function startVerified(t: TestContext, options: { driven?: true } = {}) {
  const started = await startAudited(t, options)
  await watchLedger(started.desk)
  const verifier = makeLedgerVerifier()
  const verify = () => verifier(started.desk, { ledgerChecks: LEDGER_CHECKS })
  await verify()
  return { ...started, verify }
}

test('forged ledger checks hide a changed entry for two days at most', async (t) => {
  const { db, database, verify, change } = await startVerified(t, { driven: true })
  await change()
  for (let hours = 0; hours <= 40; hours += FORGED_EVERY_HOURS) {
    await forgeCheck(db)
    await database.advance(FORGED_EVERY_HOURS * HOUR_MS)
    assert.equal(await countAlerts(db), 0)
    await verify()
  }
  assert.equal(await countAlerts(db), 1)
})

test('a forged stop of event webhooks triggers a full ledger check', async (t) => {
  const { db, verify, change } = await startVerified(t)
  const stop = () => db.query(sql`select record_ledger_progress(number, chain, 1) from ledger_follow`)
  await stop()
  await assert.rejects(db.query(sql`select record_ledger_progress(number, chain, 0) from ledger_follow`), {
    code: 'CS001',
  })
  await verify()
  const { rows } = await db.query(sql`select problem_count as problems from ledger_follow`)
  assert.deepEqual(rows, [{ problems: 0 }], 'nothing was wrong, so it is followed again')
  await change()
  await stop()
  await verify()
  assert.equal(await countAlerts(db), 1)
})

test('"verify" alerts auditors, or says why it did not', async (t) => {
  const { desk, db, database, change } = await startAudited(t)
  const run = async () => {
    const lines: string[] = []
    const { problemCount } = await verifyCommand(db, {
      checks: LEDGER_CHECKS,
      print: (line) => lines.push(line),
      alert: (first) => alertAuditors(desk, first),
    })
    return { problemCount, text: lines.join('\n') }
  }
  assert.deepEqual([(await run()).problemCount, await countAlerts(db)], [0, 0])
  await change()
  const found = await run()
  assert.deepEqual([found.problemCount > 0, await countAlerts(db)], [true, 1])
  assert.match(found.text, /NOT as it was recorded.*Auditors were alerted/s)
  await database.ownerPool.query(`revoke execute on function record_ledger_check from countersign_desk`)
  const unwritten = await run()
  assert.deepEqual([unwritten.problemCount > 0, await countAlerts(db)], [true, 1])
  assert.match(unwritten.text, /NOT as it was recorded.*no auditor was alerted: permission denied/s)
})

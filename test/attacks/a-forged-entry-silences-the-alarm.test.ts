import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { canonicalJson } from '../../src/foundation/canonical.ts'
import { inTransaction, type Pool } from '../../src/foundation/database/db.ts'
import { commit, queueEntry } from '../../src/ledger/queue-entry.ts'
import { findLastCheck } from '../../src/oversight/ledger/ledger-check.ts'
import { alertAuditors, makeLedgerVerifier, watchLedger } from '../../src/oversight/ledger/watch-ledger.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { givenStaff } from '../support/people.ts'
import { startTestDesk } from '../support/server.ts'

/** Long enough to reach the place at which the description of a problem is cut. */
const EMOJI = '😀'.repeat(200)

/** The verification of the whole ledger, as the worker runs it each day. Returns the alerts that it raised. */
async function startVerified(t: TestContext) {
  const { desk } = await startTestDesk(t)
  await givenStaff(desk.db, { roles: ['auditor'] })
  const verify = async () => {
    await numberEntries(desk.db)
    await watchLedger(desk)
    await makeLedgerVerifier()(desk, { ledgerChecks: LEDGER_CHECKS })
    return desk.db.listValues<string>(sql`select why from alert where kind = 'ledger' and to_role = 'auditor'`)
  }
  return { db: desk.db, verify }
}

/** Writes an entry with any bytes as its payload, as a thief of the role's credential can. */
async function forgePayload(db: Pool, payload: Buffer): Promise<void> {
  const salt = randomBytes(32)
  const leaf = Buffer.from(canonicalJson({ v: 1, hour: '2031-01-17T23Z', commitments: [commit(salt, payload)] }))
  await db.query(sql`
    with leaf as (insert into ledger_leaf (leaf) values (${leaf}) returning id)
    insert into ledger_payload (leaf_id, kind, actor, salt, payload)
    select id, 'case_returned', 'desk', ${salt}, ${payload} from leaf`)
}

for (const before of ['', 'x', 'xx', 'xxx']) {
  test(`a forged entry with emoji after ${before.length} letters alerts auditors`, async (t) => {
    const { db, verify } = await startVerified(t)
    await inTransaction(db, async (tx) =>
      queueEntry(tx, { kind: 'case_returned', caseId: 'case_9', why: before + EMOJI, by: { kind: 'desk' } }),
    )
    const alerts = await verify()
    assert.equal(alerts.length, 1)
    assert.match(alerts[0] ?? '', /^The ledger is not as it was recorded: case_event of case_9, .* is missing: /)
    assert.ok(alerts[0]?.isWellFormed())
    assert.equal((await findLastCheck(db))?.problemCount, 1)
  })
}

test('a forged entry with half a character or U+0000 alerts auditors', async (t) => {
  const { db, verify } = await startVerified(t)
  const payload = (why: string, caseId: string) =>
    Buffer.from(
      `{"at":"2031-01-17T23:00:00.000Z","by":"desk","caseId":"${caseId}","kind":"case_returned","why":"${why}"}`,
    )
  await forgePayload(db, payload('cut \\ud83d', 'case_9'))
  await forgePayload(db, payload('x', 'case_\\u0000'))
  const alerts = await verify()
  assert.equal(alerts.length, 2, 'by the check of the chain, and by that of all rows')
  assert.match(alerts[0] ?? '', /^The ledger is not as it was recorded: /)
  const check = await findLastCheck(db)
  assert.ok(check?.problems.some(({ detail }) => detail === 'the payload is none that a leaf can have'))
  assert.ok(check?.problems.some(({ id }) => id.includes('case_\uFFFD')))
})

test('an alert about a long text of any characters is stored', async (t) => {
  const { db } = await startVerified(t)
  for (const detail of [`${EMOJI.repeat(10)}`, `x${EMOJI.repeat(10)}`, 'half \ud83d', 'zero \0'])
    await alertAuditors({ db }, { table: 'report', id: 'rep_1', fault: 'changed', detail })
  const stored = await db.listValues<string>(sql`select why from alert where kind = 'ledger'`)
  assert.equal(stored.length, 4)
  for (const why of stored) assert.ok(why.isWellFormed() && !why.includes('\0') && why.length <= 2_000)
})

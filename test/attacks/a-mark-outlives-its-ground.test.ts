import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startMisuse } from '../support/misuse.ts'

type Started = Awaited<ReturnType<typeof startMisuse>>

/** Decides the case of a marked report anew, as after a complaint of its reporter. */
const decideViolation = ({ database }: Pick<Started, 'database'>, caseId: string) =>
  database.ownerPool.query(
    `insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
      select $1, (select id from staff order by id limit 1), $1 || 'again', sha256('d'), 'violation', 'It was one.', 1`,
    [caseId],
  )

test('an overturned complaint takes its mark along', async (t) => {
  const { database, db, heron, plover, unfounded, mark, warn, senderId } = await startMisuse(t)
  const reports = []
  for (const by of [heron, heron, heron, plover, plover]) {
    const report = await unfounded()
    await mark(by, report)
    reports.push(report)
  }
  await database.advance(1_000)
  await decideViolation({ database }, reports[0]?.caseId ?? '')
  await assert.rejects(warn(plover), { code: 'conflict' })
  const counted = await db.onlyValue<number>(sql`
    select marks from misuse_figures(${await senderId()}, 'unfounded')`)
  assert.equal(counted, 4)
})

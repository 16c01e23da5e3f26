import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startMisuse } from '../support/misuse.ts'

type Started = Awaited<ReturnType<typeof startMisuse>>

/** Decides the case of a marked report anew, as after a complaint of its reporter. */
const decideViolation = ({ database }: Pick<Started, 'database'>, caseId: string) =>
  database.ownerPool.query(
    `insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, seconds_on_case)
      select $1, (select id from staff order by id limit 1), $1 || 'again', sha256('d'), 'violation', 'spam', 'It was one.', 1`,
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

test('two people pause no sender beyond the figures of the policy', async (t) => {
  const { send, warned, propose, agree, proposePause, senderId, plover, wren } = await startMisuse(t)
  await warned()
  const long = { kind: 'sender_pause', senderId: await senderId(), days: 31 } as const
  await assert.rejects(propose(long, plover), /from 1 to 30 days/)
  const change = await proposePause()
  for (let each = 0; each < 8; each++) await send()
  await assert.rejects(agree(change, wren), { code: 'conflict' }, 'the share fell while the change waited')
  await assert.rejects(proposePause(), /below that of the policy/)
  assert.equal((await send()).kind, 'new')
})

test('roles limited to another platform mark and warn no sender', async (t) => {
  const { database, heron, plover, unfounded, mark, warn } = await startMisuse(t)
  for (const by of [heron, heron, heron, plover, plover]) await mark(by)
  const report = await unfounded()
  const { ownerPool } = database
  await ownerPool.query(sql`alter table staff disable trigger user`)
  for (const { id, roles } of [heron, plover])
    await ownerPool.query(sql`
      update staff set role_platforms = ${JSON.stringify({ [roles[0] ?? '']: ['forum'] })}::jsonb where id = ${id}`)
  await ownerPool.query(sql`alter table staff enable trigger user`)
  for (const by of [heron, plover]) await assert.rejects(mark(by, report), { code: 'not_allowed' })
  await assert.rejects(warn(plover), { code: 'not_allowed' })
})

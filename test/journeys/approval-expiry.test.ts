import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { findProblems, startChanging } from '../support/changes.ts'
import { identified, minutes, only, READING_MS, STAR, startGate } from '../support/gate-flow.ts'
import type { TestDatabase } from '../support/fresh-database.ts'
import { postAndSign, sendSigned } from '../support/sign.ts'
import { send } from '../support/desk-flow.ts'
import { waitForLock } from '../support/wait-for-lock.ts'

const SECOND_MS = 1_000
const FAR = new Date('2100-01-01T00:00:00Z')

/** Runs an act that a lock delays between its read and its write into a table, and another act meanwhile. */
async function heldUp<T>(
  { pool, ownerPool }: TestDatabase,
  table: 'signature' | 'approval',
  act: () => Promise<T>,
  meanwhile: () => Promise<void>,
): Promise<T> {
  const holding = await ownerPool.connect()
  try {
    await holding.query(`begin; lock table ${table} in share mode`)
    const acting = act()
    await waitForLock(pool)
    await meanwhile()
    await holding.query('commit')
    return await acting
  } finally {
    holding.release()
  }
}

/** Returns the milliseconds until an enforcement can no longer be answered. */
async function msLeft(db: Pool, enforcementId: string): Promise<number> {
  const { rows } = await db.query<{ ms: number }>(sql`
    select 1000 * extract(epoch from expires_at - (hold_ms - hold_served_ms) * interval '1 ms' - desk_now())::float8 as ms
    from enforcement where id = ${enforcementId}`)
  return rows[0]?.ms ?? 0
}

for (const { answer, table } of [
  { answer: 'approve', table: 'signature' },
  { answer: 'decline', table: 'approval' },
] as const) {
  test(`an answer "${answer}" to an expiring enforcement is refused as late`, async (t) => {
    const desk = await startGate(t)
    const { gate, database } = desk
    const rook = await desk.person()
    const named = identified(STAR, 'otto_and_the_owls')
    const caseId = await gate.claim(STAR, rook)
    const enforcementId = only((await gate.ask(caseId, rook, { action: 'deactivate' }, named)).body.enforcements)
    await desk.advance((await msLeft(desk.desk.db, enforcementId)) - SECOND_MS - READING_MS)
    const lead = await desk.person({ roles: ['lead'] })
    await gate.consider(enforcementId, lead)
    const answerNow = () => gate.sendAnswer(enforcementId, lead, answer, 'as I see it')
    const late = await heldUp(database, table, answerNow, () => desk.advance(2 * SECOND_MS))
    assert.deepEqual([late.status, late.body.why], [403, 'too_late'], JSON.stringify(late.body))
    const { rowCount } = await desk.desk.db.query(sql`
      select from approval union all select from signature where staff_id = ${lead.id}`)
    assert.equal(rowCount, 0)
    const later = await answerNow()
    assert.deepEqual([later.status, later.body.why], [403, 'too_late'])
    assert.deepEqual(await findProblems(desk.desk.db), [])
  })
}

test('agreeing to a change at its expiry is refused as late', async (t) => {
  const changing = await startChanging(t, { routes: ROUTES, driven: true })
  const { database, propose, crane, person } = changing
  const [ben, cleo] = [
    await person(['policy'], { tokenExpiresAt: FAR }),
    await person(['policy'], { tokenExpiresAt: FAR }),
  ]
  const wanted = { kind: 'role', op: 'grant', staffId: ben.id, role: 'senior' } as const
  const { id } = await propose(wanted, crane)
  const url = `/v1/changes/${id}/agree`
  const { signature } = await postAndSign(changing, cleo, { act: 'change_agree', about: id })
  const signed = () => send(changing, cleo.token, 'POST', url, { signature })
  const stale = await heldUp(database, 'signature', signed, () => database.advance(minutes(5)))
  assert.deepEqual([stale.status, stale.body.why], [403, 'expired'], JSON.stringify(stale.body))
  await database.advance(7 * 24 * minutes(60) - minutes(5) - SECOND_MS)
  const agree = () => sendSigned(changing, cleo, url)
  const late = await heldUp(database, 'signature', agree, () => database.advance(2 * SECOND_MS))
  assert.deepEqual([late.status, late.body.why], [403, 'too_late'], JSON.stringify(late.body))
})
